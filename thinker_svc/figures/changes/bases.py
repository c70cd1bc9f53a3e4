"""What a change is measured from and to: the points a sentence names, or the usual ones."""

from __future__ import annotations

import re

from thinker_svc.figures.changes.between import between
from thinker_svc.figures.points import Base, inside, over
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point, View

LINKED = re.compile(
    r"(?i) (?:the|what it was(?: in| on| at)?|its|that of|that in|on|over|from|versus|vs\.?|against|"
    r"above|below|compared (?:with|to)|than(?: in| on)?|"
    r"gegenüber|gegen|"
    r"im vergleich zu[mr]?|zu[mr]?|par rapport (?:à|au)|sur|respecto a(?:l)?|frente a(?:l)?|sobre)(?: "
    r"the| dem| der| le| la| el)? ?"
)
STEPS = {  # in the other languages
    "hour": r"stünd|stunde|hor[ai]|heure",
    "day": r"täg|tag|nacht|dí[ao]|diari|noche|víspera|jour|veille|nuit|lendemain|quotid",
    "week": r"woche|wöchent|seman|semaine|hebdo",
    "month": r"monat|\bmes|mensual|mois|mensuel",
}


def bases(scene: Scene, item: Item, keyword: str) -> Base:
    """The reading the words ask for, then the others the times of the sentence allow."""
    asked = _asked(scene, item, keyword)
    if _yearly(scene, item):
        return asked
    spanned, others = between(scene, item, keyword)
    if spanned:
        return Base((*spanned, *asked.pairs, *others))
    return Base((*asked.pairs, *others), asked.outside and not others)


def _asked(scene: Scene, item: Item, keyword: str) -> Base:  # noqa: PLR0911 - one return a reading
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
    if _yearly(scene, item):
        usual, told = (
            over(scene.view, points, Duration(1, "year")),
            [d for d in dates if not _since(scene, d)],
        )
        then = _year_before(scene, points, told[0]) if len(told) == 1 else []
        return Base((*then, *usual.pairs), usual.outside and not then)
    if low is not None and not scene.near(item, "SPAN", "DATE", within=4):
        base = min(points, key=lambda p: p.level)
        return Base(((base, last),))
    spans = sorted(spans, key=lambda i: scene.words_between(i, item))
    since = next((d for d in dates if _since(scene, d)), None)
    linked = _linked(scene, item, dates) if since is not None else None
    if since is not None and linked is not None and linked.end > since.start:
        since = linked  # "highest since May 2020, and up 16% on December"
    measured = _measured(scene, item, dates)
    if measured is not None:
        return _between(scene.view, points, *measured)
    ago = since.when.back if since is not None and since.when is not None else None
    if ago is not None and ago[1] >= 1:  # "than four weeks ago": counted from the last complete point
        return over(scene.view, points, Duration(ago[1], ago[0]))
    if spans and not since:
        return over(scene.view, points, spans[0].duration or Duration(1, "week"))
    step = next((i for i in clause if i.has("STEP")), None)
    if step is not None:
        return _stepped(scene, points, step, [] if since else dates)
    if dates:
        return _timed(scene, item, points, dates, since)
    if any(i.has("PERIOD") for i in scene.items):
        return Base(((points[0], last),))
    pairs = [(points[0], last)]
    if len(points) > 1:
        pairs.append((points[-2], last))
    return Base(tuple(pairs))


def _year_before(scene: Scene, points: tuple[Point, ...], date: Item) -> list[tuple[Point, Point]]:
    """ "In May it was up 20% on the year": the time that is named against that of the year before."""
    year = Duration(1, "year")
    ends = inside(scene.view, date.when, points)[0] if date.when is not None and date.when.month else []
    return [(a, b) for b in ends for a in points if abs(a.time - year.before(b.time)) <= scene.view.step / 2]


def _yearly(scene: Scene, item: Item) -> bool:
    """Whether a change is said to be over a year: in its clause, or for all of the sentence."""
    clause = scene.sentence.clause(item)
    timed = any(i.has("DATE", "SPAN") for i in clause)
    return any(i.has("YOY") for i in (clause if timed else scene.items))


