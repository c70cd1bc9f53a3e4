"""The one way to a source that refuses whoever asks too much: for all workers together, in Redis.

- A **token bucket** spaces the calls (GCRA, one key), and only one call is under way at a time.
- A **session** lets one search in; the others wait in line without a worker sleeping for them.
- A **breaker** opens on refusals, for longer each time, and at once on the first; on other failures when
  they come in a row. When its time is over one search is let in as a probe: an answer closes it.

All of it outlives any of our processes. What a dead process held is freed when somebody of the same host
notices, else when its lease runs out. Times are Redis' own, in milliseconds.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import redis

from trends_svc.services.sources import Busy, SourceError, SourceUnavailable
from trends_svc.services.tally import Tally

LONGEST_OPEN = 600.0
JITTER = 1.15
FAILURES_IN_A_ROW = 3
"""Failures other than refusals after which the source is left alone for a while."""

_NOW = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000);"

_ENTER = (
    _NOW
    + """
local open = tonumber(redis.call('HGET', KEYS[2], 'until') or '0')
if open > now then return {0, open - now, ''} end
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] and holder ~= ARGV[3] then return {0, redis.call('PTTL', KEYS[1]), holder} end
if holder and holder == ARGV[3] then redis.call('DEL', KEYS[3]) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, 0, ''}
"""
)
_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
_RENEW = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
"""
_TURN = (
    _NOW
    + """
local open = tonumber(redis.call('HGET', KEYS[3], 'until') or '0')
if open > now then return open - now end
local busy = redis.call('PTTL', KEYS[2])
if busy > 0 then return math.min(busy, 25) end
local next = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = next - now - tonumber(ARGV[1])
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], next + ARGV[2], 'PX', 3600000)
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
return 0
"""
)
_REFUSED = (
    _NOW
    + """
local refusals = redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
local after = tonumber(ARGV[2])
redis.call('PEXPIRE', KEYS[1], 86400000)
if refusals < after then return 0 end
local wait = math.min(tonumber(ARGV[3]) * 2 ^ (refusals - after), tonumber(ARGV[4])) * tonumber(ARGV[5])
wait = math.ceil(wait)
redis.call('HSET', KEYS[1], 'until', now + wait)
return wait
"""
)
_STATE = (
    _NOW
    + """
return {now, redis.call('HGET', KEYS[1], 'until') or '0', redis.call('EXISTS', KEYS[2]),
    redis.call('GET', KEYS[3]) or ARGV[1]}
"""
)
_TOOK = """
redis.call('DEL', KEYS[1])
local before = redis.call('GET', KEYS[2]) or ARGV[1]
redis.call('SET', KEYS[2], before * 0.7 + ARGV[1] * 0.3, 'PX', 3600000)
return 0
"""
USUAL_CALL_SECONDS = 0.4
"""What a call takes, as long as none was made lately."""


@dataclass(frozen=True)
class Admission:
    """Whether a search is let in now. If not, ``seconds`` is how long the obstacle stays at most.

    Attributes:
        paused: the breaker is open; otherwise another search is being answered.
    """

    granted: bool
    seconds: float = 0.0
    paused: bool = False


@dataclass(frozen=True)
class GateState:
    """How the gate stands.

    Attributes:
        paused: seconds until the breaker lets a probe through.
        occupied: a search is inside.
        call_seconds: what a call takes, by the latest ones.
    """

    paused: float
    occupied: bool
    call_seconds: float = USUAL_CALL_SECONDS


