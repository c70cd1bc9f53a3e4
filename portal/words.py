"""Times, durations and numbers as people read them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app, g, request

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DAYS_WITH_NAME = 6
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def zone() -> ZoneInfo:
    """The visitor's time zone: what the browser told, else the deployment's."""
    if "zone" not in g:
        g.zone = _zone_or(unquote(request.cookies.get("tz", "")), current_app.config["DEFAULT_TIMEZONE"])
    found: ZoneInfo = g.zone
    return found


def _zone_or(name: str, fallback: str) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else ZoneInfo(fallback)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(fallback)


def now() -> datetime:
    return datetime.now(UTC)


def clock(at: datetime) -> str:
    """``16:30``."""
    return f"{at.astimezone(zone()):%H:%M}"


def day(at: datetime) -> str:
    """``today``, ``yesterday``, ``Tue`` within the week, ``Thu 8 Oct``, ``8 Oct 2025``."""
    local, today = at.astimezone(zone()), now().astimezone(zone())
    distance = (local.date() - today.date()).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(distance)
    if named:
        return named
    if -_DAYS_WITH_NAME <= distance < 0:
        return f"{local:%a}"
    if local.year == today.year:
        return f"{local:%a} {local.day} {local:%b}"
    return f"{local.day} {local:%b} {local.year}"


def when(at: datetime) -> str:
    """``today 16:30``, ``Thu 8 Oct, 08:00``."""
    name = day(at)
    return f"{name}{', ' if any(c.isdigit() for c in name) else ' '}{clock(at)}"


def absolute(at: datetime) -> str:
    """For hovering: ``Thursday 8 October 2026, 08:00:00 BST``."""
    local = at.astimezone(zone())
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S %Z}"


def this_moment() -> str:
    """``Wednesday 7 October, 15:42 BST``."""
    local = now().astimezone(zone())
    return f"{local:%A} {local.day} {local:%B, %H:%M} {zone_name()}"


def date(at: datetime) -> str:
    """``20 Sep 2026``, of a data point: dates of data are UTC and stay so."""
    return f"{at.day} {at:%b %Y}"


def duration(seconds: float) -> str:
    """``41 s``, ``6 min``, ``2 h 18 min``, ``3 days``."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    if whole < _DAY:
        hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE  # past ten hours minutes are noise
        return f"{hours} h {minutes} min" if minutes and hours < 10 else f"{hours} h"
    return count(whole // _DAY, "day")


def ago(at: datetime) -> str:
    """How long since, in one unit: ``5 h``."""
    seconds = (now() - at).total_seconds()
    return duration(seconds // _HOUR * _HOUR if seconds >= _HOUR else seconds)


def until(at: datetime) -> str:
    """How long until: ``48 min``."""
    return duration((at - now()).total_seconds())


def in_seconds(seconds: float) -> datetime:
    """The moment so many seconds from now."""
    return now() + timedelta(seconds=seconds)


def later(at: datetime, seconds: float) -> datetime:
    """So many seconds after a moment."""
    return at + timedelta(seconds=seconds)


def is_future(at: datetime) -> bool:
    return at > now()


def number(value: float) -> str:
    """``4,812``."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def count(n: int, one: str, many: str | None = None) -> str:
    """``1 draft``, ``4 drafts``."""
    plural = many or (f"{one}es" if one.endswith(("s", "ch", "x")) else f"{one}s")
    return f"{n:,} {one if n == 1 else plural}"


def spelled(n: int) -> str:
    """Words up to ten, for titles."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else f"{n:,}"


def ordinal(n: int) -> str:
    """``3rd``."""
    teens = 10 <= n % 100 <= 20
    return f"{n}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def zone_name() -> str:
    """``BST``, or ``London`` where the zone has no letters of its own."""
    name = now().astimezone(zone()).tzname() or ""
    return name if name.isalpha() else zone().key.rsplit("/", 1)[-1].replace("_", " ")


def for_input(at: datetime | None) -> str:
    """The value of a ``datetime-local`` field, in the visitor's zone."""
    return f"{at.astimezone(zone()):%Y-%m-%dT%H:%M}" if at else ""


def from_input(text: str | None) -> datetime | None:
    """What somebody put into a ``datetime-local`` field.

    Raises:
        ValueError: not a time.
    """
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error


def place(geo: str) -> str:
    """A region's code in few letters, for tables."""
    return geo or "Worldwide"


_TIMEFRAMES = {
    "now 1-H": "past hour",
    "now 4-H": "past 4 hours",
    "now 1-d": "past day",
    "now 7-d": "past 7 days",
    "today 1-m": "past 30 days",
    "today 3-m": "past 90 days",
    "today 12-m": "past 12 months",
    "today 5-y": "past 5 years",
    "all": "since 2004",
}


def timeframe(code: str) -> str:
    """``past 12 months``, ``1 Jan 2026 to 31 Mar 2026``."""
    known = _TIMEFRAMES.get(code)
    return known or " to ".join(_own_day(part) for part in code.split(" "))


def _own_day(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{date(at)}, {at:%H:%M} UTC" if "T" in text else date(at)


def short_timeframe(code: str) -> str:
    """``12 months``."""
    return timeframe(code).removeprefix("past ")


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def register(app: Flask) -> None:
    """As filters and globals of the templates."""
    filters = (
        clock, day, when, absolute, date, duration, ago, until, in_seconds, is_future, number, count, spelled,
        ordinal, later, for_input, place, timeframe, short_timeframe, upper_first,
    )  # fmt: skip
    for item in filters:
        app.jinja_env.filters[item.__name__] = item
    app.jinja_env.globals.update(now=now, zone_name=zone_name, count=count, this_moment=this_moment)


TOMORROW_MORNING_HOUR = 8


def suggested_time() -> datetime:
    """A time to offer where somebody sets one: tomorrow morning."""
    local = now().astimezone(zone()) + timedelta(days=1)
    return local.replace(hour=TOMORROW_MORNING_HOUR, minute=0, second=0, microsecond=0)


def refusal(detail: str, fields: Iterable[str]) -> str:
    """Why something was refused, each reason once: a detail often begins what its fields say."""
    said = list(dict.fromkeys([detail, *fields]))
    return " ".join(one for one in said if not any(one in other for other in said if other != one))
