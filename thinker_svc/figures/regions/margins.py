"""By how much one keyword is before another within a region: "In Germany A beats B by 26 points"."""

from __future__ import annotations

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.keywords.parties import parties
from thinker_svc.figures.levels.scale import APART
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item


def margin(scene: Scene, item: Item) -> Claim | None:
    """The difference of their shares."""
    number, start = item.number, scene.hedge(item)[1]
    if number is None or number.shape != "points":
        return None
    if not APART.search(scene.sentence.text, scene.sentence.start, start):
        return None
    word = scene.before(item, "AHEAD", "BEHIND", within=6)
    regions = {i.index for i in scene.sentence.clause(item) if i.has("R")}
    sides = parties(scene, word) if word is not None else None
    if word is None or sides is None or not sides.both or len(regions) != 1:
        return None
    where = next(i for i in scene.sentence.clause(item) if i.has("R"))
    held, names = scene.view.regions[where.index].values, scene.view.keywords
    ours, theirs = held.get(names[sides.ours]), held.get(names[sides.theirs])
    if ours is None or theirs is None:
        return scene.claim("region", unsupported("region"), item)
    apart = theirs - ours if word.has("BEHIND") else ours - theirs
    ok = agree.percent(apart, number.value, scene.hedge(item)[0])
    return scene.claim("region", either(ok, f"{apart:+g} points"), item, start=start, of=(where,))
