"""Keywords against one another within a region: "in France, soy milk beats oat milk"."""

from __future__ import annotations

from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.item import Item
from thinker_svc.figures.scene import FAR, Scene

WORDS = ("PREFER", "AHEAD", "BEHIND", "MOST", "LEAST")


def rivals(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """A region's order of keywords; several figures of it are read elsewhere."""
    if scene.sentence.question or len(scene.view.keywords) < 2 or not scene.view.regions:
        return []
    found: list[Claim] = []
    for item in scene.items:
        if not item.has(*WORDS) or scene.before(item, "NOT", "FORECAST", within=2):
            continue
        region = scene.before(item, "R", within=FAR) or scene.after(item, "R", within=8)
        named = scene.after(item, "K", within=6) if item.has("PREFER") else None
        named = named or scene.before(item, "K", within=FAR) or scene.after(item, "K", within=6)
        if region is None or named is None or any(i.has("PCT", "NUM") for i in scene.sentence.clause(item)):
            continue
        claim = _ordered(scene, item, region, named)
        if not any(c.start < claim.end and claim.start < c.end for c in [*taken, *found]):
            found.append(claim)
    return found


def _ordered(scene: Scene, item: Item, region: Item, named: Item) -> Claim:
    held = scene.view.regions[region.index]
    keyword = scene.view.keywords[named.index]
    values = {name: held.values[name] for name in scene.view.keywords if name in held.values}
    ours = values.get(keyword)
    items = (item, named, region)
    if ours is None:
        return scene.claim("region", unsupported("region"), *items)
    other = scene.after(item, "K", within=8)
    rival = scene.view.keywords[other.index] if other is not None and other is not named else ""
    shown = ", ".join(f"{name} {value:g}" for name, value in values.items())
    if item.has("AHEAD", "BEHIND") and values.get(rival) is not None:
        ok = ours > values[rival] if item.has("AHEAD") else ours < values[rival]
    else:
        ok = ours == (min if item.has("LEAST") else max)(values.values())
    return scene.claim("region", either(ok, shown), *items)
