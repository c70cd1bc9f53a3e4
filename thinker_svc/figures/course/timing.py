"""Whether a high or low was at the time that is said."""

from __future__ import annotations

from thinker_svc.figures.claim import Verdict, contradicted, supported, unsupported
from thinker_svc.figures.course.scopes import shown
from thinker_svc.figures.course.subject import about
from thinker_svc.figures.points import covers, inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import View


def when(view: View, keyword: str, said: When, *, high: bool, year: int = 0) -> Verdict:
    """Whether the highest (lowest) complete point, or any of several, is of a time; of one year where it is
    given."""
    points = tuple(p for p in view.complete(keyword) if year in (0, p.time.year))
    if not points:
        return unsupported("data")
    extreme = (max if high else min)(p.level for p in points)
    at = [p for p in points if p.level == extreme]
    expected, key = shown(at[0], view), at[0].key
    start, end = view.window
    if said.weekly and view.resolution in ("week", "month"):
        return unsupported("finer", expected)
    intervals = said.intervals(view.as_of, start)
    if not intervals:
        return unsupported("window", expected)
    hit = next((p for p in at for interval in intervals if covers(p, interval, said) and p.time < end), None)
    if hit is not None:
        return supported(shown(hit, view), hit.key)
    if not any(a < end and b > start for a, b in intervals):
        return unsupported("window", expected)
    return contradicted(expected, key)


def local(scene: Scene, item: Item, date: Item) -> bool:
    """Whether some point of the time is higher (lower) than those beside it."""
    for name in about(scene, item, noun=False).names:
        points = scene.view.complete(name)
        found = inside(scene.view, date.when, points)[0] if date.when is not None else []
        for before, at, after in zip(points, points[1:], points[2:], strict=False):
            sign = 1 if item.has("PEAK", "HIGHEST") else -1
            if at in found and (at.level - before.level) * sign > 0 and (at.level - after.level) * sign > 0:
                return True
    return False
