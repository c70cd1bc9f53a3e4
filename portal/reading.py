"""What a snapshot says, in few words: the numbers above a chart and the facts beside a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import words
from portal.models.searches import Point, Snapshot, Value

_UNITS = {"minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month"}
_NAMED = 3
"""Regions that are alike are named up to so many."""


@dataclass(frozen=True)
class Fact:
    """A number with its name and its scale."""

    name: str
    value: str
    scale: str = ""
    so_far: bool = False


@dataclass(frozen=True)
class Row:
    """One time of the table a chart is drawn from."""

    point: Point
    label: str
    values: tuple[str, ...]
    partial: bool


def label(point: Point, resolution: str) -> str:
    """How a point's time is written at this resolution."""
    return time_label(point.time, resolution)


def time_label(at: datetime, resolution: str) -> str:
    """How a time of data is written. Such times are UTC, and stay so."""
    if resolution in {"minute", "hour"}:
        return f"{at.day} {at:%b %H:%M}"
    if resolution == "month":
        return f"{at:%b %Y}"
    return words.date(at)


def in_words(point: Point, resolution: str) -> str:
    """``week of 20 Sep``."""
    if resolution == "week":
        return f"week of {point.time.day} {point.time:%b}"
    return label(point, resolution)


def head(resolution: str) -> str:
    return {"week": "Week of", "month": "Month", "day": "Day"}.get(resolution, "Time (UTC)")


def rows(snapshot: Snapshot) -> list[Row]:
    """The table: a row per time, a value per keyword. What is not there is a dash, never a zero."""
    by_time: dict[str, dict[str, Point]] = {}
    for keyword in snapshot.keywords:
        for point in snapshot.series.get(keyword, []):
            by_time.setdefault(point.time.isoformat(), {})[keyword] = point
    table = []
    for key in sorted(by_time):
        points = by_time[key]
        some = next(iter(points.values()))
        values = tuple(str(points[k].value) if k in points else "–" for k in snapshot.keywords)
        table.append(
            Row(some, label(some, snapshot.resolution), values, any(p.partial for p in points.values()))
        )
    return table


def complete(points: list[Point]) -> list[Point]:
    return [point for point in points if not point.partial]


def peak(points: list[Point]) -> Point | None:
    """The highest complete point; the first on a tie."""
    return max(complete(points), key=lambda point: point.number, default=None)


def year_before(points: list[Point], of: Point) -> Point | None:
    """The point a year earlier, within four days."""
    then = of.time - timedelta(days=364)
    near = [point for point in points if abs(point.time - then) <= timedelta(days=4)]
    return min(near, key=lambda point: abs(point.time - then), default=None)


def _latest_name(point: Point, resolution: str) -> str:
    unit = _UNITS[resolution]
    if point.partial:
        return "today so far" if unit == "day" else f"this {unit} so far"
    return f"last {unit}" if unit != "day" else "last full day"


def stats(snapshot: Snapshot) -> list[Fact]:
    """At most four numbers for the head of a result, each with its scale."""
    facts: list[Fact] = []
    first = snapshot.keywords[0]
    points = snapshot.series.get(first, [])
    if not points:
        return facts
    latest = points[-1]
    facts.append(Fact(f"{first}, {_latest_name(latest, snapshot.resolution)}", str(latest.value), "of 100"))
    top = peak(points)
    if top:
        facts.append(Fact(f"Peak, {in_words(top, snapshot.resolution)}", str(top.value)))
    before = year_before(points, latest)
    if before and snapshot.resolution in {"week", "month"} and before is not latest:
        facts.append(_difference(latest.value, before.value, _UNITS[snapshot.resolution]))
    for keyword in snapshot.keywords[1:]:
        other = snapshot.series.get(keyword, [])
        if other and len(facts) < 4:
            best = peak(other)
            scale = "its highest" if best and other[-1].number >= best.number else "of 100"
            facts.append(
                Fact(
                    f"{keyword}, {_latest_name(other[-1], snapshot.resolution)}", str(other[-1].value), scale
                )
            )
    return facts


def _difference(now: Value, then: Value, unit: str) -> Fact:
    name = f"Against the same {unit} last year"
    if isinstance(now, str) or isinstance(then, str):
        return Fact(name, "–", f"{now} now, {then} then")
    points = now - then
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return Fact(name, f"{sign}{abs(points):g}", f"points, from {then:g}")


def facts(snapshot: Snapshot) -> list[Fact]:
    """What a draft was written from, for the table beside it."""
    found: list[Fact] = []
    several = len(snapshot.keywords) > 1
    for keyword in snapshot.keywords:
        points = snapshot.series.get(keyword, [])
        whole = complete(points)
        if not whole:
            continue
        of = f" of {keyword}" if several else ""
        top = peak(points)
        if top:
            found.append(Fact(f"Peak{of}", f"{top.value}, {in_words(top, snapshot.resolution)}"))
        if not several and len(whole) > 1:
            unit = _UNITS[snapshot.resolution]
            found.append(Fact(f"Last full {unit}", str(whole[-1].value)))
            found.append(Fact(f"The {unit} before", str(whole[-2].value)))
        if points[-1].partial:
            found.append(Fact(f"{keyword} now" if several else "Now", str(points[-1].value), so_far=True))
        if keyword in snapshot.averages:
            found.append(Fact(f"Average{of}", str(snapshot.averages[keyword])))
    for query in snapshot.rising[:2]:
        found.append(Fact("Rising", f"{query.query}, {query.said}"))
    strongest = strongest_regions(snapshot)
    if strongest:
        of = f" of {snapshot.keywords[0]}" if several else ""
        name = "Strongest region" if len(strongest) == 1 else "Strongest regions"
        said = ", ".join(strongest) if len(strongest) <= _NAMED else f"{len(strongest)} alike"
        found.append(Fact(f"{name}{of}", said))
    return found


def strongest_regions(snapshot: Snapshot) -> list[str]:
    """Where the first keyword has most; several are alike when their numbers are."""
    first = snapshot.keywords[0]
    measured = [(region.values.get(first), region.name) for region in snapshot.regions]
    numbers = [(value, name) for value, name in measured if isinstance(value, int | float) and value > 0]
    most = max((value for value, _ in numbers), default=0)
    return sorted(name for value, name in numbers if value == most)


def description(snapshot: Snapshot) -> str:
    """The chart in words, for those who don't see it."""
    said = []
    for keyword in snapshot.keywords:
        points = snapshot.series.get(keyword, [])
        top = peak(points)
        if not points or top is None:
            said.append(f"{keyword}: no data.")
            continue
        low = min(complete(points), key=lambda point: point.number)
        said.append(
            f"{keyword}: from {points[0].value} to {points[-1].value}, "
            f"highest {top.value} ({in_words(top, snapshot.resolution)}), lowest {low.value}."
        )
    return f"{len(snapshot.keywords)} line{'s' if len(snapshot.keywords) > 1 else ''}. " + " ".join(said)
