"""An order of two keywords taken up in another region: "in Bavaria it is the reverse"."""

from __future__ import annotations

from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.regions.located import PLACES
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any


def inverses(scene: Scene, taken: list[Claim]) -> list[Claim]:
    found: list[Claim] = []
    for item in scene.items:
        if not item.has("REVERSED", "ALIKE") or scene.sentence.question:
            continue
        region = scene.near(item, *PLACES, within=5)
        told = _told(scene, item)
        if region is None or told is None or meets_any(item, [*taken, *found]):
            continue
        if region.has("PLACE"):
            found.append(scene.claim("region", unsupported("place"), region, item))
            continue
        ours, theirs = told
        held = scene.view.regions[region.index].values
        if ours not in held or theirs not in held:
            found.append(scene.claim("region", unsupported("region"), region, item))
            continue
        shown = f"{ours} {held[ours]:g}, {theirs} {held[theirs]:g}"
        found.append(
            scene.claim(
                "region", either((held[ours] > held[theirs]) == item.has("ALIKE"), shown), region, item
            )
        )
    return found


def _told(scene: Scene, item: Item) -> tuple[str, str] | None:
    """Who was said to be ahead of whom, in another place, before."""
    before = [i for i in scene.items if i.end <= item.start]
    for pool in (before, list(scene.earlier.items) if scene.earlier is not None else []):
        word = next((i for i in pool if i.has("AHEAD", "BEHIND", "PREFER")), None)
        names = list(dict.fromkeys(i.index for i in pool if i.has("K")))
        if word is None or len(names) != 2 or not any(i.has(*PLACES) for i in pool):
            continue
        first, second = (scene.view.keywords[at] for at in names)
        return (second, first) if word.has("BEHIND") else (first, second)
    return None
