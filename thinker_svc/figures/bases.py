"""What a change is measured from and to: the points a sentence names, or the usual ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thinker_svc.figures.dates import Interval, When
from thinker_svc.figures.durations import Duration
from thinker_svc.figures.item import Item
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.view import Point, View

STEP_UNITS = ("minute", "hour", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Base:
    """Candidates, the likeliest first; `outside` when the sentence names a time the data doesn't hold."""

    pairs: tuple[tuple[Point, Point], ...] = ()
    outside: bool = False


def bases(scene: Scene, item: Item, keyword: str) -> Base:  # noqa: PLR0911 - one return a reading
    points = scene.view.complete(keyword)
    if not points:
        return Base(outside=True)
    clause = scene.sentence.clause(item)
    dates = [i for i in clause if i.has("DATE") and i.when]
    spans = [i for i in clause if i.has("SPAN") and i.duration]
    if not dates and not spans and not any(i.has("PERIOD", "STEP", "YOY") for i in clause):
        dates = [i for i in scene.items if i.has("DATE") and i.when]
        spans = [i for i in scene.items if i.has("SPAN") and i.duration]
    last = points[-1]
    low = scene.near(item, "LOW", "LOWEST", within=5)
    if any(i.has("YOY") for i in clause):
        return over(scene.view, points, Duration(1, "year"))
    if low is not None and not scene.near(item, "SPAN", "DATE", within=4):
        base = min(points, key=lambda p: p.level)
        return Base(((base, last),))
    spans = sorted(spans, key=lambda i: scene.words_between(i, item))
    since = next((d for d in dates if scene.before(d, "SINCE", "FROM", "THAN", within=1)), None)
    ago = since.when.back if since is not None and since.when is not None else None
    if ago is not None and ago[1] >= 1:  # "than four weeks ago": counted from the last complete point
        return over(scene.view, points, Duration(ago[1], ago[0]))
    if spans and not since:
        return over(scene.view, points, spans[0].duration or Duration(1, "week"))
    step = next((i for i in clause if i.has("STEP")), None)
    if step is not None:
        return _step(scene.view, points, step)
    if dates:
        return _dated(scene, points, dates, since)
    if any(i.has("PERIOD") for i in scene.items):
        return Base(((points[0], last),))
    pairs = [(points[0], last)]
    if len(points) > 1:
        pairs.append((points[-2], last))
    return Base(tuple(pairs))


def over(view: View, points: tuple[Point, ...], span: Duration) -> Base:
    """The last complete point against the one a span before it."""
    last, steps = points[-1], span.steps(view.resolution)
    if steps < 0.9:
        return Base(outside=True)
    months = view.resolution == "month"
    target = _months_before(last.time, round(steps)) if months else span.before(last.time)
    room = view.step * 2.1
    start, end = view.window
    if target < points[0].time - room or span.length > (end - start) + view.step * 1.5:
        return Base(outside=True)
    earlier = [p for p in points if p.time < last.time]
    if not earlier:
        return Base(outside=True)
    near = sorted(earlier, key=lambda p: abs((p.time - target).total_seconds()))
    chosen = [near[0]]
    if span.unit in ("month", "quarter", "year") and not months:  # as long as four weeks or five
        chosen += [p for p in near[1:3] if abs(p.time - target) <= view.step]
    whole = abs((end - start) - span.length) <= max(view.step * 2.5, (end - start) * 0.03)
    if whole and points[0] not in chosen:
        chosen.append(points[0])
    return Base(tuple((p, last) for p in chosen))


def _months_before(time: datetime, months: int) -> datetime:
    at = time.year * 12 + time.month - 1 - months
    return time.replace(year=max(at // 12, 1), month=at % 12 + 1, day=1)


def _step(view: View, points: tuple[Point, ...], step: Item) -> Base:
    text = step.text.casefold()
    named = next((u for u in ("hour", "day", "week", "month") if u in text), "")
    named = named or {"overnight": "day", "daily": "day", "hourly": "hour"}.get(text, "")
    named = named or {"w": "week", "d": "day", "m": "month", "h": "hour"}.get(text[:1], view.resolution)
    return over(view, points, Duration(1, named))


def inside(view: View, when: When, points: tuple[Point, ...]) -> tuple[list[Point], bool]:
    """The points at a time, and whether the window holds that time at all."""
    start, end = view.window
    held = False
    for interval in when.intervals(view.as_of, start):
        if interval[0] < end and interval[1] > start:
            held = True
            found = [p for p in points if covers(p, interval, when)]
            if found:
                return found, True
        elif not when.weekly:
            break
    return [], held


def covers(point: Point, interval: Interval, when: When) -> bool:
    """A point is of the interval its start lies in; a shorter time lies in its point."""
    start, end = interval
    if start <= point.time < end:
        return True
    longer = when.month and not when.day and not when.week and when.weekday < 0
    return not longer and not (when.year and not when.month) and point.time <= start < point.end


def _dated(scene: Scene, points: tuple[Point, ...], dates: list[Item], since: Item | None) -> Base:
    view, last = scene.view, points[-1]
    first = since or dates[0]
    found, held = inside(view, first.when or When(), points)
    if not held:
        return Base(outside=True)
    join = ("TO", "AND") if scene.before(first, "BETWEEN", within=1) else ("TO",)
    later = next((d for d in dates if d.start > first.start and scene.before(d, *join, within=1)), None)
    ends = [last]
    if later is not None and later.when is not None:
        ends, held = inside(view, later.when, points)
        if not held:
            return Base(outside=True)
    if since is not None or later is not None or scene.before(first, "THAN", within=2):
        candidates = [*found[:1], *found[-1:]]
        pairs = [(a, b) for a in candidates for b in (ends[:1] + ends[-1:]) if a.time < b.time]
        return Base(tuple(pairs)) if pairs else Base(outside=not found)
    when = first.when
    if when is not None and when.back and not scene.before(first, "WITHIN", within=1):
        pairs = [(p, last) for p in (found[:1] + found[-1:]) if p.time < last.time]
        pairs += _at(points, found)
        return Base(tuple(pairs)) if pairs else Base(outside=True)
    return Base(tuple(_at(points, found) + [(p, last) for p in found[:1] if p.time < last.time]))


def _at(points: tuple[Point, ...], found: list[Point]) -> list[tuple[Point, Point]]:
    """A change at a time: from the point before it, or within it."""
    if not found:
        return []
    at = points.index(found[0])
    pairs = [(points[at - 1], found[-1])] if at else []
    if len(found) > 1:
        pairs += [(found[0], found[-1])]
        before = points[max(0, at - len(found)) : at]
        pairs += [(before[0], found[0])] if before else []
    elif at:
        pairs += [(points[at - 1], found[0])]
    return pairs


__all__ = ["FAR", "Base", "bases", "covers", "inside", "over"]
