"""Putting unfinished generations back: their worker died, their task was lost, their search never ended."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from svckit import logging
from svckit.db import utcnow
from thinker_svc import queries
from thinker_svc.events_parts import ErrorData
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.queries_writing import IN_LINE
from thinker_svc.services import alternatives, generation, stopping

log = logging.get(__name__)

EVERY_SECONDS = 3.0
MOST_ATTEMPTS = 4
LOST_AFTER = timedelta(seconds=60)  # a task that nobody took: Redis may have been wiped
WAIT_FOR_SEARCH = timedelta(hours=1)
BATCH = 50


def sweep(session: Session) -> None:
    """One round. Any number of processes may do this at once."""
    now = utcnow()
    for draft, found in _stale(session, Generation.status == "running", Generation.lease_until < now):
        if found.stop_requested_at is not None:
            stopping.settle(session, draft, found)
        # Each text that was finished was a good attempt.
        elif found.attempt - alternatives.count(session, found) >= MOST_ATTEMPTS:
            _give_up(session, draft, found)
        else:
            generation.queue(session, found)
        log.warning("generation.put_back", generation=str(found.id), attempt=found.attempt)
    sent_at = func.coalesce(Generation.sent_at, Generation.queued_at)
    for _, found in _stale(session, Generation.status == "queued", sent_at < now - LOST_AFTER):
        generation.queue(session, found)
    never = Generation.created_at < now - WAIT_FOR_SEARCH
    for draft, found in _stale(session, Generation.status == "waiting", never):
        stored = queries.snapshot(session, found.search_id)
        if stored is None:
            generation.fail(session, draft, found, _no_search())
        else:
            generation.proceed(session, draft, found, stored)


def _stale(session: Session, *such: ColumnElement[bool]) -> list[tuple[Draft, Generation]]:
    """Drafts and generations as they stand in line, locked in that order as everywhere; those somebody else
    has are left out."""
    statement = select(Generation.draft_id, Generation.id).where(*such)
    ids = session.execute(statement.order_by(*IN_LINE).limit(BATCH)).all()
    found: list[tuple[Draft, Generation]] = []
    for draft_id, generation_id in ids:
        draft = session.execute(
            select(Draft)
            .where(Draft.id == draft_id)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).scalar_one_or_none()
        again = (
            select(Generation)
            .where(Generation.id == generation_id, *such)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        row = session.execute(again).scalar_one_or_none() if draft is not None else None
        if draft is not None and row is not None:
            found.append((draft, row))
    return found


def _give_up(session: Session, draft: Draft, found: Generation) -> None:
    """With the texts that were written, if there are any."""
    made = alternatives.together(session, found)
    if made is None:
        generation.fail(session, draft, found, _worn_out())
    else:
        found.error = _worn_out().model_dump(mode="json")
        generation.settle(session, draft, found, made, found.digest)


def _worn_out() -> ErrorData:
    return ErrorData(
        type="worker-lost",
        title="The worker died while writing",
        detail="It was tried several times and the worker ended each time. Ask an admin to look at the "
        "workers, then regenerate.",
    )


def _no_search() -> ErrorData:
    return ErrorData(
        type="search-missing",
        title="The search never ended",
        detail="No result of this search arrived within an hour. Open the search, run it again, then draft "
        "from that one.",
    )
