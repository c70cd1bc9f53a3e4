"""Highs and lows: when they were, and "highest since", "highest of the period", "record"."""

from __future__ import annotations

import re
from datetime import datetime

from thinker_svc.figures.bases import covers, inside, over
from thinker_svc.figures.claim import Claim, Verdict, contradicted, either, supported, unsupported
from thinker_svc.figures.dates import When
from thinker_svc.figures.extremes import extremes, judged, scope
from thinker_svc.figures.item import Item
from thinker_svc.figures.percent import best
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.view import Point, View

LOWS = re.compile(r"(?i)\blow\b|tief|mínimo|\bbas\b")


def peaks(scene: Scene) -> list[Claim]:
    found = extremes(scene)
    taken: set[int] = set()
    for item in scene.items:
        if item.start in taken or not item.has("PEAK", "LOW", "HIGHEST", "LOWEST", "RECORD"):
            continue
        if any(
            o is not item and o.start <= item.start and item.end < o.end and o.has("PEAK", "LOW")
            for o in scene.items
        ):
            continue
        claim = _record(scene, item) if item.has("RECORD") else _dated(scene, item) or _highest(scene, item)
        if claim is not None and not any(c.start < claim.end and claim.start < c.end for c in found):
            found.append(claim)
            taken.add(item.start)
    return found


