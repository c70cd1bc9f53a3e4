"""What review adds to a draft, and what each reviewer last read of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from thinker_svc.models.base import Base

_NONE = text("'[]'::jsonb")
# In words that sort: what has no date is due after everything that has one.
_DUE_AT = "coalesce(publish_at, '9999-12-31 00:00:00+00'::timestamptz)"


class ReviewColumns:
    """`approvals` of this version so far: `{"reviewer": {"id", "name"}, "at", "content_hash", "version",
    "vouched_by"}`. `held`: `{"by": {"id", "name"}, "at", "reason"}`. `figures`: `{"content_hash",
    "language", "supported", "contradicted", "unsupported", "set_aside", "checked"}`, as of that hash.
    `reminded_at`: in this round of review."""

    approvals: Mapped[list[Any]] = mapped_column(default=list, server_default=_NONE)
    # Without a value they are NULL, not JSON's null: lists ask for what is held and what is flagged.
    held: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reminded_at: Mapped[datetime | None]
    due_at: Mapped[datetime] = mapped_column(Computed(_DUE_AT, persisted=True))


class Look(Base):
    """The content that a reviewer has on their screen, and in `before` what they had read before it:
    `{"version", "title", "texts", "images", "beside", "at"}`. `beside`: `{"publish_at", "account_ids",
    "reasons": {mark: reason}}`; None where it is not known."""

    __tablename__ = "looks"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    texts: Mapped[dict[str, Any]]
    images: Mapped[list[Any]]
    beside: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
