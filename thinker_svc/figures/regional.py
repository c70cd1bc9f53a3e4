"""Regions: their values, their order, and those the snapshot does not hold."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, Verdict, either, unsupported
from thinker_svc.figures.item import Item
from thinker_svc.figures.percent import best
from thinker_svc.figures.scene import FAR, Scene

CAPITAL = re.compile(
    r"(?:in|from|In|From|à|en|nach|aus) (?P<name>[A-ZÄÖÜÉÎ][\wäöüéèñ'-]+(?: [A-ZÄÖÜÉ][\wäöüéèñ'-]+){0,2})"
)

COUNTED = re.compile(r"[-–:]\d|[.)] ?[A-ZÄÖÜÉ]")  # a score, an item of a list


def region_figure(scene: Scene, item: Item) -> Claim | None:
    """A number that stands with a region: "Wales (100)", "Scotland scores 83", "62% in Wales"."""
    number = item.number
    if number is None or not item.has("NUM", "PCT") or number.sign < 0:
        return None
    owner = _owner(scene, item) or _shared(scene, item)
    if owner is None or COUNTED.match(scene.sentence.text, item.end):
        return None
    if scene.near(item, "UP", "DOWN", within=3) and item.has("PCT"):
        return None
    hedge, start = scene.hedge(item)
    if owner.has("PLACE"):
        return scene.claim("region", unsupported("place"), owner, item, start=start)
    region = scene.view.regions[owner.index]
    verdicts = []
    beside = scene.after(item, "K", within=1) if item.has("PCT") else None
    own = scene.before(item, "K", within=1) if beside is not None else None
    keywords = (scene.view.keywords[beside.index],) if beside is not None and own is None else None
    for keyword in keywords or scene.keywords_for(item):
        actual = region.values.get(keyword)
        if actual is None:
            verdicts.append(unsupported("region"))
        elif item.has("PCT"):
            verdicts.append(either(agree.percent(actual, number.value, hedge), f"{actual:g}%"))
        else:
            verdicts.append(either(agree.value(actual, number.value, number.decimals, hedge), f"{actual:g}"))
    return scene.claim("region", best(verdicts), owner, item, start=start) if verdicts else None


def _owner(scene: Scene, item: Item) -> Item | None:
    before = scene.before(item, "R", "PLACE", within=5)
    crossed = [
        i
        for i in scene.items
        if before and before.end <= i.start < item.start and i.has("NUM", "PCT", "DATE")
    ]
    if (
        before is not None
        and not crossed
        and not (scene.before(before, "NUM", "PCT", within=1) and _inline(scene, before))
    ):
        return before
    after = scene.after(item, "R", "PLACE", within=4)
    linked = after is not None and re.search(
        r"(?i)\b(?:in|for|from|à|en|aus|für|pour|para)\b", scene.sentence.text[item.end : after.start]
    )
    wanted = (
        item.has("PCT")
        or (item.number is not None and item.number.of_hundred)
        or scene.before(item, "REACH", "AT", within=2)
    )
    return after if linked and wanted else None


def _shared(scene: Scene, item: Item) -> Item | None:
    """The one region of a sentence that gives each keyword's share: "Germany: 62% oat milk, 36% soy milk"."""
    places = [i for i in scene.items if i.has("R", "PLACE")]
    if len(places) != 1 or len(scene.view.keywords) < 2 or not item.has("PCT"):
        return None
    if scene.near(item, "K", "QUOTE", within=2) is None or scene.near(item, "UP", "DOWN", "THAN", within=4):
        return None
    return places[0] if places[0].end <= item.start else None


def _inline(scene: Scene, region: Item) -> bool:
    """ "62% in Wales and 40% in Scotland": the figure comes first."""
    return bool(re.search(r"(?i)\b(?:in|for)\s(?:the )?$", scene.sentence.text[: region.start]))


def regions(scene: Scene, taken: list[Claim]) -> list[Claim]:
    found: list[Claim] = []
    if scene.sentence.question:
        return found
    for clause in _clauses(scene):
        lead = next((i for i in clause if i.has("REGIONLEAD", "REGIONLAST")), None)
        named = [i for i in clause if i.has("R")]
        places = [i for i in clause if i.has("PLACE")]
        if len(named) + len(places) and (lead or any(i.has("ORD", "AHEAD", "BEHIND") for i in clause)):
            claim = _ordered(scene, clause, named, places, lead)
            if claim is not None and not any(
                c.kind == "region" and c.start < claim.end and claim.start < c.end for c in taken
            ):
                found.append(claim)
        elif lead is not None and not named:
            found.extend(_unknown(scene, lead))
    return found


def _clauses(scene: Scene) -> list[tuple[Item, ...]]:
    """A clause that leads up to a region goes with the next: "last on the list: England"."""
    if not scene.sentence.breaks:
        return [scene.items]
    found: list[tuple[Item, ...]] = []
    for clause in scene.sentence.clauses():
        before = found[-1] if found else ()
        leads = any(i.has("REGIONLEAD", "REGIONLAST") for i in before) and not any(
            i.has("R", "PLACE") for i in before
        )
        between = scene.sentence.text[before[-1].end : clause[0].start] if before else ""
        # It may name what follows first: strongest "in these regions: Wales and Scotland".
        if leads and between.rstrip().endswith(":") and len(between.split()) <= 4:
            found[-1] = (*before, *clause)
        else:
            found.append(clause)
    return found