def _dated(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """ "peaked on 13 September", "its low came in March"."""
    date = _date(scene, item)
    if not item.has("PEAK", "LOW") and (
        scene.near(item, "NOW", within=4) or any(i.has("R", "PLACE") for i in scene.items)
    ):
        return None
    if item.has("HIGHEST", "LOWEST") and not any(i.has("K", "INTEREST") for i in scene.items):
        return None  # "our strongest offer begins on 6 September"
    if date is not None and date.when is not None and date.when.back == ("year", 0.0):
        return None  # "the best week so far this year": the latest one
    if date is None or date.when is None or scene.before(date, "SINCE", within=1):
        return None
    high = item.has("PEAK", "HIGHEST")
    if scene.before(item, "FORECAST", within=8) is not None:
        return None if scene.sentence.question else scene.claim("date", unsupported("forecast"), item, date)
    verdicts = [_when(scene.view, keyword, date.when, high=high) for keyword in scene.keywords_for(item)]
    if not verdicts:
        return None
    return scene.claim("date", best(verdicts), item, date)


def _date(scene: Scene, item: Item) -> Item | None:
    after = scene.after(item, "DATE", within=9)
    crossing = [
        i
        for i in scene.items
        if after
        and item.end <= i.start < after.start
        and i.has("UP", "DOWN", "SINCE", "PEAK", "LOW", "PCT")
        and not (i.start < item.end)
    ]
    if after is not None and not [
        i
        for i in crossing
        if i.has("SINCE", "PCT", "UP", "DOWN") or (i.has("PEAK", "LOW") and i.start > item.end)
    ]:
        return after
    if any(i.has("SINCE") for i in crossing):
        return None  # "last week was the highest since March"
    before = scene.before(item, "DATE", within=5)
    return before if before is not None and not scene.before(before, "SINCE", within=1) else None


def _when(view: View, keyword: str, when: When, *, high: bool) -> Verdict:
    points = view.complete(keyword)
    if not points:
        return unsupported("data")
    extreme = max(p.level for p in points) if high else min(p.level for p in points)
    at = [p for p in points if p.level == extreme]
    expected, key = named(at[0], view), at[0].key
    start, end = view.window
    if when.weekly and view.resolution in ("week", "month"):
        return unsupported("finer", expected)
    intervals = when.intervals(view.as_of, start)
    if not intervals:
        return unsupported("window", expected)
    hit = next((p for p in at for interval in intervals if covers(p, interval, when) and p.time < end), None)
    if hit is not None:
        return supported(named(hit, view), hit.key)
    if not any(a < end and b > start for a, b in intervals):
        return unsupported("window", expected)
    return contradicted(expected, key)


def named(point: Point, view: View) -> str:
    match view.resolution:
        case "month":
            return f"{point.time:%B %Y}"
        case "week":
            return f"week of {point.time.day} {point.time:%B %Y}"
        case "day":
            return f"{point.time:%A} {point.time.day} {point.time:%B %Y}"
        case _:
            return f"{point.time.day} {point.time:%B %Y %H:%M} UTC"


def _highest(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """Whether the last complete point is the highest (lowest) since a time, of a span, of the period."""
    if not _of_series(scene, item) or scene.before(item, "BELOW", "FROM", "ABOVE", within=2):
        return None
    high = item.has("PEAK", "HIGHEST")
    since = next(
        (
            i
            for i in scene.items
            if i.has("DATE") and scene.before(i, "SINCE", within=1) and i.start > item.start
        ),
        None,
    )
    span = scene.after(item, "SPAN", within=6)
    period = scene.after(item, "PERIOD", "RECORD", within=6)
    year = scope(scene, item)
    if since is None and span is None and period is None and year.kind == "year" and year.item is not None:
        if scene.after(item, "NUM", within=5) is not None or any(
            i.has("DATE") and i is not year.item for i in scene.items
        ):
            return None
        said = [judged(scene, keyword, year, high=high) for keyword in scene.keywords_for(item)]
        return scene.claim("superlative", best(said), item, year.item) if said else None
    if since is None and span is None and period is None and not _now(scene, item):
        return None
    if scene.after(item, "RECORD", within=3) is not None:
        return None
    verdicts = []
    for keyword in scene.keywords_for(item):
        points = scene.view.complete(keyword)
        if not points:
            verdicts.append(unsupported("data"))
            continue
        last, pool = points[-1], points
        if since is not None and since.when is not None:
            held = inside(scene.view, since.when, points)[1]
            first = _ends(scene.view, since.when)
            if not held or first is None:
                verdicts.append(unsupported("window"))
                continue
            pool = tuple(p for p in points if p.time >= first) or points[-1:]
        elif span is not None and span.duration is not None:
            base = over(scene.view, points, span.duration)
            if base.outside:
                verdicts.append(unsupported("window"))
                continue
            pool = tuple(p for p in points if p.time >= base.pairs[0][0].time)
        extreme = max(p.level for p in pool) if high else min(p.level for p in pool)
        at = next(p for p in pool if p.level == extreme)
        verdicts.append(either(last.level == extreme, f"{at.shown} ({named(at, scene.view)})", at.key))
    if not verdicts:
        return None
    others = [i for i in (since, span, period) if i is not None][:1]
    return scene.claim("superlative", best(verdicts), item, *others)


def _ends(view: View, when: When) -> datetime | None:
    for interval in when.intervals(view.as_of, view.window[0]):
        if interval[0] < view.window[1] and interval[1] > view.window[0]:
            return interval[1]
    return None


def _now(scene: Scene, item: Item) -> bool:
    """ "is at its peak", "at its highest": the present, said without a time."""
    if scene.sentence.question:
        return False
    if scene.before(item, "NOW", within=5) is not None or scene.after(item, "NOW", within=1) is not None:
        return True
    before = scene.sentence.text[max(scene.sentence.start, item.start - 40) : item.start]
    return bool(
        re.search(
            r"(?i)\b(?:is|are|stands|sits|'s|ist|est|está|liegt|reached|hit|hits) "
            r"(?:now |currently |right now )?(?:back )?(?:at |on |auf |à |en )?"
            r"(?:its|their|a|the|an?|ihrem|seinem|son|su|dem)? ?(?:new )?$",
            before,
        )
    ) and not scene.after(item, "NUM", within=3)


def _of_series(scene: Scene, item: Item) -> bool:
    # "strongest in these regions: Wales": the colon parts the clause, not what it says.
    leads = any(i.has("REGIONLEAD") and i.start <= item.start < i.end for i in scene.items)
    told = scene.items if leads else scene.sentence.clause(item)
    if any(i.has("R", "PLACE") for i in told):
        return False
    return scene.near(
        item, "K", "INTEREST", "PRONOUN", "SINCE", "PERIOD", "SPAN", within=12
    ) is not None or bool(scene.carried)


def _record(scene: Scene, item: Item) -> Claim | None:
    """ "all-time high": only a search over all time can say so."""
    beside = scene.near(item, "PEAK", "HIGHEST", "LOW", "LOWEST", within=4)
    level = re.search(r"(?i)r[eé][ck]ord|never|unprecedented|began|h?istori|histór|all", item.text)
    if beside is None and not level:
        return None
    if beside is None and not scene.near(item, "K", "INTEREST", within=8):
        return None
    if item.text.casefold() == "ever" and beside is None:
        return None
    items = (item,) if beside is None else (item, beside)
    if not scene.view.all_time:
        return scene.claim("superlative", unsupported("ever"), *items)
    low = any(i.has("LOW", "LOWEST") for i in items) or bool(
        LOWS.search(scene.sentence.text[item.start : item.end + 9])
    )
    verdicts = []
    for keyword in scene.keywords_for(item):
        points = scene.view.complete(keyword)
        if points:
            extreme = min(p.level for p in points) if low else max(p.level for p in points)
            dated = scene.near(item, "DATE", within=8)
            if dated is not None and dated.when is not None:
                verdicts.append(_when(scene.view, keyword, dated.when, high=not low))
            else:
                at = next(p for p in points if p.level == extreme)
                verdicts.append(
                    either(points[-1].level == extreme, f"{at.shown} ({named(at, scene.view)})", at.key)
                )
    return scene.claim("superlative", best(verdicts), *items) if verdicts else None
