"""What a draft's content was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import NO_ITEMS, Base


class Revision(IdMixin, TimestampsMixin, Base):
    """The content after a change. `version` is the draft's; one revision may hold several quick saves of one
    person. `reviewed`: somebody was shown exactly this, so it never changes again. `language` of its text;
    None: kept by a version that didn't tell."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    number: Mapped[int]
    version: Mapped[int]
    origin: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    platform_texts: Mapped[dict[str, Any]]
    platforms: Mapped[list[str]]
    account_ids: Mapped[list[str]]
    images: Mapped[list[Any]] = mapped_column(default=list, server_default=NO_ITEMS)
    content_hash: Mapped[str] = mapped_column(String(64))
    ai_spans: Mapped[list[Any]]
    language: Mapped[str | None] = mapped_column(String(8))
    author_id: Mapped[UUID | None]
    author_name: Mapped[str] = mapped_column(String(120))
    generation_id: Mapped[UUID | None]
    reviewed: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]
