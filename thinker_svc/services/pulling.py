"""Models being fetched, in the database: asked for, under way, done, failed or cancelled.

As with generations, the database is the truth: whoever takes one raises its attempt number and holds it by a
lease; what somebody with an older number says is thrown away. The model server keeps the parts that have
arrived, so that another attempt goes on where the last one ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.paging import Page, keyset
from svckit.problems import Conflict, NotFound
from thinker_svc.events_parts import ErrorData
from thinker_svc.models.pull import Pull

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
Standing = Literal["held", "cancel", "lost"]
End = Literal["done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Hold:
    """A pull that is ours to do, under this attempt number."""

    id: UUID
    model: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The server's word for what it does; bytes of all parts known so far."""

    step: str = ""
    completed: int = 0
    total: int = 0


def ask(session: Session, admin: Principal, model: str) -> Pull:
    """Raises Conflict (`already-fetching`) while the model is on its way."""
    row = Pull(model=model, status="queued", requested_by_id=admin.id, requested_by_name=admin.name)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise Conflict(
            "already-fetching", f"“{model}” is being fetched already. Watch it in the list of models."
        ) from error
    return row


def pulls(session: Session, *, status: str | None, cursor: str | None, limit: int) -> Page[Pull]:
    """The newest first."""
    statement = select(Pull)
    if status:
        statement = statement.where(Pull.status == status)
    return keyset(session, statement, (Pull.id,), cursor=cursor, limit=limit)


def one(session: Session, pull_id: UUID, *, lock: bool = False) -> Pull:
    """Raises NotFound: `pull-not-found`."""
    statement = select(Pull).where(Pull.id == pull_id)
    found = session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if found is None:
        raise NotFound("pull-not-found", "No model was asked for under this id.")
    return found


def cancel(session: Session, pull_id: UUID) -> Pull:
    """One that waits is cancelled at once; one under way, as soon as whoever is at it hears of it. Of one
    that is over nothing changes."""
    row = one(session, pull_id, lock=True)
    if row.status == "queued":
        row.status, row.finished_at = "cancelled", utcnow()
    elif row.status == "running":
        row.cancel_requested_at = row.cancel_requested_at or utcnow()
    return row


def claim(session: Session) -> Hold | None:
    """Take the oldest that waits, or whose holder died."""
    now = utcnow()
    unowned = (Pull.status == "running") & (Pull.lease_until < now)
    row = session.execute(
        select(Pull)
        .where(or_(Pull.status == "queued", unowned))
        .order_by(Pull.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if row is None:
        return None
    if row.cancel_requested_at is not None:
        row.status, row.finished_at = "cancelled", now
        return None
    row.status, row.attempt, row.lease_until = "running", row.attempt + 1, now + LEASE
    row.started_at = row.started_at or now
    return Hold(row.id, row.model, row.attempt)


def report(session: Session, hold: Hold, progress: Progress) -> Standing:
    """Write down how far it is, and hear whether to go on."""
    told = session.execute(
        update(Pull)
        .where(Pull.id == hold.id, Pull.attempt == hold.attempt, Pull.status == "running")
        .values(
            step=progress.step[:120],
            completed=progress.completed,
            total=progress.total,
            lease_until=utcnow() + LEASE,
        )
        .returning(Pull.cancel_requested_at)
    ).first()
    return "lost" if told is None else "held" if told[0] is None else "cancel"


def finish(session: Session, hold: Hold, status: End, error: ErrorData | None) -> None:
    _end(session, hold, status, error)


def put_back(session: Session, hold: Hold) -> None:
    """The connection broke off: it goes on with the next attempt."""
    _end(session, hold, "queued", None)


def _end(session: Session, hold: Hold, status: str, error: ErrorData | None) -> None:
    over = status != "queued"
    session.execute(
        update(Pull)
        .where(Pull.id == hold.id, Pull.attempt == hold.attempt, Pull.status == "running")
        .values(
            status=status,
            error=error.model_dump(mode="json") if error else None,
            finished_at=utcnow() if over else None,
            lease_until=None,
        )
    )
