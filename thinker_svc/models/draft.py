"""A draft: the content as it stands, and where it is on its way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import NO_ITEMS, NO_MEMBERS, Base
from thinker_svc.models.reviewing import ReviewColumns


class Draft(IdMixin, TimestampsMixin, ReviewColumns, Base):
    """`version` counts changes of the content and is its ETag. `review` is the decision that holds now;
    `publication` what tweeter last told: `{"post_id", "state", "at"}`; `images` in their order:
    `{"id", "sha256", "alt", "mime", "width", "height"}`; `platform_passages`, by platform: what a model wrote
    of its own text, as long as it stands there; `language` is that of the text, not of one asked for."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_state_updated_at_id", "state", "updated_at", "id"),
        Index("ix_drafts_updated_at_id", "updated_at", "id"),
        Index(
            "ix_drafts_in_review",
            "due_at",
            "submitted_at",
            "id",
            postgresql_where=sql_text("state = 'in_review'"),
        ),
    )

    search_id: Mapped[UUID] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_edited: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20))
    platforms: Mapped[list[str]]
    account_ids: Mapped[list[str]]
    text: Mapped[str] = mapped_column(Text, default="")
    platform_texts: Mapped[dict[str, Any]]
    platform_passages: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=NO_MEMBERS)
    images: Mapped[list[Any]] = mapped_column(default=list, server_default=NO_ITEMS)
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(120))
    former_author_ids: Mapped[list[str]] = mapped_column(default=list, server_default=NO_ITEMS)
    keywords: Mapped[list[str]]
    geo: Mapped[str] = mapped_column(String(16), default="")
    sample: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8), default="en", server_default=sql_text("'en'"))
    basic_model: Mapped[bool] = mapped_column(default=False)
    generation_id: Mapped[UUID | None]
    ai_spans: Mapped[list[Any]]
    archived_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]
    review: Mapped[dict[str, Any] | None]
    publication: Mapped[dict[str, Any] | None]
