"""What people say about a draft."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import Base


class Comment(IdMixin, TimestampsMixin, Base):
    """The first of a thread (`thread_id` is null), or a reply to it.

    anchor      of a first comment: `{"platform", "quote", "start", "before", "after"}`, the words it is about
                as they stood when it was written, or null when it is about the whole draft
    mentions    `[{"id", "name"}]`: who was told of it by e-mail
    resolved_*  of a first comment: who closed the thread
    deleted_at  its words are gone then; the row stays while others replied to it
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_thread_id_id", "thread_id", "id"),
        Index("ix_comments_threads", "draft_id", "id", postgresql_where=text("thread_id IS NULL")),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    mentions: Mapped[list[Any]]
    anchor: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None]
    resolved_by_name: Mapped[str | None] = mapped_column(String(120))
