"""Points as they come, on a regular grid of time: a gap is a gap, not a shorter series."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from typing import Any

BELOW_ONE = 0.5
"""What "<1" counts as: there is something, less than one."""

_SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}


@dataclass(frozen=True)
class Reading:
    """A series to be judged.

    Attributes:
        resolution: minute, hour, day, week or month.
        values: by grid position, oldest first; None where nothing is known.
        indexes: by grid position, the index of the given point; None in a gap.
        partial: by grid position, whether the point isn't over yet.
        step: seconds between two positions (months: of 30 days).
    """

    resolution: str
    values: list[float | None]
    indexes: list[int | None]
    partial: list[bool]
    step: float


def read_points(points: Sequence[Mapping[str, Any]], resolution: str) -> Reading:
    """Put ``[{time, value, partial}]`` on a grid.

    ``value`` is 0–100, "<1", or null for nothing known. Points may come in any order; without usable
    times their order is taken for their distance.

    Raises:
        ValueError: a value that is neither.
    """
    values = [_value(point.get("value")) for point in points]
    partial = [bool(point.get("partial", False)) for point in points]
    moments = [_seconds(point.get("time")) for point in points]
    step = _step(moments, resolution)
    positions = _positions(moments, resolution, step)
    size = max(positions, default=-1) + 1
    reading = Reading(resolution, [None] * size, [None] * size, [False] * size, step)
    for index, position in enumerate(positions):
        reading.values[position] = values[index]
        reading.indexes[position] = index
        reading.partial[position] = partial[index]
    return reading


def _value(given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, str):
        text = given.strip()
        if text in ("", "-"):
            return None
        return BELOW_ONE if text.startswith("<") else float(text)
    if isinstance(given, (int, float)):
        number = float(given)
        return None if math.isnan(number) else number
    raise ValueError(f'a value is a number, "<1" or null, not {given!r}')


def _seconds(given: Any) -> float | None:
    if isinstance(given, bool) or given is None:
        return None
    if isinstance(given, (int, float)):
        return float(given)
    try:
        moment = datetime.fromisoformat(str(given).replace("Z", "+00:00"))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _step(moments: Sequence[float | None], resolution: str) -> float:
    """Google answers a day in steps of eight minutes: for minutes the points tell."""
    known = sorted(moment for moment in moments if moment is not None)
    steps = [b - a for a, b in pairwise(known) if b > a]
    if resolution == "minute" and steps:
        return median(steps)
    return _SECONDS.get(resolution, 30 * 86400.0)


def _positions(moments: Sequence[float | None], resolution: str, step: float) -> list[int]:
    in_order = list(range(len(moments)))
    if not moments or any(moment is None for moment in moments):
        return in_order
    known = [moment for moment in moments if moment is not None]
    if resolution == "month":
        months = [_month(moment) for moment in known]
        found = [month - min(months) for month in months]
    else:
        found = [round((moment - min(known)) / step) for moment in known]
    # Two points at one place, or far fewer points than places: the times can't be relied on.
    usable = len(set(found)) == len(found) and max(found) < 20 * len(found) + 50
    return found if usable else in_order


def _month(moment: float) -> int:
    day = datetime.fromtimestamp(moment, tz=UTC)
    return day.year * 12 + day.month
