"""Timeframes that Google Trends answers: presets, and spans of dates or hours."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EARLIEST = datetime(2004, 1, 1, tzinfo=UTC)
LONGEST_BY_HOUR = timedelta(days=7)
DEFAULT = "today 12-m"


@dataclass(frozen=True)
class Preset:
    """A timeframe by name. ``resolution``: one point per …"""

    value: str
    label: str
    resolution: str


PRESETS = (
    Preset("now 1-H", "Past hour", "minute"),
    Preset("now 4-H", "Past 4 hours", "minute"),
    Preset("now 1-d", "Past day", "minute"),
    Preset("now 7-d", "Past 7 days", "hour"),
    Preset("today 1-m", "Past 30 days", "day"),
    Preset("today 3-m", "Past 90 days", "day"),
    Preset("today 12-m", "Past 12 months", "week"),
    Preset("today 5-y", "Past 5 years", "week"),
    Preset("all", "Since 2004", "month"),
)
_BY_VALUE = {preset.value.lower(): preset for preset in PRESETS}
_DAYS = re.compile(r"^(\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2})$")
_HOURS = re.compile(r"^(\d{4}-\d{2}-\d{2}T\d{2}) (\d{4}-\d{2}-\d{2}T\d{2})$")
_FORMS = (
    "Use one of "
    + ", ".join(preset.value for preset in PRESETS)
    + ', or two dates like "2026-01-01 2026-03-31".'
)


class TimeframeError(ValueError):
    """Says what is wrong with a timeframe and what to write instead."""


def parse(text: str, now: datetime) -> str:
    """The timeframe in Google's own writing.

    Raises:
        TimeframeError: unknown, an impossible date, reversed, before 2004, or in the future.
    """
    text = " ".join(text.split())
    preset = _BY_VALUE.get(text.lower())
    if preset is not None:
        return preset.value
    if match := _DAYS.match(text):
        first, last = (_moment(part, "%Y-%m-%d") for part in match.groups())
        _check(first, last + timedelta(days=1), now)
        return text
    if match := _HOURS.match(text):
        first, last = (_moment(part, "%Y-%m-%dT%H") for part in match.groups())
        _check(first, last, now)
        if last - first > LONGEST_BY_HOUR:
            raise TimeframeError("A span by the hour is at most 7 days long. Use whole days instead.")
        return text
    raise TimeframeError(f"This timeframe isn't one that Google Trends knows. {_FORMS}")


def resolution_of(timeframe: str) -> str:
    """What one point of the answer stands for: minute, hour, day, week or month."""
    preset = _BY_VALUE.get(timeframe.lower())
    if preset is not None:
        return preset.resolution
    span = _span(timeframe)
    if span is None:
        return "day"
    hours = (span[1] - span[0]).total_seconds() / 3600
    for most, name in ((72, "minute"), (7 * 24, "hour"), (269 * 24, "day"), (1827 * 24, "week")):
        if hours <= most:
            return name
    return "month"


_PRESET_DAYS = {
    "now 1-H": 1, "now 4-H": 1, "now 1-d": 2, "now 7-d": 8, "today 1-m": 30, "today 3-m": 91,
    "today 12-m": 365, "today 5-y": 1826, "all": 1826,
}  # fmt: skip


def days_of(timeframe: str, now: datetime) -> tuple[datetime, datetime]:
    """First and last day of a timeframe, for sources that count by day; at most the last five years."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    span = _span(timeframe)
    if span is None:
        return today - timedelta(days=_PRESET_DAYS.get(timeframe, 365) - 1), today
    first = span[0].replace(hour=0)
    last = min((span[1] - timedelta(seconds=1)).replace(hour=0, minute=0, second=0), today)
    return first, last


def end_of(timeframe: str) -> datetime | None:
    """Where a span of dates ends; None for a preset, which ends now."""
    span = _span(timeframe)
    return span[1] if span else None


def _span(timeframe: str) -> tuple[datetime, datetime] | None:
    if match := _DAYS.match(timeframe):
        first, last = (_moment(part, "%Y-%m-%d") for part in match.groups())
        return first, last + timedelta(days=1)
    if match := _HOURS.match(timeframe):
        first, last = (_moment(part, "%Y-%m-%dT%H") for part in match.groups())
        return first, last
    return None


def _moment(text: str, form: str) -> datetime:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError as error:
        raise TimeframeError(f"There is no {text} in the calendar. Check the date.") from error


def _check(start: datetime, end: datetime, now: datetime) -> None:
    if end <= start:
        raise TimeframeError("The first date must come before the last.")
    if start < EARLIEST:
        raise TimeframeError("Google Trends begins on 2004-01-01. Choose a later first date.")
    if start > now or end - timedelta(days=1) > now:
        raise TimeframeError("The dates must not lie in the future.")
