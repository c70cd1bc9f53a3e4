"""Which points a time names, and which lie a span of time apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thinker_svc.figures.text.dates import Interval, When
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.view import Point, View

Pair = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Base:
    """Candidates, the likeliest first; `outside` when the sentence names a time the data doesn't hold."""

    pairs: tuple[tuple[Point, Point], ...] = ()
    outside: bool = False


def over(view: View, points: tuple[Point, ...], span: Duration) -> Base:
    """The last complete point against the one a span before it."""
    last, steps = points[-1], span.steps(view.resolution)
    if steps < 0.9:
        return Base(outside=True)
    months = view.resolution == "month"
    target = _months_before(last.time, round(steps)) if months else span.before(last.time)
    start, end = view.window
    room = max(view.step * 2.1, (end - start) * 0.04)  # three months are 89 days to 92
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


def inside(view: View, when: When, points: tuple[Point, ...]) -> tuple[list[Point], bool]:
    """The points at a time, and whether the window holds that time at all."""
    start, end = view.window
    held = False
    for interval in when.intervals(view.as_of, start):
        if interval[0] < end and interval[1] > start:
            held = True
            found = [p for p in points if covers(p, interval, when)]
            if when.base is not None:  # "the same week last year" begins within one point and ends in another
                found = [p for p in found if interval[0] <= p.time < interval[1]] or found
            if found or (not when.weekly and _running(view, interval, when)):
                return found, True
        elif not when.weekly:
            break
    return [], held


def _running(view: View, interval: Interval, when: When) -> bool:
    """Whether the time is that of the point that isn't over: no earlier year is meant."""
    return any(p.partial and covers(p, interval, when) for series in view.series.values() for p in series)


def covers(point: Point, interval: Interval, when: When) -> bool:
    """A point is of the interval its start lies in; a shorter time lies in its point."""
    start, end = interval
    if start <= point.time < end:
        return True
    longer = when.month and not when.day and not when.week and when.weekday < 0
    return not longer and not (when.year and not when.month) and point.time <= start < point.end