class Gate:
    """Keeps one source's peace.

    Args:
        url: the Redis that every process shares.
        source: whose gate it is.
        spacing: seconds between two calls, in the long run.
        burst: calls that may follow one another at once after a pause.
        base: seconds that the breaker opens for at the first refusal.
        call: seconds after which a call is over whatever happened to its caller.
        sleep: waits for a turn.
    """

    def __init__(
        self,
        url: str,
        source: str,
        *,
        spacing: float,
        burst: int = 3,
        base: float = 20.0,
        call: float = 15.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.spacing = spacing
        self._client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=3)
        self._burst, self._base, self._call, self._sleep = burst, base, call, sleep
        prefix = f"trends:{{{source}}}"
        self._session, self._breaker = f"{prefix}:session", f"{prefix}:breaker"
        self._bucket, self._calling = f"{prefix}:bucket", f"{prefix}:calling"
        self._pace = f"{prefix}:pace"
        self.tally = Tally(self._client, prefix)
        self._scripts = {
            name: self._client.register_script(text)
            for name, text in (
                ("enter", _ENTER), ("leave", _LEAVE), ("renew", _RENEW), ("turn", _TURN),
                ("refused", _REFUSED), ("state", _STATE), ("took", _TOOK),
            )
        }  # fmt: skip

    def enter(self, holder: str, lease: float, alive: Callable[[str], bool]) -> Admission:
        """Ask to be let in. ``alive`` tells whether a holder still lives, as far as this host knows.

        Raises:
            SourceUnavailable: Redis doesn't answer, so nobody knows who is inside.
        """
        keys = [self._session, self._breaker, self._calling]
        granted, ms, other = self._run("enter", keys, [holder, round(lease * 1000), ""])
        name = other.decode()
        if not granted and name and not alive(name):
            granted, ms, other = self._run("enter", keys, [holder, round(lease * 1000), name])
        return Admission(bool(granted), ms / 1000, paused=not granted and not other)

    def renew(self, holder: str, lease: float) -> None:
        """Stay inside: a search takes several calls."""
        self._run("renew", [self._session], [holder, round(lease * 1000)])

    def leave(self, holder: str) -> None:
        """Let the next one in. Without Redis there is nothing to leave."""
        try:
            self._run("leave", [self._session], [holder])
        except SourceUnavailable:
            return

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """The block may make one call.

        Raises:
            Busy: it wouldn't be our turn for longer than ``patience`` seconds.
            SourceUnavailable
        """
        deadline = time.monotonic() + patience
        keys = [self._bucket, self._calling, self._breaker]
        spacing = self.spacing * 1000
        ahead = spacing * JITTER * (self._burst - 1)
        while True:
            cost = spacing * random.uniform(1.0, JITTER)  # noqa: S311 - no secret: it only spreads calls
            ms = self._run("turn", keys, [ahead, cost, round(self._call * 1000)])
            if ms == 0:
                break
            if time.monotonic() + ms / 1000 > deadline:
                raise Busy(ms / 1000)
            self._sleep(ms / 1000)
        begun = time.monotonic()
        try:
            yield
        finally:
            self._run("took", [self._calling, self._pace], [round(time.monotonic() - begun, 3)])

    def refused(self, error: SourceError) -> float:
        """A call failed. Returns for how many seconds nobody is let in (0: the breaker stays closed)."""
        self.tally.count("refused" if error.slow_down else "failed")
        kind, after, base = ("refusals", 1, self._base)
        if not error.slow_down:
            kind, after, base = ("failures", FAILURES_IN_A_ROW, self._base / 4)
        jitter = random.uniform(1.0, 1.25)  # noqa: S311 - no secret: it only spreads probes
        try:
            ms = self._run(
                "refused", [self._breaker], [kind, after, base * 1000, LONGEST_OPEN * 1000, jitter]
            )
        except SourceUnavailable:
            return 0.0
        return float(ms) / 1000

    def answered(self) -> None:
        """A call was answered: the breaker closes."""
        self.tally.count("answered")
        try:
            self._client.delete(self._breaker)
        except redis.RedisError:
            return

    def state(self) -> GateState:
        """How it stands, for whoever waits; without Redis, as if nothing stood in the way."""
        try:
            keys = [self._breaker, self._session, self._pace]
            now, until, occupied, pace = self._run("state", keys, [USUAL_CALL_SECONDS])
        except SourceUnavailable:
            return GateState(0.0, occupied=False)
        return GateState(max(0.0, (float(until) - now) / 1000), bool(occupied), float(pace))

    def _run(self, name: str, keys: list[str], args: list[str | int | float]) -> Any:
        try:
            return self._scripts[name](keys=keys, args=args)
        except redis.RedisError as error:
            raise SourceUnavailable(
                "The queue for Google can't be reached, so we didn't ask. We try again by ourselves."
            ) from error
