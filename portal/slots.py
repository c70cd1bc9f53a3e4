"""A time to offer to whoever approves: the next usual one that nothing else goes out around."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

USUAL = (time(8), time(12, 30), time(17))
"""When posts are read: on the way to work, over lunch, on the way home."""
APART = timedelta(minutes=60)
SOONEST = timedelta(minutes=30)
_DAYS = 14


def next_free(taken: Iterable[datetime], now: datetime, zone: ZoneInfo) -> datetime:
    """The first usual time, in the visitor's zone, at least half an hour away and an hour from any other
    post; the first of all when every one for two weeks is taken."""
    busy = list(taken)
    today = now.astimezone(zone).date()
    slots = (
        datetime.combine(today + timedelta(days=day), at, tzinfo=zone) for day in range(_DAYS) for at in USUAL
    )
    possible = [slot for slot in slots if slot - now >= SOONEST]
    free = (slot for slot in possible if all(abs(slot - other) >= APART for other in busy))
    return next(free, possible[0])
