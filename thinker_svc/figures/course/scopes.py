"""The time over which a point is said to be the highest, and whether it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from thinker_svc.figures.claim import Verdict, best, either, unsupported
from thinker_svc.figures.points import inside, over
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point, View

Pool = tuple[Point, ...]
YEAR = timedelta(days=366)
NAMED = 9  # words between a superlative and the time of its point behind it


@dataclass(frozen=True, slots=True)
class Scope:
    """Since a date, of a span, this year, the period; of all time ("ever") without one."""

    kind: str
    item: Item | None = None


def since(scene: Scene, date: Item) -> bool:
    return scene.before(date, "SINCE", within=1, clause=False) is not None


def latest(scene: Scene, date: Item) -> bool:
    """A time that is the last complete point's: "last week" of weeks, "this week", "today"."""
    back = date.when.back if date.when is not None else None
    return back is not None and (back[1] == 0 or back == (scene.view.resolution, 1.0))


def scope(scene: Scene, item: Item) -> Scope:
    """Which time a superlative is about: since a date, a span, this year, the period, else all time."""
    dates = [i for i in scene.items if i.has("DATE") and i.when]
    begun = next((d for d in dates if since(scene, d) and not latest(scene, d)), None)
    if begun is not None:
        return Scope("since", begun)
    span = scene.near(item, "SPAN", within=6)
    if span is not None:
        return Scope("span", span)
    for date in dates:
        back = date.when.back if date.when else None
        if back is not None and back[1] == 0 and back[0] not in (scene.view.resolution, "day"):
            return Scope("year" if back[0] == "year" else "date", date)
    year = next((i for i in scene.items if i.has("THEYEAR")), None)
    if year is not None:
        return Scope("year", year)
    period = scene.near(item, "PERIOD", within=FAR)
    return Scope("period", period) if period is not None else Scope("ever")


# "an all-time high – that was in March"
GOES_ON = re.compile(r"(?i):| [–—-] (?:das|dies|that|this|it|c'|ce|eso|fue)")


def meant(scene: Scene, item: Item, *but: Item | None) -> Item | None:
    """The time of the point that is meant: "Tuesday's figure was the best since August"."""
    dates = [
        d
        for d in scene.items
        if d.when is not None
        and d not in but
        and not since(scene, d)
        and not latest(scene, d)
        and not (d.when.back and d.when.back[1] == 0)
    ]
    last = max([item, *(i for i in but if i is not None)], key=lambda i: i.end)  # behind what bounds it
    near = [d for d in dates if d.end <= item.start or _apart(scene, last, d) <= NAMED]
    return min(near, key=lambda d: _apart(scene, last if d.start >= last.end else item, d), default=None)


def _apart(scene: Scene, item: Item, date: Item) -> int:
    """Words between; a comma parts as many more."""
    first, last = sorted((item, date), key=lambda i: i.start)
    text = scene.sentence.text
    cut = any(first.end <= at < last.start and not GOES_ON.match(text, at) for at in scene.sentence.breaks)
    return (
        scene.words_between(first, last) + 5 * ("," in scene.sentence.text[first.end : last.start]) + 9 * cut
    )


def pools(  # noqa: PLR0911 - one return a reading
    scene: Scene, points: Pool, last: Point, limit: Scope
) -> list[Pool]:
    """The points of a scope, in each of its readings; none where the window doesn't hold it."""
    view = scene.view
    match limit.kind:
        case "since":
            return _after(view, points, last, limit.item)
        case "span":
            return _spanned(view, points, last, limit.item)
        case "year":
            if view.window[1] - view.window[0] < YEAR * 0.8:
                return []
            own = tuple(p for p in points if p.time.year == last.time.year)
            return [own, tuple(p for p in points if p.time > last.time - YEAR)]
        case "month":
            if view.window[1] - view.window[0] < timedelta(days=28):
                return []
            own = tuple(p for p in points if (p.time.year, p.time.month) == (last.time.year, last.time.month))
            return [own, tuple(p for p in points if p.time > last.time - timedelta(days=32))]
        case "date" if limit.item is not None and limit.item.when is not None:
            found, held = inside(view, limit.item.when, points)
            return [tuple(found)] if held and found else []
        case "period":
            return [points]
        case _:
            return [points] if view.all_time else []


def _spanned(view: View, points: Pool, last: Point, item: Item | None) -> list[Pool]:
    if item is None or item.duration is None:
        return []
    start, end = view.window
    if abs(item.duration.length - (end - start)) <= max(view.step * 2.5, (end - start) * 0.03):
        return [points]
    base = over(view, tuple(p for p in points if p.time <= last.time), item.duration)
    if base.outside:
        return [] if last == points[-1] else _spanned(view, points, points[-1], item)
    begun = base.pairs[0][0].time  # the month before which ten months began may count or not
    return [
        tuple(p for p in points if begun <= p.time <= last.time),
        tuple(p for p in points if begun < p.time <= last.time),
    ]


def _after(view: View, points: Pool, last: Point, date: Item | None) -> list[Pool]:
    """Since a time and up to now; of an earlier point also up to it, as it was said then."""
    if date is None or date.when is None:
        return []
    for start, end in date.when.intervals(view.as_of, view.window[0]):
        if start < min(view.window[1], last.end) and end > view.window[0]:
            return [tuple(p for p in points if p.time >= end) or (last,)]
    return []


def judged(scene: Scene, keyword: str, limit: Scope, *, high: bool, named: Item | None = None) -> Verdict:
    """Whether the last complete point, or one of the time named, is the highest (lowest) of the scope."""
    points = scene.view.complete(keyword)
    if not points:
        return unsupported("data")
    meant: Pool = points[-1:]
    if named is not None and named.when is not None:
        found, held = inside(scene.view, named.when, points)
        if not held:
            return unsupported("window")
        meant = tuple(found) or meant
    read = [(last, pool) for last in meant for pool in pools(scene, points, last, limit) if pool]
    if not read:
        return unsupported("ever" if limit.kind == "ever" else "window")
    verdicts = []
    for last, pool in read:
        extreme = (max if high else min)(p.level for p in pool)
        at = next(p for p in pool if p.level == extreme)
        verdicts.append(either(last.level == extreme, f"{at.shown} ({shown(at, scene.view)})", at.key))
    return best(verdicts)


def shown(point: Point, view: View) -> str:
    match view.resolution:
        case "month":
            return f"{point.time:%B %Y}"
        case "week":
            return f"week of {point.time.day} {point.time:%B %Y}"
        case "day":
            return f"{point.time:%A} {point.time.day} {point.time:%B %Y}"
        case _:
            return f"{point.time.day} {point.time:%B %Y %H:%M} UTC"
