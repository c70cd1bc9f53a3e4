"""A keyword's figure against another's, at the time a text compares them."""

from __future__ import annotations

import re

from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.claim import Claim, DataPoint, Verdict, best, unsupported
from thinker_svc.figures.datapoints import average
from thinker_svc.figures.keywords.factors import each, factor, share
from thinker_svc.figures.keywords.gaps import apart, gap
from thinker_svc.figures.keywords.parties import parties
from thinker_svc.figures.keywords.said import Said, agrees, less
from thinker_svc.figures.keywords.stand import Levels, Stand, stand
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

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
    ours, theirs = (scene.view.keywords[at] for at in (said.sides.ours, said.sides.theirs))
    held = _extremes(scene, item, said) or stand(scene, item)
    found = [
        agrees(said, levels[ours], levels[theirs], hedge).at(levels.points(ours, theirs))
        for levels in held.readings
        if ours in levels and theirs in levels
    ]
    return best(found) if found else unsupported(held.why)


def _extremes(scene: Scene, item: Item, said: Said) -> Stand | None:
    """ "The difference between the two summits": of the highest points, or of the lowest."""
    word = scene.before(item, "PEAK", "HIGHEST", "LOW", "LOWEST", within=6)
    if said.measure != "gap" or word is None:
        return None
    level = scene.view.highest if word.has("PEAK", "HIGHEST") else scene.view.lowest
    return Stand((Levels({name: level(name) for name in scene.view.keywords}),))


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
    whose = scene.view.keywords[named.index]
    mean = scene.view.average(whose)
    points = scene.view.complete(name)
    if mean is None or not points:
        return None
    hedge, start = scene.hedge(item)
    down = link.has("BELOW", "BEHIND") or less(scene, item, link)
    measure = "points" if number.shape == "points" else "percent"
    said = Said(sides, (), -number.value if down else number.value, measure)
    at = (DataPoint("time", points[-1].key), average(whose))
    verdict = agrees(said, points[-1].level, mean, hedge).at(at)
    return scene.claim("comparison", verdict, item, link, named, start=start)
