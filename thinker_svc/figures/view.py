"""The snapshot as the check looks at it: complete points, the window, ranks. Reads any JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

STEPS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.44),
}
BELOW_ONE = 0.5  # stands for "<1": between 0 and 1


def written(level: float) -> str:
    """A level as people read it: "<1" below 1, the mean of several points with one decimal."""
    return "<1" if 0 < level < 1 else f"{round(level, 1):g}"


@dataclass(frozen=True, slots=True)
class Point:
    time: datetime
    end: datetime
    level: float
    tiny: bool
    """Written "<1"."""
    partial: bool

    @property
    def measurable(self) -> bool:
        return not self.tiny and self.level > 0

    @property
    def shown(self) -> str:
        return "<1" if self.tiny else written(self.level)

    @property
    def key(self) -> str:
        return self.time.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    breakout: bool
    value: float
    rising: bool


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    code: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class View:
    keywords: tuple[str, ...]
    geo: str
    timeframe: str
    resolution: str
    as_of: datetime
    series: Mapping[str, tuple[Point, ...]]
    averages: Mapping[str, float]
    queries: tuple[Query, ...]
    regions: tuple[Region, ...]

    def complete(self, keyword: str) -> tuple[Point, ...]:
        return tuple(point for point in self.series.get(keyword, ()) if not point.partial)

    def partial(self, keyword: str) -> Point | None:
        return next((point for point in reversed(self.series.get(keyword, ())) if point.partial), None)

    def highest(self, keyword: str) -> float:
        return max((point.level for point in self.complete(keyword)), default=0.0)

    def lowest(self, keyword: str) -> float:
        return min((point.level for point in self.complete(keyword)), default=0.0)

    def average(self, keyword: str) -> float | None:
        """As Google gives it; where it is not given, the mean of the complete points."""
        given = self.averages.get(keyword)
        return given if given is not None else self.mean(keyword)

    def mean(self, keyword: str) -> float | None:
        points = self.complete(keyword)
        return sum(point.level for point in points) / len(points) if points else None

    def ranked(self) -> list[tuple[str, float]]:
        known = [(name, self.average(name)) for name in self.keywords]
        return sorted(((n, v) for n, v in known if v is not None), key=lambda pair: -pair[1])

    def ranked_regions(self, keyword: str) -> list[tuple[Region, float]]:
        known = [(region, region.values[keyword]) for region in self.regions if keyword in region.values]
        return sorted(known, key=lambda pair: -pair[1])

    @property
    def rising(self) -> tuple[Query, ...]:
        return tuple(query for query in self.queries if query.rising)

    @property
    def all_time(self) -> bool:
        return self.timeframe.strip().casefold() == "all"

    @property
    def step(self) -> timedelta:
        return STEPS.get(self.resolution, STEPS["week"])

    @cached_property
    def window(self) -> tuple[datetime, datetime]:
        """From the first point's start to the last point's end."""
        points = [point for series in self.series.values() for point in series]
        if not points:
            return self.as_of, self.as_of
        return min(p.time for p in points), max(p.end for p in points)


def view(data: Mapping[str, Any]) -> View:
    keywords = tuple(dict.fromkeys(_text(k) for k in _list(data.get("keywords")) if _text(k).strip()))
    resolution = _text(data.get("resolution")) or "week"
    raw = data.get("series")
    series = {
        _text(name): _points(points, resolution)
        for name, points in (raw.items() if isinstance(raw, Mapping) else ())
    }
    last = max(
        (p.end for points in series.values() for p in points), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    return View(
        keywords=keywords or tuple(series),
        geo=_text(data.get("geo")),
        timeframe=_text(data.get("timeframe")),
        resolution=resolution,
        as_of=_time(data.get("as_of")) or last,
        series=series,
        averages=_figures(data.get("averages")),
        queries=tuple(_queries(data.get("rising"), rising=True) + _queries(data.get("top"), rising=False)),
        regions=tuple(
            Region(_text(one.get("name")), _text(one.get("code")), _figures(one.get("values")))
            for one in _list(data.get("regions"))
            if isinstance(one, Mapping) and _text(one.get("name")).strip()
        ),
    )


def _points(given: object, resolution: str) -> tuple[Point, ...]:
    found = []
    for one in _list(given):
        if not isinstance(one, Mapping):
            continue
        time, tiny = _time(one.get("time")), one.get("value") == "<1"
        level = BELOW_ONE if tiny else _figure(one.get("value"))
        if time is not None and level is not None:
            end = _after(time, resolution)
            found.append(Point(time, end, level, tiny, one.get("partial") is True))
    return tuple(sorted(found, key=lambda point: point.time))


def _after(time: datetime, resolution: str) -> datetime:
    try:
        if resolution == "month":
            return (time.replace(day=1) + timedelta(days=32)).replace(day=1)
        return time + STEPS.get(resolution, STEPS["week"])
    except OverflowError:
        return time


def _queries(given: object, *, rising: bool) -> list[Query]:
    found = []
    for one in _list(given):
        if isinstance(one, Mapping) and _text(one.get("query")).strip():
            value = one.get("value")
            out = isinstance(value, str) and value.casefold() == "breakout"
            found.append(Query(_text(one.get("query")), out, _figure(value) or 0.0, rising))
    return found


def _figures(given: object) -> dict[str, float]:
    if not isinstance(given, Mapping):
        return {}
    read = {_text(name): BELOW_ONE if value == "<1" else _figure(value) for name, value in given.items()}
    return {name: value for name, value in read.items() if value is not None}


def _figure(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(str(value).strip("+%").replace(",", "")) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _time(value: object) -> datetime | None:
    if not isinstance(value, str | datetime):
        return None
    try:
        time = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
