"""The least time between two calls to Google, over all workers, kept in Redis.

Whoever calls takes the next free moment; the moments lie ``spacing`` apart. A refusal moves the next
one into the future for everybody.
"""

import time
from collections.abc import Callable

import redis

from trends_svc.services.sources import Busy, SourceUnavailable

KEY = "trends:google:next-call"
LONGEST_WAIT = 8.0
"""Seconds a worker waits for its turn; for a longer wait the search is postponed instead."""

_TAKE = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local free = math.max(ms, tonumber(redis.call('GET', KEYS[1]) or '0'))
local wait = free - ms
if wait > tonumber(ARGV[2]) then return -wait end
redis.call('SET', KEYS[1], free + ARGV[1], 'PX', 3600000)
return wait
"""
_HOLD = """
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local free = math.max(ms + tonumber(ARGV[1]), tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], free, 'PX', 3600000)
return free - ms
"""


class Pacer:
    """Hands out moments to call at.

    Args:
        url: the Redis that every worker shares.
        spacing: seconds between two calls.
        sleep: waits until the moment has come.
    """

    def __init__(self, url: str, spacing: float, *, sleep: Callable[[float], None] = time.sleep) -> None:
        client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=3)
        self._take = client.register_script(_TAKE)
        self._hold = client.register_script(_HOLD)
        self._spacing = spacing
        self._sleep = sleep

    def wait_turn(self) -> None:
        """Return when a call may be made.

        Raises:
            Busy: that would take longer than ``LONGEST_WAIT``.
            SourceUnavailable: Redis doesn't answer, so nobody knows whose turn it is.
        """
        try:
            wait = int(self._take(keys=[KEY], args=[round(self._spacing * 1000), int(LONGEST_WAIT * 1000)]))
        except redis.RedisError as error:
            raise SourceUnavailable(
                "The queue for Google can't be reached, so we didn't ask. We try again by ourselves."
            ) from error
        if wait < 0:
            raise Busy(-wait / 1000)
        if wait:
            self._sleep(wait / 1000)

    def hold_off(self, seconds: float) -> None:
        """No calls by anybody for so long. Without Redis there is nothing to hold."""
        try:
            self._hold(keys=[KEY], args=[round(seconds * 1000)])
        except redis.RedisError:
            return
