"""Google's timeframes: which window one names, and in which steps it is answered."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

EPOCH = datetime(2004, 1, 1, tzinfo=UTC)
"""Google Trends knows nothing older."""

_RELATIVE = {
    "now 1-H": timedelta(hours=1),
    "now 4-H": timedelta(hours=4),
    "now 1-d": timedelta(days=1),
    "now 7-d": timedelta(days=7),
    "today 1-m": timedelta(days=30),
    "today 3-m": timedelta(days=91),
    "today 12-m": timedelta(days=365),
    "today 5-y": timedelta(days=1826),
}
_DAYS = re.compile(r"^(\d{4}-\d\d-\d\d) (\d{4}-\d\d-\d\d)$")
_HOURS = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d) (\d{4}-\d\d-\d\dT\d\d)$")

STEPS = {
    "MINUTE": timedelta(minutes=1),
    "EIGHT_MINUTE": timedelta(minutes=8),
    "SIXTEEN_MINUTE": timedelta(minutes=16),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
    "WEEK": timedelta(days=7),
}


class BadTimeframeError(ValueError):
    """Google answers such a question with 400."""


@dataclass(frozen=True)
class Window:
    """A span of time (UTC, ``end`` exclusive) and its resolution."""

    start: datetime
    end: datetime
    resolution: str

    @property
    def short(self) -> bool:
        """Answered from the real-time sample (up to seven days)."""
        return self.end - self.start <= timedelta(days=7)

    def wire(self) -> str:
        """The window as a widget's request names it."""
        if self.short:
            return " ".join(t.strftime("%Y-%m-%dT%H\\:%M\\:%S") for t in (self.start, self.end))
        return f"{self.start:%Y-%m-%d} {self.end - timedelta(seconds=1):%Y-%m-%d}"

    def buckets(self, now: datetime) -> list[tuple[datetime, datetime]]:
        """``(start, end)`` of every point up to now; the last one may not have ended yet."""
        edges = list(self._edges())
        return [(a, b) for a, b in pairwise(edges) if a < now and a < self.end]

    def _edges(self) -> list[datetime]:
        edges = [_floor(self.start, self.resolution)]
        while edges[-1] < self.end:
            edges.append(_next(edges[-1], self.resolution))
        return edges


def parse(text: str, now: datetime) -> Window:
    """The window a timeframe names, as of ``now``.

    Raises:
        BadTimeframeError: unknown, malformed, reversed, before 2004, or in the future.
    """
    if text == "all":
        return _window(EPOCH, _day_end(now), now)
    if text in _RELATIVE:
        length = _RELATIVE[text]
        end = now.replace(second=0, microsecond=0) if text.startswith("now") else _day_end(now)
        return _window(end - length, end, now)
    try:
        if match := _DAYS.match(text):
            first, last = (datetime.strptime(part, "%Y-%m-%d").replace(tzinfo=UTC) for part in match.groups())
            return _window(first, last + timedelta(days=1), now)
        if match := _HOURS.match(text):
            first, last = (
                datetime.strptime(part, "%Y-%m-%dT%H").replace(tzinfo=UTC) for part in match.groups()
            )
            return _window(first, last, now)
    except ValueError as error:
        raise BadTimeframeError(text) from error
    raise BadTimeframeError(text)


def parse_wire(text: str) -> tuple[datetime, datetime]:
    """The span that a widget's request names."""
    first, last = text.replace("\\", "").split(" ")
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    end = datetime.fromisoformat(last).replace(tzinfo=UTC)
    return start, end if "T" in last else end + timedelta(days=1)


def window_of(wire: str, resolution: str) -> Window:
    """The window of a widget's request."""
    start, end = parse_wire(wire)
    return Window(start, end, resolution)


def _window(start: datetime, end: datetime, now: datetime) -> Window:
    if end <= start or start < EPOCH or start >= now:
        raise BadTimeframeError("reversed, before 2004, or in the future")
    return Window(start, end, resolution_of(end - start))


def resolution_of(length: timedelta) -> str:
    """Google's step for a window of this length."""
    hours, days = length.total_seconds() / 3600, length.total_seconds() / 86400
    for most, name in ((4, "MINUTE"), (36, "EIGHT_MINUTE"), (72, "SIXTEEN_MINUTE")):
        if hours <= most:
            return name
    for most, name in ((7, "HOUR"), (269, "DAY"), (1827, "WEEK")):
        if days <= most:
            return name
    return "MONTH"


def _day_end(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _floor(moment: datetime, resolution: str) -> datetime:
    if resolution == "MONTH":
        return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if resolution == "WEEK":
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return day - timedelta(days=(day.weekday() + 1) % 7)  # weeks begin on Sunday
    step = STEPS[resolution]
    return moment - timedelta(seconds=(moment - EPOCH).total_seconds() % step.total_seconds())


def _next(moment: datetime, resolution: str) -> datetime:
    if resolution == "MONTH":
        return (moment + timedelta(days=32)).replace(day=1)
    return moment + STEPS[resolution]