def _since(scene: Scene, date: Item) -> bool:
    """ "since March", "compared with the same week a year ago"."""
    if scene.before(date, "SINCE", "FROM", "THAN", within=1) is not None:
        return True
    mark = scene.before(date, "SINCE", "THAN", within=4)
    between = scene.sentence.text[mark.end : date.start] if mark is not None else ""
    return re.search(r"(?i)\b(?:same|gleichen?|selben?|même|mism[oa])\b", between) is not None


def _measured(scene: Scene, item: Item, dates: list[Item]) -> tuple[When, When] | None:
    """ "In October 2026 it scored 75, up 25% on October 2025": measured from the date behind the figure."""
    behind = next((d for d in dates if d.start >= item.end), None)
    before = next((d for d in reversed(dates) if d.end <= item.start), None)
    if behind is None or before is None or behind.when is None or before.when is None:
        return None
    linked = LINKED.fullmatch(scene.sentence.text[item.end : behind.start])
    return (behind.when, before.when) if linked else None


def _timed(
    scene: Scene, item: Item, points: tuple[Point, ...], dates: list[Item], since: Item | None
) -> Base:
    """At a time, or since one; "up 16% on December" is measured from it."""
    plain = _dated(scene, points, dates, since)
    linked = _linked(scene, item, dates) if since is None else None
    if linked is None:
        return plain
    from_it = _dated(scene, points, dates, linked)
    return Base((*from_it.pairs, *plain.pairs), plain.outside and from_it.outside)


def _linked(scene: Scene, item: Item, dates: list[Item]) -> Item | None:
    """The time right behind a figure, that it is measured from: "up 16% on December"."""
    behind = next((d for d in dates if d.start >= item.end), None)
    text = scene.sentence.text
    return behind if behind is not None and LINKED.fullmatch(text[item.end : behind.start]) else None


def _between(view: View, points: tuple[Point, ...], first: When, later: When) -> Base:
    starts, held = inside(view, first, points)
    ends, also = inside(view, later, points)
    if first.back and first.back[1] >= 1 and ends:  # "on the week before": before the date that is named
        span = Duration(first.back[1], first.back[0])
        earlier = [p for p in points if p.time < ends[-1].time]
        starts = sorted(earlier, key=lambda p: abs((p.time - span.before(ends[-1].time)).total_seconds()))[:1]
        held = bool(starts)
    if not held or not also:
        return Base(outside=True)
    pairs = [(a, b) for a in (starts[:1] + starts[-1:]) for b in (ends[:1] + ends[-1:]) if a.time < b.time]
    return Base(tuple(pairs)) if pairs else Base(outside=not starts)


def _stepped(scene: Scene, points: tuple[Point, ...], step: Item, dates: list[Item]) -> Base:
    """A step back from the time of the clause, "doubled overnight on 14 October"; else from the one
    time of the sentence, "on 15 May: up 44% on the day before", or from the last."""
    told = [i.when for i in dates or scene.items if i.when is not None]
    last = Base() if dates else _step(scene.view, points, step)
    if not told or (len(told) > 1 and not dates):
        return last
    found, held = inside(scene.view, told[0], points)
    until = points[: points.index(found[-1]) + 1] if found else ()
    then = _step(scene.view, until, step).pairs if len(until) > 1 else ()
    return Base((*_at(points, found), *then, *last.pairs), outside=not held and (bool(dates) or last.outside))


def _step(view: View, points: tuple[Point, ...], step: Item) -> Base:
    text = step.text.casefold()
    named = next((u for u in ("hour", "day", "week", "month") if u in text), "")
    named = named or next((unit for unit, root in STEPS.items() if re.search(root, text)), "")
    named = named or {"overnight": "day", "daily": "day", "hourly": "hour"}.get(text, "")
    named = named or {"w": "week", "d": "day", "m": "month", "h": "hour"}.get(text[:1], view.resolution)
    return over(view, points, Duration(1, named))


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
