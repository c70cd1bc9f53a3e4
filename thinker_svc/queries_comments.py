"""Reads of comments. They never commit, and lock only where their name says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from svckit.problems import NotFound
from thinker_svc.models.comment import Comment

Status = Literal["open", "resolved", "all"]


def comment(session: Session, draft_id: UUID, comment_id: UUID) -> Comment:
    """A comment of this draft.

    Raises:
        NotFound: `comment-not-found`.
    """
    statement = select(Comment).where(Comment.id == comment_id, Comment.draft_id == draft_id)
    found = session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        raise NotFound("comment-not-found", "There is no such comment. It may have been deleted.")
    return found


def threads(
    session: Session, draft_id: UUID, *, status: Status, cursor: str | None, limit: int
) -> Page[Comment]:
    """The first comments of the draft's threads, oldest first."""
    statement = select(Comment).where(Comment.draft_id == draft_id, Comment.thread_id.is_(None))
    if status != "all":
        is_open = Comment.resolved_at.is_(None)
        statement = statement.where(is_open if status == "open" else ~is_open)
    return keyset(session, statement, (Comment.id,), cursor=cursor, limit=limit, descending=False)


def replies(session: Session, thread_ids: Sequence[UUID]) -> dict[UUID, list[Comment]]:
    """The replies of each of the threads, oldest first."""
    by_thread: dict[UUID, list[Comment]] = {thread_id: [] for thread_id in thread_ids}
    if thread_ids:
        statement = select(Comment).where(Comment.thread_id.in_(thread_ids)).order_by(Comment.id)
        for reply in session.execute(statement).scalars():
            if reply.thread_id is not None:
                by_thread[reply.thread_id].append(reply)
    return by_thread


def counts(session: Session, draft_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Open threads, and all of them, by draft; drafts without any are left out."""
    if not draft_ids:
        return {}
    open_ = func.count().filter(Comment.resolved_at.is_(None))
    statement = (
        select(Comment.draft_id, open_, func.count())
        .where(Comment.draft_id.in_(draft_ids), Comment.thread_id.is_(None))
        .group_by(Comment.draft_id)
    )
    return {draft_id: (int(opened), int(every)) for draft_id, opened, every in session.execute(statement)}
