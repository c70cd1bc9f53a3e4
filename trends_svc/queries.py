"""Reads. Never commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from trends_svc.models import OPEN, Search, SearchPart, SearchResult, Status


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


def first_in_line(session: Session, source: str, now: datetime) -> Search | None:
    """The search that a source is to be asked next, locked: somebody's before a watch's, then by age."""
    statement = (
        select(Search)
        .where(
            Search.source == source,
            Search.status.in_(OPEN),
            Search.follows.is_(None),
            or_(Search.not_before.is_(None), Search.not_before <= now),
            or_(Search.lease_until.is_(None), Search.lease_until <= now),
        )
        .order_by(Search.priority, Search.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.execute(statement).scalar_one_or_none()


def line(session: Session, source: str, limit: int) -> Sequence[Any]:
    """Open searches of a source in the order they get their turn, with what there is to do on each."""
    columns = (
        Search.id, Search.follows, Search.lease_until, Search.not_before, Search.step, Search.steps_done,
        Search.steps_total,
    )  # fmt: skip
    statement = (
        select(*columns)
        .where(Search.source == source, Search.status.in_(OPEN))
        .order_by(Search.priority, Search.id)
        .limit(limit)
    )
    return session.execute(statement).all()


def lock_question(session: Session, key: str) -> None:
    """Until the end of the transaction nobody else decides about this question."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def shared_answer(session: Session, key: str, since: datetime) -> tuple[Search, SearchResult] | None:
    """The newest complete answer to a question that is from ``since`` or later."""
    statement = (
        select(Search, SearchResult)
        .join(SearchResult, SearchResult.search_id == Search.id)
        .where(
            Search.question_key == key,
            Search.status == Status.COMPLETED,
            Search.as_of >= since,
            func.jsonb_array_length(SearchResult.snapshot["missing"]) == 0,
        )
        .order_by(Search.as_of.desc())
        .limit(1)
    )
    found = session.execute(statement).first()
    return None if found is None else (found[0], found[1])


def open_leader(session: Session, key: str) -> Search | None:
    """The open search that puts this question, locked."""
    statement = (
        select(Search)
        .where(Search.question_key == key, Search.status.in_(OPEN), Search.follows.is_(None))
        .order_by(Search.id)
        .limit(1)
        .with_for_update()
    )
    return session.execute(statement).scalar_one_or_none()


def followers(session: Session, leader_id: UUID) -> list[Search]:
    """Open searches that wait for this one's answer, oldest first, locked."""
    statement = (
        select(Search)
        .where(Search.follows == leader_id, Search.status.in_(OPEN))
        .order_by(Search.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def forgotten_searches(session: Session, now: datetime, limit: int) -> list[Search]:
    """Open searches that nobody holds and whose message should have arrived by now, locked."""
    statement = (
        select(Search)
        .where(
            Search.status.in_(OPEN),
            Search.hint_at <= now,
            Search.follows.is_(None),
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


@dataclass(frozen=True)
class Filters:
    """What a list of searches is narrowed to. ``text`` is looked for in the keywords, whatever their case."""

    status: str | None = None
    text: str | None = None
    geo: str | None = None
    asked_by: UUID | None = None
    source: str | None = None
    watch_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def searches(session: Session, filters: Filters, *, cursor: str | None, limit: int) -> Page[Search]:
    """Newest first."""
    statement = select(Search)
    equal = (
        (Search.status, filters.status),
        (Search.geo, filters.geo),
        (Search.requested_by_id, filters.asked_by),
        (Search.source, filters.source),
        (Search.watch_id, filters.watch_id),
    )
    for column, value in equal:
        if value is not None:
            statement = statement.where(column == value)
    if filters.text:
        statement = statement.where(Search.keywords_text.contains(filters.text.casefold(), autoescape=True))
    # Ids are made of the time: a span of time is a span of the primary key.
    if filters.since is not None:
        statement = statement.where(Search.id >= first_id_of(filters.since))
    if filters.until is not None:
        statement = statement.where(Search.id < first_id_of(filters.until))
    return keyset(session, statement, [Search.id], cursor=cursor, limit=limit)


def first_id_of(moment: datetime) -> UUID:
    """The least UUIDv7 of a millisecond."""
    ms = min(max(0, int(moment.timestamp() * 1000)), 2**48 - 1)
    return UUID(int=ms << 80)


def keywords_like(session: Session, text: str, limit: int) -> list[str]:
    """Keywords that the team searched for lately and that hold a text, newest first."""
    statement = (
        select(Search.keywords)
        .where(Search.keywords_text.contains(text.casefold(), autoescape=True))
        .order_by(Search.id.desc())
        .limit(50)
    )
    found: dict[str, str] = {}
    for keywords in session.execute(statement).scalars():
        for keyword in keywords:
            if text.casefold() in keyword.casefold():
                found.setdefault(keyword.casefold(), keyword)
    return list(found.values())[:limit]


def newest_answer(session: Session, key: str) -> SearchResult | None:
    """The newest answer to a question, however old."""
    statement = (
        select(SearchResult)
        .join(Search, Search.id == SearchResult.search_id)
        .where(Search.question_key == key, Search.status == Status.COMPLETED)
        .order_by(Search.as_of.desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


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
