"""The text on its way to its readers: one Redis stream per generation, capped and expiring.

It may be wiped at any moment. Writing never fails a generation, and readers fall back to the database.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis

from svckit import logging

log = logging.get(__name__)

MAX_ENTRIES = 5000
WHILE_WRITING_SECONDS = 3600
AFTER_END_SECONDS = 600
BELL_SECONDS = 60
PAUSE_SECONDS = 5.0
"""How long a writer leaves a Redis alone that failed it: readers must not wait for its time-outs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind`: token {text}, rewind {length}, state {state}, variant {number, of}, done {version},
    failed {error}."""

    id: str
    kind: str
    data: dict[str, Any]
    attempt: int

    @property
    def last(self) -> bool:
        return self.kind in ("done", "failed")


class TokenStreams:
    """Opens and reads streams. A reader's connection is its own while it waits."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url, decode_responses=True, socket_timeout=15, socket_connect_timeout=2, health_check_interval=30
        )

    def writer(self, generation_id: UUID, attempt: int) -> StreamPage:
        return StreamPage(self._redis, _key(generation_id), attempt)

    def ring(self, generation_id: UUID) -> None:
        """Wake whoever waits at this generation's bell; what for stands in the database."""
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.rpush(_bell(generation_id), "1")
                pipe.expire(_bell(generation_id), BELL_SECONDS)
                pipe.execute()
        except redis.RedisError as error:
            log.warning("stream.bell_failed", error=repr(error)[:300])

    def wait_for_bell(self, generation_id: UUID, seconds: float) -> None:
        """Until it rings, or so long.

        Raises:
            redis.RedisError: it can't be heard.
        """
        self._redis.blpop([_bell(generation_id)], timeout=max(seconds, 0.05))

    def read(self, generation_id: UUID, after: str, *, wait: float) -> list[Entry]:
        """What came after that id, waiting up to `wait` seconds for the first of it (0: not at all).

        Raises:
            redis.RedisError: it can't be told.
        """
        key = _key(generation_id)
        block = max(1, int(wait * 1000)) if wait else None
        answer: Any = self._redis.xread({key: after}, count=200, block=block)
        if not answer:
            return []
        # RESP3 answers with a mapping of key to a list of one list, RESP2 with pairs.
        found = answer[key][0] if isinstance(answer, dict) else answer[0][1]
        return [_entry(entry_id, fields) for entry_id, fields in found]


class StreamPage:
    """A page (see screen.Page) that many readers look at."""

    def __init__(self, client: redis.Redis, key: str, attempt: int) -> None:
        self._redis, self._key, self._attempt = client, key, attempt
        self._silent_until = 0.0
        if attempt > 1:  # somebody wrote here and died: readers throw that away
            self.rewind(0)

    def write(self, text: str) -> None:
        self._add("token", {"text": text})

    def rewind(self, length: int) -> None:
        self._add("rewind", {"length": length})

    def state(self, state: str) -> None:
        self._add("state", {"state": state})

    def variant(self, number: int, of: int) -> None:
        """From here on another of several texts is written, from its beginning."""
        self._add("variant", {"number": number, "of": of})

    def done(self, version: int) -> None:
        self._add("done", {"version": version}, AFTER_END_SECONDS)

    def failed(self, error: dict[str, Any]) -> None:
        self._add("failed", {"error": error}, AFTER_END_SECONDS)

    def _add(self, kind: str, data: dict[str, Any], lives: int = WHILE_WRITING_SECONDS) -> None:
        if time.monotonic() < self._silent_until:
            return
        fields = {"kind": kind, "data": json.dumps(data, ensure_ascii=False), "attempt": self._attempt}
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.xadd(self._key, fields, maxlen=MAX_ENTRIES, approximate=True)  # type: ignore[arg-type]  # invariant dict
                pipe.expire(self._key, lives)
                pipe.execute()
        except redis.RedisError as error:
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            log.warning("stream.write_failed", error=repr(error)[:300])


def _key(generation_id: UUID) -> str:
    return f"thinker:stream:{generation_id}"


def _bell(generation_id: UUID) -> str:
    return f"thinker:bell:{generation_id}"


def _entry(entry_id: str, fields: dict[str, str]) -> Entry:
    return Entry(entry_id, fields["kind"], json.loads(fields["data"]), int(fields["attempt"]))
