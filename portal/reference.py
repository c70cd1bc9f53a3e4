"""Lists that hardly change, kept for some minutes: regions, timeframes, platforms."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from portal.clients import api
from portal.models.posts import Account, Platform
from portal.models.searches import Choice
from svckit.http import HttpFailure

T = TypeVar("T")
_KEEP_SECONDS = 600.0
_kept: dict[str, tuple[float, Any]] = {}
_lock = threading.Lock()

WORLDWIDE = Choice(code="", name="Worldwide")
USUAL_TIMEFRAMES = [
    Choice(code="now 7-d", name="Past 7 days"),
    Choice(code="today 1-m", name="Past 30 days"),
    Choice(code="today 3-m", name="Past 90 days"),
    Choice(code="today 12-m", name="Past 12 months"),
    Choice(code="today 5-y", name="Past 5 years"),
]


def _keep(name: str, ask: Callable[[], T], otherwise: T) -> T:
    """What was kept, else asked; ``otherwise`` when the service doesn't answer, which is not kept."""
    with _lock:
        kept = _kept.get(name)
    if kept and time.monotonic() - kept[0] < _KEEP_SECONDS:
        found: T = kept[1]
        return found
    try:
        fresh = ask()
    except HttpFailure:
        return otherwise
    with _lock:
        _kept[name] = (time.monotonic(), fresh)
    return fresh


def geos() -> list[Choice]:
    """Regions, worldwide first."""
    nowhere: list[Choice] = []
    known = _keep("geos", lambda: api().trends.geos(), nowhere)  # noqa: PLW0108 - api() only when asked
    return [WORLDWIDE, *(geo for geo in known if geo.code)]


def geo_name(code: str) -> str:
    return next((geo.name for geo in geos() if geo.code == code), code)


def timeframes() -> list[Choice]:
    return _keep("timeframes", lambda: api().trends.timeframes(), USUAL_TIMEFRAMES)  # noqa: PLW0108 - as above


def platforms() -> list[Platform]:
    usual = [Platform.of("webhook", "Webhook")]
    return _keep("platforms", lambda: api().tweeter.platforms(), usual)  # noqa: PLW0108 - as above


def platform(platform_id: str) -> Platform:
    """The platform, or one without rules where we know none by this id."""
    return next(
        (item for item in platforms() if item.id == platform_id),
        Platform.of(platform_id, platform_id.capitalize()),
    )


def accounts_or_none() -> list[Account]:
    """Connected accounts for a picker; an empty list when tweeter_svc doesn't answer."""
    try:
        return api().tweeter.accounts()
    except HttpFailure:
        return []


def forget() -> None:
    """For tests."""
    with _lock:
        _kept.clear()
