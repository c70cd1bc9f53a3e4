"""What an approval created."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from svckit.db import IdMixin, Json, TimestampsMixin
from tweeter_svc.models.base import Base
from tweeter_svc.models.delivery import Delivery


class Post(IdMixin, TimestampsMixin, Base):
    """The approved texts of one version of a draft, and when they go out.

    `texts`, `images`, `content_hash` and the people never change. `scheduled_at` is always set: a post that
    was to go out at once is scheduled for the moment it was approved. `reason_*` says why a post failed,
    was missed or was cancelled where the deliveries can't say it. `without_account`: platforms it was
    approved for and can't go out to, because nobody has connected one; a retry looks again.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("draft_id", "version"),
        CheckConstraint(
            "state IN ('scheduled', 'publishing', 'published', 'partially_published', 'failed', 'missed',"
            " 'cancelled')",
            name="state",
        ),
        Index("ix_posts_scheduled_at_id", "scheduled_at", "id"),
        Index("ix_posts_state_scheduled_at_id", "state", "scheduled_at", "id"),
    )

    draft_id: Mapped[UUID]
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(24))
    texts: Mapped[dict[str, str]] = mapped_column(Json)
    images: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    platforms: Mapped[list[str]]
    account_ids: Mapped[list[str]]
    without_account: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    content_hash: Mapped[str] = mapped_column(String(80))
    sample: Mapped[bool]
    scheduled_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(120))
    approver_id: Mapped[UUID]
    approver_name: Mapped[str] = mapped_column(String(120))
    approved_at: Mapped[datetime]
    reason_type: Mapped[str | None] = mapped_column(String(60))
    reason_detail: Mapped[str | None] = mapped_column(Text)

    deliveries: Mapped[list[Delivery]] = relationship(
        order_by=Delivery.id, lazy="raise", back_populates="post"
    )