def _unknown(scene: Scene, lead: Item) -> list[Claim]:
    """ "strongest in Atlantis": a capitalised place the snapshot does not name."""
    match = CAPITAL.search(
        scene.sentence.text, max(scene.sentence.start, lead.start - 3), min(scene.sentence.end, lead.end + 40)
    )
    interest = scene.near(lead, "INTEREST", within=6) or re.search(
        r"(?i)interest|demand|searche|popular", lead.text
    )
    if match is None or not interest or not scene.view.regions:
        return []
    if any(
        i.start < match.end("name")
        and match.start("name") < i.end
        and i.has("DATE", "HOME", "K", "Q", "R", "SPAN")
        for i in scene.items
    ):
        return []
    return [Claim(lead.start, match.end("name"), "region", "unsupported")]


def _ordered(  # noqa: PLR0911 - one return a reading
    scene: Scene, clause: tuple[Item, ...], named: list[Item], places: list[Item], lead: Item | None
) -> Claim | None:
    compare = next((i for i in clause if i.has("AHEAD", "BEHIND", "FOLLOWED")), None)
    ordinal = next((i for i in clause if i.has("ORD") and _ranks(scene, i)), None)
    if lead is None and compare is None and ordinal is None:
        return None
    if any(i.has("PCT", "TIMES") for i in clause) and lead is None:
        return None
    if compare is not None and lead is not None and lead.start < compare.end and compare.start < lead.end:
        lead = None if len(named) > 1 and compare.has("AHEAD", "BEHIND") else lead  # "ahead of Scotland"
    if not _about(scene, lead, named):
        return None
    items = [*named, *places, *([lead] if lead else []), *([ordinal] if ordinal and not lead else [])]
    if places and not any(i.has("HOME") for i in clause if not named):
        return scene.claim("region", unsupported("place"), *items)
    if not named:
        return None
    keywords = scene.keywords_for(lead or named[0])
    if lead is None and ordinal is None and len(named) < 2:
        return None
    if lead is not None and not _strong(scene, lead, named[0]):
        return None
    verdicts = [
        _order(scene, keyword, named, lead=lead, ordinal=ordinal, compare=compare) for keyword in keywords
    ]
    return scene.claim("region", best(verdicts), *items) if verdicts else None


def _about(scene: Scene, lead: Item | None, named: list[Item]) -> bool:
    """Whether it is said of the search: by a word for it, or in so short a sentence that no other is left."""
    if any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items):
        return True
    words = len(scene.sentence.text[scene.sentence.start : scene.sentence.end].split())
    nowhere = lead is not None and re.match(r"(?i)no|nul|nir|en nin", lead.text) is not None
    return words <= (13 if named else 6) and not nowhere


def _ranks(scene: Scene, ordinal: Item) -> bool:
    """ "comes first", "Scotland second"; a first that nobody comes is a word like any other."""
    if ordinal.index == 1:
        return scene.before(ordinal, "RANKED", within=1) is not None
    return scene.before(ordinal, "RANKED", "R", within=3) is not None


def _strong(scene: Scene, lead: Item, region: Item) -> bool:
    return scene.words_between(lead, region) <= (14 if lead.end <= region.start else 9)


def _order(
    scene: Scene,
    keyword: str,
    named: list[Item],
    *,
    lead: Item | None,
    ordinal: Item | None,
    compare: Item | None,
) -> Verdict:
    view = scene.view
    ranked = view.ranked_regions(keyword)
    if not ranked:
        return unsupported("region")
    values = {region.name: value for region, value in ranked}
    names = list(dict.fromkeys(view.regions[i.index].name for i in named))
    shown = ", ".join(f"{region.name} {value:g}" for region, value in ranked[:3])
    if any(name not in values for name in names):
        return unsupported("region", shown)
    figures = [values[name] for name in names]
    if ordinal is not None and (
        lead is None or scene.words_between(ordinal, named[0]) < scene.words_between(lead, named[0])
    ):
        owner = scene.before(ordinal, "R", within=FAR) or named[0]
        own = values[view.regions[owner.index].name]
        above = sum(value > own for value in values.values())
        level = sum(value == own for value in values.values())
        return either(above < ordinal.index <= above + level, shown)
    if lead is not None and lead.has("REGIONLAST") and not lead.has("REGIONLEAD"):
        return either(figures[0] == min(values.values()), shown)
    first = values[view.regions[_leader(named, lead).index].name]
    if lead is None and compare is not None:
        ahead = not compare.has("BEHIND")
        return either(all(figures[0] > f for f in figures[1:]) if ahead else figures[0] < figures[1], shown)
    several = lead is not None and re.search(r"(?i)regions|regionen|régions|regiones", lead.text)
    ok = first == max(values.values())
    if len(figures) > 1:
        tail = sorted(values.values(), reverse=True)[: len(figures)]
        if several or (scene.lexicon.code and _together(scene, named)):
            ok = sorted(figures, reverse=True) == tail
        else:
            ok = ok and all(a >= b for a, b in itertools.pairwise(figures))
            ok = ok and (
                compare is None or not compare.has("FOLLOWED") or compare.has("AHEAD") or figures == tail
            )
    return either(ok, shown)


def _leader(named: list[Item], lead: Item | None) -> Item:
    if lead is None:
        return named[0]
    before = [i for i in named if i.end <= lead.start]
    return before[0] if before else named[0]


def _together(scene: Scene, named: list[Item]) -> bool:
    """ "strongest in Wales and Scotland": the two together."""
    between = scene.sentence.text[named[0].end : named[1].start].strip().casefold()
    return between in {"and", "und", "et", "y", "&", "and in", "und in", "et en", "y en"}
