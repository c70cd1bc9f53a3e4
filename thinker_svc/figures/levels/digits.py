"""Levels told by their digits: "never left single digits", "is back in single digits"."""

from __future__ import annotations

from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.levels.moments import moments
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

FIRST_OF_TWO = 10


def digits(scene: Scene) -> list[Claim]:
    """Whether a keyword is, or ever was, below 10."""
    found: list[Claim] = []
    for item in scene.items:
        if not item.has("ONEDIGIT") or scene.sentence.question:
            continue
        if scene.near(item, "UP", "DOWN", "PCT", within=2) and scene.after(item, "PCT", within=2):
            continue  # "single-digit percentages"
        if not (scene.carried or any(i.has("K", "INTEREST") for i in scene.items)):
            continue
        if scene.before(item, "FORECAST", within=8) is not None:
            found.append(scene.claim("value", unsupported("forecast"), item))
            continue
        verdicts = [_verdict(scene, item, name) for name in scene.keywords_for(item)]
        if verdicts:
            found.append(scene.claim("value", best(verdicts), item))
    return found


def _verdict(scene: Scene, item: Item, keyword: str) -> Verdict:
    points = scene.view.complete(keyword)
    if not points:
        return unsupported("data")
    if scene.before(item, "NEVER", "ALWAYS", within=5) is not None:
        high = max(points, key=lambda p: p.level)
        return either(high.level < FIRST_OF_TWO, high.shown, high.key)
    read = moments(scene, item, keyword)
    if read.outside or read.unfinished or not read.points:
        return unsupported("partial" if read.unfinished else "window")
    return best([either(p.level < FIRST_OF_TWO, p.shown, p.key) for p in read.points])
