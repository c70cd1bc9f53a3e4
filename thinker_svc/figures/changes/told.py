"""A change between two levels that the text has just given: "it hit 100, now 45. That's a 55% drop"."""

from __future__ import annotations

import itertools

from thinker_svc.figures import agree
from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.claim import Verdict, supported
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

SCALE = 100


def told(scene: Scene, item: Item, names: tuple[str, ...], given: float, hedge: Hedge) -> Verdict | None:
    """The verdict where two levels that stand side by side in the text differ by that much, and the data has
    points of both. `given`: in per cent, or as a factor."""
    number = item.number
    if number is None or number.shape == "points":
        return None
    for keyword in names:
        held = {point.level for point in scene.view.complete(keyword)}
        held |= {
            float(mean) for name in scene.view.keywords if (mean := scene.view.average(name)) is not None
        }
        levels = _levels(scene, item)
        begun = next(
            (i.number for i in scene.items if i.has("NUM") and scene.before(i, "FROM", within=0)), None
        )
        if len(levels) == 1 and begun is not None and begun.value == levels[0]:
            levels = [*levels, scene.view.complete(keyword)[-1].level]  # "from 30 to the latest full week"
        for a, b in itertools.pairwise(levels):
            if not {a, b} <= held | set(scene.levels) or min(a, b) < 1:
                continue
            ratios = (b / a, a / b) if number.shape == "times" else ()
            ratio = next((r for r in ratios if agree.ratio(r, given, hedge)), None)
            if ratio is not None:
                return supported(f"{ratio:.2g} times")
            if number.shape == "percent" and agree.percent((b - a) / a * 100, given, hedge):
                return supported(f"{(b - a) / a * 100:+.0f}%")
    return None


def _begun(scene: Scene, level: float) -> bool:
    figures = [i for i in scene.items if i.has("NUM") and i.number is not None and i.number.value == level]
    return any(scene.before(i, "FROM", within=0) is not None for i in figures)


def _levels(scene: Scene, item: Item) -> list[float]:
    """The levels the text has named before, and those of the sentence."""
    numbers = [i.number for i in scene.items if i is not item and i.has("NUM") and i.number]
    own = [n.value for n in numbers if n.shape == "plain" and n.numeral and 0 < n.value <= SCALE]
    return [*scene.levels, *own]
