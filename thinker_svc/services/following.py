"""What a reader of a draft sees while it is written, from wherever they come in.

The stream carries the text as it is made; the database says how it ended. A reader who comes late, or whose
stream is gone, gets the stored text and the end at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import redis
from sqlalchemy.orm import Session

from svckit import logging
from thinker_svc import queries, queries_writing
from thinker_svc.models.generation import Generation
from thinker_svc.services import alternatives
from thinker_svc.services.states import State
from thinker_svc.services.streams import Entry, TokenStreams

log = logging.get(__name__)

WAIT_SECONDS = 5.0  # how long one look at the stream waits; also the pace of the heartbeat
WAIT_IN_LINE_SECONDS = 1.0  # the same while its turn has not come: the place in the line is news
LONGEST_SECONDS = 900.0  # then the reader comes again, with what it has seen
BEGINNING = "0-0"


@dataclass(frozen=True, slots=True)
class Event:
    """`id` names a place to resume from: the generation and the place in its stream. No kind: a heartbeat."""

    kind: str
    data: dict[str, Any]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The draft as stored, with its current generation. `texts`: of several, those that are written."""

    generation_id: UUID
    writing: bool
    state: str
    text: str
    version: int
    error: dict[str, Any] | None
    status: str = ""
    place: int | None = None
    usual_seconds: float | None = None
    variants: int = 1
    texts: tuple[str, ...] = ()


class Following:
    """`begin` opens a unit of work; it is never held while waiting."""

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[Session]],
        streams: TokenStreams,
        *,
        wait: float = WAIT_SECONDS,
    ) -> None:
        self._begin, self._streams, self._wait = begin, streams, wait

    def view(self, draft_id: UUID) -> View:
        """Raises NotFound: there is no such draft."""
        with self._begin() as session:
            draft = queries.draft(session, draft_id)
            generation = session.get_one(Generation, draft.generation_id)
            in_line = generation.status == "queued"
            several = generation.variants > 1
            return View(
                generation.id,
                draft.state == State.GENERATING,
                draft.state,
                draft.text,
                draft.version,
                generation.error if generation.status == "failed" else None,
                generation.status,
                queries_writing.places(session, [generation]).get(generation.id),
                queries_writing.usual_seconds(session, generation.model) if in_line else None,
                generation.variants,
                tuple(row.text for row in alternatives.of(session, generation.id)) if several else (),
            )

    def events(self, draft_id: UUID, last_event_id: str | None) -> Iterator[Event]:
        """Everything from where the reader stands to the end; heartbeats while nothing comes."""
        view = self.view(draft_id)
        after = _place(last_event_id, view.generation_id)
        if last_event_id and after is None:
            yield Event("rewind", {"length": 0})  # what they have is of another generation
        if not view.writing:
            yield from self._ending(view, after)
            return
        yield Event("state", {"state": view.state})
        yield from self._live(draft_id, view, after or BEGINNING)

    def _live(self, draft_id: UUID, view: View, after: str) -> Iterator[Event]:
        attempt, stop_at = 0, time.monotonic() + LONGEST_SECONDS
        told: int | None = None
        while time.monotonic() < stop_at:
            if view.place != told and view.place is not None:
                yield _in_line(view)
            told = view.place
            wait = min(self._wait, WAIT_IN_LINE_SECONDS) if view.place else self._wait
            entries = self._read(view.generation_id, after, wait)
            if entries and view.place:
                view = replace(view, place=None)  # its turn has come
            for entry in entries:
                after = entry.id
                if entry.attempt < attempt:
                    continue  # a worker that was given up and doesn't know it yet
                attempt = entry.attempt
                yield _event(view.generation_id, entry)
                if entry.last:
                    return
            if not entries:
                now = self.view(draft_id)
                if now.generation_id != view.generation_id:
                    yield Event("rewind", {"length": 0})
                    after, attempt = BEGINNING, 0
                elif not now.writing:
                    yield from self._stored(now, rewind=True)
                    return
                view = now
                yield Event("", {})

    def _ending(self, view: View, after: str | None) -> Iterator[Event]:
        """It is over: the rest of the stream if they have its beginning, else the stored text."""
        rest = self._read(view.generation_id, after, 0) if after else []
        if rest and rest[-1].last:
            yield from (_event(view.generation_id, entry) for entry in rest)
        else:
            yield from self._stored(view, rewind=after is not None)

    def _stored(self, view: View, *, rewind: bool) -> Iterator[Event]:
        if rewind:
            yield Event("rewind", {"length": 0})
        if view.texts:
            for number, text in enumerate(view.texts, 1):
                yield Event("variant", {"number": number, "of": view.variants})
                yield Event("token", {"text": text})
        elif view.text:
            yield Event("token", {"text": view.text})
        if view.error is not None:
            yield Event("failed", {"error": view.error})
        else:
            yield Event("done", {"version": view.version})

    def _read(self, generation_id: UUID, after: str, wait: float) -> list[Entry]:
        try:
            return self._streams.read(generation_id, after, wait=wait)
        except redis.RedisError as error:
            log.warning("stream.read_failed", error=repr(error)[:300])
            if wait:
                time.sleep(min(wait, 1.0))  # the database is asked instead, once a second
            return []


def _in_line(view: View) -> Event:
    return Event("place", {"place": view.place, "usual_seconds": view.usual_seconds})


def _place(last_event_id: str | None, generation_id: UUID) -> str | None:
    """The place in this generation's stream that the reader has seen, or None."""
    of, _, place = (last_event_id or "").partition(".")
    milliseconds, _, sequence = place.partition("-")
    if of != str(generation_id) or not (milliseconds.isdigit() and sequence.isdigit()):
        return None
    return place


def _event(generation_id: UUID, entry: Entry) -> Event:
    return Event(entry.kind, entry.data, f"{generation_id}.{entry.id}")
