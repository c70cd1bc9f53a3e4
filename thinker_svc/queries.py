"""Reads. They never commit, and lock only where their name says so."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from svckit.problems import NotFound
from thinker_svc.models.aside import Aside
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.revision import Revision
from thinker_svc.models.snapshot import StoredSnapshot
from thinker_svc.models.timeline_entry import TimelineEntry
from thinker_svc.services.timeline import Category, of


def draft(session: Session, draft_id: UUID, *, lock: bool = False) -> Draft:
    """The draft; with `lock` nobody else changes it until the end of the transaction.

    Raises:
        NotFound: `draft-not-found`.
    """
    statement = select(Draft).where(Draft.id == draft_id)
    if lock:
        # What was read before the lock was granted may be old.
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("draft-not-found", "There is no such draft. It may have been a wrong link.")
    return found


def generations_of(session: Session, drafts: Sequence[Draft]) -> dict[UUID, Generation]:
    """The current generation of each draft, by draft."""
    ids = [item.generation_id for item in drafts if item.generation_id]
    found = session.execute(select(Generation).where(Generation.id.in_(ids))).scalars() if ids else ()
    return {generation.draft_id: generation for generation in found}


def snapshot(session: Session, search_id: UUID) -> StoredSnapshot | None:
    return session.get(StoredSnapshot, search_id)


def asides(session: Session, draft_id: UUID) -> dict[str, Aside]:
    """The marks that were set aside in the draft, by their keys."""
    found = session.execute(select(Aside).where(Aside.draft_id == draft_id)).scalars()
    return {aside.mark: aside for aside in found}


def revisions(session: Session, draft_id: UUID, *, cursor: str | None, limit: int) -> Page[Revision]:
    """The newest first."""
    statement = select(Revision).where(Revision.draft_id == draft_id)
    return keyset(session, statement, (Revision.number, Revision.id), cursor=cursor, limit=limit)


def timeline(
    session: Session, draft_id: UUID, *, about: Category | None, cursor: str | None, limit: int
) -> Page[TimelineEntry]:
    """The newest first."""
    statement = select(TimelineEntry).where(TimelineEntry.draft_id == draft_id)
    if about is not None:
        statement = statement.where(of(about))
    return keyset(session, statement, (TimelineEntry.id,), cursor=cursor, limit=limit)


def generations(session: Session, draft_id: UUID) -> list[Generation]:
    """All of a draft's, the newest first."""
    statement = select(Generation).where(Generation.draft_id == draft_id).order_by(Generation.number.desc())
    return list(session.execute(statement).scalars())
