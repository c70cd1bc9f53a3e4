"""A keyword's figure against another's, at the time a text compares them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.keywords.factors import each, factor, share
from thinker_svc.figures.keywords.gaps import apart, gap
from thinker_svc.figures.keywords.parties import parties
from thinker_svc.figures.keywords.said import Said, agrees, less
from thinker_svc.figures.keywords.stand import Stand, stand
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import written

TO = re.compile(r" ?(?:to|zu|à|a|[-–—:]|against|versus|vs\.?|gegen|contre|contra|frente a) ?", re.IGNORECASE)
OWN = re.compile(r"(?i)'s?$")


def compared(scene: Scene, item: Item) -> Claim | None:
    """The claim a figure makes about two keywords, if it makes one."""
    number = item.number
    if (
        number is None
        or scene.sentence.question
        or any(i.has("R", "PLACE") for i in scene.sentence.clause(item))
    ):
        return None
    if scene.before(item, "FORECAST", within=FAR) is not None:
        return None
    own = _own_average(scene, item)
    if own is not None:
        return own
    for reading in (factor, apart, share, gap, each):
        said = reading(scene, item)
        if said is not None:
            hedge, start = scene.hedge(item)
            verdict = _verdict(scene, item, said, hedge)
            if not said.sure and verdict.label != "supported":
                return None
            return scene.claim("comparison", verdict, item, *said.items, start=start)
    return None


def _verdict(scene: Scene, item: Item, said: Said, hedge: Hedge) -> Verdict:
    if said.sides.stranger is not None or not said.sides.both:
        return unsupported("topic")
    names = scene.view.keywords
    held = _extremes(scene, item, said) or stand(scene, item)
    found = [
        agrees(said, levels[names[said.sides.ours]], levels[names[said.sides.theirs]], hedge)
        for levels in held.readings
        if names[said.sides.ours] in levels and names[said.sides.theirs] in levels
    ]
    return best(found) if found else unsupported(held.why)


def _extremes(scene: Scene, item: Item, said: Said) -> Stand | None:
    """ "The difference between the two summits": of the highest points, or of the lowest."""
    word = scene.before(item, "PEAK", "HIGHEST", "LOW", "LOWEST", within=6)
    if said.measure != "gap" or word is None:
        return None
    level = scene.view.highest if word.has("PEAK", "HIGHEST") else scene.view.lowest
    return Stand(({name: level(name) for name in scene.view.keywords},))


def _own_average(scene: Scene, item: Item) -> Claim | None:
    """ "23 points above Hoka's five-year mean": the last complete point against the average."""
    number = item.number
    if number is None or number.shape not in ("points", "percent"):
        return None
    link = scene.after(item, "ABOVE", "BELOW", "AHEAD", "BEHIND", "THAN", within=2)
    named = scene.after(link, "K", within=2) if link is not None else None
    if link is None or named is None:
        return None
    own = OWN.search(named.text) is not None and scene.after(named, "AVERAGE", within=4) is not None
    of = any(i.has("AVERAGE") and link.end <= i.start and i.end <= named.start for i in scene.items)
    if not own and not of:
        return None
    sides = parties(scene, item)
    name = scene.view.keywords[sides.ours if sides.ours >= 0 else named.index]
    mean = scene.view.average(scene.view.keywords[named.index])
    points = scene.view.complete(name)
    if mean is None or not points:
        return None
    hedge, start = scene.hedge(item)
    down = link.has("BELOW", "BEHIND") or less(scene, item, link)
    measure = "points" if number.shape == "points" else "percent"
    said = Said(sides, (), -number.value if down else number.value, measure)
    return scene.claim(
        "comparison", agrees(said, points[-1].level, mean, hedge), item, link, named, start=start
    )


def scores(scene: Scene) -> list[tuple[Claim, tuple[Item, Item]]]:
    """ "Hoka versus Asics: 72 to 45", "Sinner leads Alcaraz 12-8": the level of each."""
    found = []
    placed = any(i.has("R") for i in scene.items)
    figures = [i for i in scene.items if i.has("NUM") or (placed and i.has("PCT"))]
    for first, second in itertools.pairwise(figures):
        named = [i for i in scene.items if i.has("K") and i.end <= first.start][-2:]
        worded = re.search(r"\w", scene.sentence.text[first.end : second.start])  # and no "6-3"
        if not named and worded and len(scene.named) == 2:
            named = _before(scene, first)
        if len(named) == 1 and len(scene.view.keywords) == 2:
            named = _with_other(scene, named[0], first)
        if (
            len(named) < 2
            or named[0].index == named[1].index
            or first.number is None
            or second.number is None
        ):
            continue
        text = scene.sentence.text
        begun = scene.before(first, "FROM", within=0) is not None  # "has gone from 30 to 66"
        if begun or not TO.fullmatch(text[first.end : second.start]) or not _versus(scene, *named):
            continue
        if not re.fullmatch(r"[^.;!?\d]{0,36}", text[named[1].end : first.start]):
            continue
        names = [scene.view.keywords[i.index] for i in named]
        given = [first.number.value, second.number.value]
        shares = _in_region(scene, first)
        if first.has("PCT") and shares is None:
            continue
        held = shares or stand(scene, first)
        verdicts = [
            either(
                given in ([levels[n] for n in names], [levels[n] for n in reversed(names)]),
                ", ".join(f"{n} {written(levels[n])}" for n in names),
            )
            for levels in held.readings
            if all(n in levels for n in names)
        ]
        verdict = best(verdicts) if verdicts else unsupported(held.why)
        found.append((scene.claim("comparison", verdict, first, second), (first, second)))
    return found


def _in_region(scene: Scene, item: Item) -> Stand | None:
    """ "In Texas A beats B 56 to 42": the shares of the one region of the clause."""
    named = {i.index for i in scene.sentence.clause(item) if i.has("R")}
    if len(named) != 1 or any(i.has("PLACE") for i in scene.sentence.clause(item)):
        return None
    return Stand((dict(scene.view.regions[named.pop()].values),))


def _before(scene: Scene, first: Item) -> list[Item]:
    """ "A has overtaken B. The scores on 8 November: 66 versus 58": the two of the sentence before."""
    earlier = scene.earlier
    order = any(i.has("AHEAD", "BEHIND", "OVERTAKE", "LEVEL") for i in earlier.items) if earlier else False
    names = scene.view.keywords
    if not order or not any(i.has("DATE", "NOW", "INTEREST", "AVERAGE") for i in scene.items):
        return []  # "On the pitch it ended 2-1"
    return [replace(first, tags=frozenset({"K", "AHEAD"}), index=names.index(name)) for name in scene.named]


def _with_other(scene: Scene, one: Item, first: Item) -> list[Item]:
    """ "A was ahead, 27 to 21": of two the one that isn't named is the other."""
    word = scene.before(first, "AHEAD", "BEHIND", within=3)
    if word is None or word.start < one.end:
        return [one]
    return [one, replace(word, index=1 - one.index)]


def _versus(scene: Scene, first: Item, second: Item) -> bool:
    """Whether two keywords are set against one another."""
    between = [i for i in scene.items if first.end <= i.start and i.end <= second.start]
    return second.has("AHEAD", "BEHIND") or any(i.has("THAN", "AHEAD", "BEHIND", "AND") for i in between)
