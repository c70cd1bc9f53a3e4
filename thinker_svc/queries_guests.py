"""Reads about guests. They never commit, and lock only where their name says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from svckit.problems import NotFound
from thinker_svc.models.guest_code import GuestCode
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_response import GuestResponse
from thinker_svc.models.guest_visit import GuestVisit


def links(session: Session, draft_id: UUID, *, cursor: str | None, limit: int) -> Page[GuestLink]:
    """Of a draft, the newest first."""
    statement = select(GuestLink).where(GuestLink.draft_id == draft_id)
    return keyset(session, statement, (GuestLink.id,), cursor=cursor, limit=limit)


def link(session: Session, draft_id: UUID, link_id: UUID) -> GuestLink:
    """Raises NotFound: `link-not-found`."""
    found = session.get(GuestLink, link_id)
    if found is None or found.draft_id != draft_id:
        raise NotFound("link-not-found", "This draft has no such link.")
    return found


def link_locked(session: Session, link_id: UUID) -> GuestLink | None:
    return session.get(GuestLink, link_id, with_for_update=True, populate_existing=True)


def visits_since(session: Session, link_id: UUID, since: datetime) -> int:
    """How often a link was opened."""
    statement = select(func.count()).where(GuestVisit.link_id == link_id, GuestVisit.created_at > since)
    return session.execute(statement).scalar_one()


def codes_since(session: Session, since: datetime, *, link_id: UUID | None = None, email: str = "") -> int:
    """How many codes were sent through a link, or to an address."""
    by = GuestCode.link_id == link_id if link_id else GuestCode.email == email
    return session.execute(select(func.count()).where(by, GuestCode.created_at > since)).scalar_one()


def guesses_since(session: Session, link_id: UUID, since: datetime) -> int:
    """How many codes were typed in behind a link."""
    statement = select(func.coalesce(func.sum(GuestCode.attempts), 0)).where(
        GuestCode.link_id == link_id, GuestCode.created_at > since
    )
    return int(session.execute(statement).scalar_one())


def latest_code_locked(session: Session, visit_id: UUID) -> GuestCode | None:
    """The one that was sent last, whatever became of it."""
    statement = select(GuestCode).where(GuestCode.visit_id == visit_id).order_by(GuestCode.id.desc()).limit(1)
    return session.execute(
        statement.with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()


def response_by_key(session: Session, visit_id: UUID, key: str) -> GuestResponse | None:
    statement = select(GuestResponse).where(GuestResponse.visit_id == visit_id, GuestResponse.key == key)
    return session.execute(statement).scalar_one_or_none()


def responses(session: Session, draft_id: UUID, *, cursor: str | None, limit: int) -> Page[GuestResponse]:
    """What guests said of a draft, the newest first."""
    statement = select(GuestResponse).where(GuestResponse.draft_id == draft_id)
    return keyset(session, statement, (GuestResponse.id,), cursor=cursor, limit=limit)


def responses_of(session: Session, link_id: UUID, email: str, limit: int) -> list[GuestResponse]:
    """What one guest said through a link, the newest first."""
    statement = select(GuestResponse).where(GuestResponse.link_id == link_id, GuestResponse.email == email)
    return list(session.execute(statement.order_by(GuestResponse.id.desc()).limit(limit)).scalars())


def responses_since(session: Session, link_id: UUID, since: datetime) -> int:
    statement = select(func.count()).where(GuestResponse.link_id == link_id, GuestResponse.created_at > since)
    return session.execute(statement).scalar_one()


def response_counts(session: Session, link_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many responses came through each link."""
    statement = (
        select(GuestResponse.link_id, func.count())
        .where(GuestResponse.link_id.in_(list(link_ids)))
        .group_by(GuestResponse.link_id)
    )
    return {link_id: int(number) for link_id, number in session.execute(statement)}
