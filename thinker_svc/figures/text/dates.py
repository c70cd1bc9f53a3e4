"""Times named in a text, as the intervals they may mean; without a year the latest one not after now."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Part = Literal["", "early", "middle", "late"]
Interval = tuple[datetime, datetime]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """Fields that were written; 0, -1 or "" where one was not."""

    year: int = 0
    """Negative: so many years before the current one, "October last year"."""
    month: int = 0
    day: int = 0
    weekday: int = -1
    hour: int = -1
    minute: int = 0
    part: Part = ""
    week: bool = False
    """The week that begins with, or holds, the day."""
    months: int = 1
    """How many months, for quarters and seasons."""
    back: tuple[str, float] | None = None
    """(unit, how many of them ago); negative for later, which needs a base."""
    feast: str = ""
    """A day by its name: "month-day", or one that moves with the year."""
    base: When | None = None
    """What it is counted back from where the text names a time before it; else from now. Of a weekday: the
    first one after it."""

    @property
    def weekly(self) -> bool:
        """Of no date: any such weekday or hour of the window."""
        if self.feast:
            return False
        if self.month or self.year:
            return self.weekday >= 0 and not self.day
        return self.weekday >= 0 or self.hour >= 0 or self.day > 0

    def intervals(self, as_of: datetime, since: datetime) -> list[Interval]:
        """Latest first. Of a weekday or an hour every one since `since`."""
        try:
            if self.back and self.base is not None:
                return [_shifted(one, self.back) for one in self.base.intervals(as_of, since)]
            if self.back:
                return _back(self.back, as_of)
            if self.base is not None:
                return [self._next(end) for _, end in self.base.intervals(as_of, since)]
            if self.weekly:
                return self._each_day(as_of, since)
            return self._in_years(as_of, since)
        except (ValueError, OverflowError):
            return []

    def _next(self, after: datetime) -> Interval:
        """The first such weekday from a time on."""
        day = after.replace(hour=0, minute=0, second=0, microsecond=0)
        return self._hour_of(day + DAY * ((self.weekday - day.weekday()) % 7))

    def _each_day(self, as_of: datetime, since: datetime) -> list[Interval]:
        day, found = as_of.replace(hour=0, minute=0, second=0, microsecond=0), []
        for _ in range(min((day - since).days + 2, 4000)):
            if (self.weekday < 0 or day.weekday() == self.weekday) and self.day in (0, day.day):
                found.append(self._hour_of(day))
            day -= DAY
        return found

    def _in_years(self, as_of: datetime, since: datetime) -> list[Interval]:
        if self.year:
            return [self._in(self.year if self.year > 0 else as_of.year + self.year)]
        years = range(as_of.year, max(min(since.year, as_of.year) - 2, as_of.year - 60, 1), -1)
        found = []
        for year in years:
            if self.month == 2 and self.day == 29 and not calendar.isleap(year):
                continue
            start, end = self._in(year)
            if start <= as_of:
                found.append((start, end))
        return found

    def _in(self, year: int) -> Interval:
        if self.feast:
            return self._hour_of(feast(self.feast, year))
        if not self.month:
            return self._part_of(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
        first = datetime(year, self.month, 1, tzinfo=UTC)
        if self.day:
            day = first.replace(day=self.day)
            return (day, day + 7 * DAY) if self.week else self._hour_of(day)
        end = first
        for _ in range(self.months):
            end = (end + 32 * DAY).replace(day=1)
        return self._part_of(first, end)

    def _part_of(self, first: datetime, end: datetime) -> Interval:
        match self.part:
            case "early":
                return first, first + (end - first) * 0.36
            case "middle":
                return first + (end - first) * 0.28, first + (end - first) * 0.68
            case "late":
                return first + (end - first) * 0.62, end
            case _:
                return first, end

    def _hour_of(self, day: datetime) -> Interval:
        if self.hour < 0:
            return day, day + DAY
        start = day + timedelta(hours=self.hour, minutes=self.minute)
        return start, start + timedelta(minutes=1 if self.minute else 60)


def feast(name: str, year: int) -> datetime:
    """The day of a feast in a year."""
    if name == "easter":
        return _easter(year)
    if name in ("thanksgiving", "black friday", "cyber monday"):
        first = datetime(year, 11, 1, tzinfo=UTC)
        fourth_thursday = first + DAY * ((3 - first.weekday()) % 7 + 21)
        return fourth_thursday + DAY * {"thanksgiving": 0, "black friday": 1, "cyber monday": 4}[name]
    month, _, day = name.partition("-")
    return datetime(year, int(month), int(day), tzinfo=UTC)


def _easter(year: int) -> datetime:
    """The Gregorian Easter Sunday, by the anonymous algorithm (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return datetime(year, month, day + 1, tzinfo=UTC)


def _shifted(interval: Interval, back: tuple[str, float]) -> Interval:
    """ "Two weeks later", "the month before": counted from a time that was named."""
    unit, count = back
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months is None:
        step = {"minute": DAY / 1440, "hour": DAY / 24, "day": DAY, "fortnight": 14 * DAY}.get(unit, 7 * DAY)
        return interval[0] - step * count, interval[1] - step * count
    return _months_on(interval[0], -round(count * months)), _months_on(interval[1], -round(count * months))


def _months_on(time: datetime, months: int) -> datetime:
    at = time.year * 12 + time.month - 1 + months
    last = calendar.monthrange(at // 12, at % 12 + 1)[1]
    return time.replace(year=at // 12, month=at % 12 + 1, day=min(time.day, last))


def _back(back: tuple[str, float], as_of: datetime) -> list[Interval]:
    """Whole days, weeks (from Sunday, as the data counts them), months and years counted back."""
    unit, count = back
    day = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case "day":
            start = day - DAY * count
            return [(start, start + DAY)]
        case "week":
            start = day - DAY * ((day.weekday() + 1) % 7) - 7 * DAY * count
            return [(start, start + 7 * DAY)]
        case "month" | "quarter" | "year":
            months = round(count * {"month": 1, "quarter": 3, "year": 12}[unit])
            at = as_of.year * 12 + as_of.month - 1 - months
            if unit == "year":
                start = datetime(as_of.year - round(count), 1, 1, tzinfo=UTC)
                return [(start, start.replace(year=start.year + 1))]
            start = datetime(at // 12, at % 12 + 1, 1, tzinfo=UTC)
            return [(start, (start + 32 * DAY).replace(day=1))]
        case "hour" | "minute":
            step = timedelta(hours=1) if unit == "hour" else timedelta(minutes=1)
            start = as_of - step * count
            return [(start - step / 2, start + step / 2)]
        case _:
            return []
