"""The order of regions as the snapshot holds it, and numbered lists of them: "1. Wales 2. Scotland"."""

from __future__ import annotations

import re
from collections.abc import Callable

from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

FIRST = 3  # regions that are shown as the first
NUMBERED = re.compile(r"(?:(?<!\w)#?(?P<rank>[1-9])(?:[.):]|º|ª|️⃣)?|(?P<medal>[🥇🥈🥉]))\s?$")
ENDED = re.compile(r"(?i)\s*(?:$|[,;.!)(\n–—:|•🥇🥈🥉-]|#?\d|and |und |et |y |leads|tops)")
SOUGHT = re.compile(r"(?i) (?:busca|buscan|cherche|recherche|sucht|googlea)(?: (?:a|al|el|la|le|l'|nach))* ?")
ITEM = re.compile(r"(?m)(?:^|[,;:(\s])(?:#?[1-9][.):]|[1-9]️⃣|#[1-9]|[🥇🥈🥉])\s?(?=\S)")


def called(scene: Scene, item: Item) -> str:
    return scene.view.regions[item.index].name


def ranked_at(values: dict[str, float], name: str, rank: int) -> bool:
    """Whether a region holds a rank; of several with one value each holds all of theirs."""
    above = sum(value > values[name] for value in values.values())
    level = sum(value == values[name] for value in values.values())
    return above < rank <= above + level


def ordered(
    scene: Scene,
    mark: Item,
    group: list[Item],
    holds: Callable[[dict[str, float]], bool],
    *more: Item,
    pair: bool = False,
) -> Claim | None:
    """What is said of the order of regions, for each keyword it may be said of.

    `pair`: of one against another.
    """
    verdicts: list[Verdict] = []
    behind = scene.after(mark, "K", within=2)
    own = behind is not None and SOUGHT.fullmatch(scene.sentence.text[mark.end : behind.start]) is not None
    names = (scene.view.keywords[behind.index],) if own and behind else scene.keywords_for(mark)
    for keyword in names:
        ranked = scene.view.ranked_regions(keyword)
        values = {region.name: value for region, value in ranked}
        said = [called(scene, i) for i in (*group, *more)]
        shown = _shown(values, [region.name for region, _ in ranked[:FIRST]], said, pair=pair)
        if any(name not in values for name in said):
            verdicts.append(unsupported("region", shown))
        else:
            verdicts.append(either(holds(values), shown))
    return scene.claim("region", best(verdicts), mark, *group, of=more) if verdicts else None


def _shown(values: dict[str, float], first: list[str], said: list[str], *, pair: bool) -> str:
    """The first regions and those that are named; of two that are compared only the two."""
    known = [name for name in dict.fromkeys(said) if name in values]
    names = known if pair and len(known) > 1 else dict.fromkeys([*first, *known])
    return ", ".join(f"{name} {values[name]:g}" for name in names)


def numbered(scene: Scene, names: list[Item]) -> list[Claim]:
    """ "1. Wales 2. Scotland", "🥇 Wales"."""
    found = []
    for item in names:
        said = NUMBERED.search(scene.sentence.text[max(scene.sentence.start, item.start - 6) : item.start])
        if said is None or not item.has("R") or not ENDED.match(scene.sentence.text, item.end):
            continue
        if len(ITEM.findall(scene.sentence.text)) < 2:
            continue
        rank = int(said["rank"]) if said["rank"] else "🥇🥈🥉".index(said["medal"]) + 1
        claim = ordered(scene, item, [item], _holds(called(scene, item), rank))
        if claim is not None:
            found.append(claim)
    return found


def _holds(region: str, rank: int) -> Callable[[dict[str, float]], bool]:
    return lambda values: ranked_at(values, region, rank)
