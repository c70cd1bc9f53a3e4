"""A search: the question, who asked it, how far it is."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from trends_svc.models.base import Base


class Status(StrEnum):
    """``queued → running → completed | failed | cancelled``."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        """Work is still to be done."""
        return self in OPEN


OPEN = (Status.QUEUED, Status.RUNNING)
_OPEN = "status IN ('queued', 'running')"


class Priority(IntEnum):
    """Who goes first in line: somebody waits for the one, nobody for the other."""

    INTERACTIVE = 0
    WATCH = 1


class Search(IdMixin, Base):
    """One question to a source. Ids are UUIDv7: their order is that of asking.

    ``claim``, ``holder`` and ``lease_until`` say which worker has it and until when it must be heard of
    again; ``losses`` counts the workers that weren't. ``shape`` is a small curve for lists.
    ``not_before`` is when a postponed try is due; ``hint_at`` when the sweeper asks for a worker again.
    ``question_key`` is the same for equal questions; ``follows`` names the open search whose answer this
    one shares, ``answered_by`` the one whose answer it got.
    """

    __tablename__ = "searches"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(s.value) for s in Status)})", name="status"),
        Index("ix_searches_status_id", "status", "id"),
        Index("ix_searches_open", "hint_at", postgresql_where=text(_OPEN)),
        Index("ix_searches_line", "source", "priority", "id", postgresql_where=text(_OPEN)),
        Index(
            "ix_searches_question", "question_key", "as_of",
            postgresql_where=text("status = 'completed' AND question_key IS NOT NULL"),
        ),
        Index(
            "ix_searches_asked", "question_key",
            postgresql_where=text(f"{_OPEN} AND question_key IS NOT NULL"),
        ),
        Index("ix_searches_follows", "follows", postgresql_where=text("follows IS NOT NULL")),
        Index("ix_searches_geo_id", "geo", "id"),
        Index("ix_searches_by_id", "requested_by_id", "id"),
        Index(
            "ix_searches_keywords", "keywords_text",
            postgresql_using="gin", postgresql_ops={"keywords_text": "gin_trgm_ops"},
        ),
    )  # fmt: skip

    keywords: Mapped[list[str]]
    keywords_text: Mapped[str] = mapped_column(Text)
    geo: Mapped[str] = mapped_column(String(10))
    timeframe: Mapped[str] = mapped_column(String(40))
    category: Mapped[int] = mapped_column(default=0)
    property: Mapped[str] = mapped_column(String(10), default="")

    requested_by_id: Mapped[UUID]
    requested_by_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    status: Mapped[str] = mapped_column(String(10), default=Status.QUEUED)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    as_of: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(20), default="google")
    sample: Mapped[bool] = mapped_column(default=False)
    cached: Mapped[bool] = mapped_column(default=False)
    error: Mapped[dict[str, Any] | None]
    shape: Mapped[list[Any] | None]

    step: Mapped[str] = mapped_column(String(40), default="queued")
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")

    attempts: Mapped[int] = mapped_column(default=0)
    losses: Mapped[int] = mapped_column(default=0)
    claim: Mapped[UUID | None]
    holder: Mapped[str | None] = mapped_column(String(300))
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    hint_at: Mapped[datetime] = mapped_column(default=utcnow)
    hints: Mapped[int] = mapped_column(default=0)

    priority: Mapped[int] = mapped_column(SmallInteger, default=Priority.INTERACTIVE, server_default="0")
    question_key: Mapped[str | None] = mapped_column(String(64))
    follows: Mapped[UUID | None]
    answered_by: Mapped[UUID | None]
    watch_id: Mapped[UUID | None]
