"""Reads about watches and their checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from trends_svc.models import OPEN, Outcome, Search, Watch, WatchCheck


@dataclass(frozen=True)
class Newest:
    """A watch's newest check; ``shape``: the small curve of its newest answer."""

    check: WatchCheck
    shape: list[int] | None


def newest_checks(session: Session, watch_ids: Sequence[UUID]) -> dict[UUID, Newest]:
    """By watch; a watch that never asked isn't there."""
    if not watch_ids:
        return {}
    newest = (
        select(WatchCheck.id)
        .where(WatchCheck.watch_id == Watch.id)
        .order_by(WatchCheck.id.desc())
        .limit(1)
        .correlate(Watch)
        .scalar_subquery()
    )
    # By watch one step down the index, however long the history is.
    ids = select(newest).where(Watch.id.in_(watch_ids))
    checks = session.execute(select(WatchCheck).where(WatchCheck.id.in_(ids))).scalars()
    shapes = _shapes(session, watch_ids)
    return {check.watch_id: Newest(check, shapes.get(check.watch_id)) for check in checks}


def _shapes(session: Session, watch_ids: Sequence[UUID]) -> dict[UUID, list[int]]:
    """Of the newest check with an answer: one that fails now doesn't hide what was known."""
    shape = (
        select(Search.shape)
        .join(WatchCheck, WatchCheck.search_id == Search.id)
        .where(WatchCheck.watch_id == Watch.id, Search.as_of.is_not(None))
        .order_by(WatchCheck.id.desc())
        .limit(1)
        .correlate(Watch)
        .scalar_subquery()
    )
    found = session.execute(select(Watch.id, shape).where(Watch.id.in_(watch_ids)))
    return {watch_id: values for watch_id, values in found if values}


def count_watches(session: Session) -> tuple[int, int]:
    """``(active, paused)``."""
    rows = session.execute(select(Watch.active, func.count()).group_by(Watch.active))
    found = {bool(active): int(count) for active, count in rows}
    return found.get(True, 0), found.get(False, 0)


def is_failing(session: Session, watch_id: UUID) -> bool:
    """Whether the last check that was judged failed."""
    last = (
        select(WatchCheck.outcome)
        .where(WatchCheck.watch_id == watch_id, WatchCheck.outcome != Outcome.PENDING)
        .order_by(WatchCheck.id.desc())
        .limit(1)
    )
    return session.scalar(last) == Outcome.FAILED


def pending_check(session: Session, watch_id: UUID) -> WatchCheck | None:
    """The check that is still being answered."""
    statement = select(WatchCheck).where(
        WatchCheck.watch_id == watch_id, WatchCheck.outcome == Outcome.PENDING
    )
    return session.execute(statement.order_by(WatchCheck.id.desc()).limit(1)).scalar_one_or_none()


def watch(session: Session, watch_id: UUID) -> Watch | None:
    return session.get(Watch, watch_id)


def watches(
    session: Session,
    *,
    active: bool | None,
    cursor: str | None,
    limit: int,
    spiked_since: datetime | None = None,
) -> Page[Watch]:
    """Newest first."""
    statement = select(Watch)
    if spiked_since is not None:
        statement = statement.where(Watch.last_spiked_at >= spiked_since)
    if active is not None:
        statement = statement.where(Watch.active.is_(active))
    return keyset(session, statement, [Watch.id], cursor=cursor, limit=limit)


def checks(session: Session, watch_id: UUID, *, cursor: str | None, limit: int) -> Page[WatchCheck]:
    """Newest first."""
    statement = select(WatchCheck).where(WatchCheck.watch_id == watch_id)
    return keyset(session, statement, [WatchCheck.id], cursor=cursor, limit=limit)


def due_watches(session: Session, now: datetime, limit: int) -> list[Watch]:
    """Watches whose time has come, locked."""
    statement = (
        select(Watch)
        .where(Watch.active, Watch.next_at <= now)
        .order_by(Watch.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.execute(statement).scalars())


def ended_checks(session: Session, limit: int) -> list[tuple[WatchCheck, Watch, Search]]:
    """Checks not judged yet whose search is over, locked together with their watch."""
    statement = (
        select(WatchCheck, Watch, Search)
        .join(Watch, Watch.id == WatchCheck.watch_id)
        .join(Search, Search.id == WatchCheck.search_id)
        .where(WatchCheck.outcome == Outcome.PENDING, Search.status.not_in(OPEN))
        .order_by(WatchCheck.id)
        .limit(limit)
        .with_for_update(of=(WatchCheck, Watch), skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]
