"""Reads. Never commit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from trends_svc.models import OPEN, Search, SearchPart, SearchResult


def search(session: Session, search_id: UUID) -> Search | None:
    return session.get(Search, search_id)


def search_for_update(session: Session, search_id: UUID) -> Search | None:
    """The search as it stands now, locked until the end of the transaction."""
    return session.execute(_locked(search_id)).scalar_one_or_none()


def held_search(session: Session, search_id: UUID, claim: UUID) -> Search | None:
    """The search, locked, if it is still open and held under this claim."""
    statement = _locked(search_id).where(Search.claim == claim, Search.status.in_(OPEN))
    return session.execute(statement).scalar_one_or_none()


def free_search(session: Session, search_id: UUID, now: datetime) -> Search | None:
    """The search, locked, if there is work to do on it now and no transaction has it."""
    statement = (
        select(Search)
        .where(
            Search.id == search_id,
            Search.status.in_(OPEN),
            or_(Search.not_before.is_(None), Search.not_before <= now),
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.execute(statement).scalar_one_or_none()


def forgotten_searches(session: Session, now: datetime, limit: int) -> list[Search]:
    """Open searches that nobody holds and whose message should have arrived by now, locked."""
    statement = (
        select(Search)
        .where(
            Search.status.in_(OPEN),
            Search.hint_at <= now,
            or_(Search.lease_until.is_(None), Search.lease_until <= now),
        )
        .order_by(Search.hint_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def held_searches(session: Session, now: datetime) -> list[Search]:
    """Open searches that a worker has, locked: as many as tasks run at once."""
    statement = (
        select(Search)
        .where(Search.status.in_(OPEN), Search.lease_until > now)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def searches(
    session: Session, *, status: str | None, text: str | None, cursor: str | None, limit: int
) -> Page[Search]:
    """Newest first; ``text`` is looked for in the keywords, whatever their case."""
    statement = select(Search)
    if status:
        statement = statement.where(Search.status == status)
    if text:
        statement = statement.where(Search.keywords_text.contains(text.casefold(), autoescape=True))
    return keyset(session, statement, [Search.id], cursor=cursor, limit=limit)


def parts(session: Session, search_id: UUID) -> dict[str, dict[str, object]]:
    """Data by part name."""
    rows = session.execute(
        select(SearchPart.name, SearchPart.data).where(SearchPart.search_id == search_id)
    ).all()
    return {row.name: row.data for row in rows}


def result(session: Session, search_id: UUID) -> SearchResult | None:
    return session.get(SearchResult, search_id)


def _locked(search_id: UUID) -> Select[Search]:
    return (
        select(Search)
        .where(Search.id == search_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
