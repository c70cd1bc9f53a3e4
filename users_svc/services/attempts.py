"""How often something may be tried, counted in the database so that every process counts together."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from svckit.db import utcnow
from svckit.problems import TooManyRequests
from users_svc.models.attempt import Attempt
from users_svc.services.transactions import Begin

_SWEEP = 20


@dataclass(frozen=True)
class Limit:
    """At most ``count`` in ``window`` for one subject.

    Attributes: ``name``, part of the key; ``detail``, what a person over the limit reads.
    """

    name: str
    count: int
    window: timedelta
    detail: str

    def key(self, subject: str) -> str:
        """The counter's key. The subject is hashed: it may be the address of somebody without account."""
        return f"{self.name}:{hashlib.sha256(subject.encode()).hexdigest()[:40]}"


def require_room(session: Session, limit: Limit, subject: str) -> None:
    """Raise when the limit is used up; counts nothing.

    Raises:
        TooManyRequests: ``too-many-attempts``, with the seconds until the window ends.
    """
    now = utcnow()
    row = session.get(Attempt, limit.key(subject), populate_existing=True)
    if row is not None and row.resets_at > now and row.count >= limit.count:
        _refuse(limit, row.resets_at, now)


def count(session: Session, limit: Limit, subject: str) -> None:
    """Count one, whether or not there is room."""
    _add(session, limit, subject)


def spend(begin: Begin, *tries: tuple[Limit, str]) -> None:
    """Count one for each limit and subject, and raise when that is one too many.

    Its own unit of work: a try that is refused counts as well.

    Raises:
        TooManyRequests: ``too-many-attempts``.
    """
    now = utcnow()
    with begin() as session:
        counted = [(limit, *_add(session, limit, subject)) for limit, subject in tries]
    for limit, total, resets_at in counted:
        if total > limit.count:
            _refuse(limit, resets_at, now)


def forget(session: Session, limit: Limit, subject: str) -> None:
    """Start the count again: the right password was given."""
    session.execute(delete(Attempt).where(Attempt.key == limit.key(subject)))


def _add(session: Session, limit: Limit, subject: str) -> tuple[int, datetime]:
    now = utcnow()
    over = Attempt.resets_at <= now
    statement = insert(Attempt).values(key=limit.key(subject), count=1, resets_at=now + limit.window)
    total, resets_at = session.execute(
        statement.on_conflict_do_update(
            index_elements=[Attempt.key],
            set_={
                "count": case((over, 1), else_=Attempt.count + 1),
                "resets_at": case((over, statement.excluded.resets_at), else_=Attempt.resets_at),
            },
        ).returning(Attempt.count, Attempt.resets_at)
    ).one()
    if total == 1:
        _sweep(session, now)
    return total, resets_at


def _sweep(session: Session, now: datetime) -> None:
    """Take some counters away whose window is over, so that the table stays as small as the traffic."""
    over = select(Attempt.key).where(Attempt.resets_at <= now).limit(_SWEEP).with_for_update(skip_locked=True)
    session.execute(delete(Attempt).where(Attempt.key.in_(over)).execution_options(synchronize_session=False))


def _refuse(limit: Limit, resets_at: datetime, now: datetime) -> None:
    seconds = max(1, round((resets_at - now).total_seconds()))
    raise TooManyRequests("too-many-attempts", limit.detail, retry_after=seconds)
