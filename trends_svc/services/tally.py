"""How a source has answered us today: counted in Redis, by day (UTC), for whoever waits to see."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import redis

Outcome = Literal["answered", "refused", "failed"]
KEEP_SECONDS = 2 * 86_400


@dataclass(frozen=True)
class Day:
    """Calls of today. ``refused``: the source asked us to slow down; ``failed``: it didn't answer well.

    Attributes:
        last_answer_at, last_refusal_at: None where there was none today.
    """

    answered: int = 0
    refused: int = 0
    failed: int = 0
    last_answer_at: datetime | None = None
    last_refusal_at: datetime | None = None


class Tally:
    """Counts. Nothing depends on it: without Redis it counts nothing, and says nothing."""

    def __init__(self, client: redis.Redis, prefix: str) -> None:
        self._client, self._prefix = client, prefix

    def count(self, outcome: Outcome) -> None:
        """One more call that ended like this."""
        now = datetime.now(UTC)
        key = self._key(now)
        try:
            with self._client.pipeline(transaction=False) as pipe:
                pipe.hincrby(key, outcome, 1)
                pipe.hset(key, f"last_{outcome}", now.isoformat(timespec="seconds"))
                pipe.expire(key, KEEP_SECONDS)
                pipe.execute()
        except redis.RedisError:
            return

    def today(self) -> Day:
        try:
            found: Any = self._client.hgetall(self._key(datetime.now(UTC)))
        except redis.RedisError:
            return Day()
        told = {name.decode(): value.decode() for name, value in found.items()}
        return Day(
            answered=int(told.get("answered", 0)),
            refused=int(told.get("refused", 0)),
            failed=int(told.get("failed", 0)),
            last_answer_at=_moment(told.get("last_answered")),
            last_refusal_at=_moment(told.get("last_refused")),
        )

    def _key(self, now: datetime) -> str:
        return f"{self._prefix}:day:{now:%Y-%m-%d}"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
