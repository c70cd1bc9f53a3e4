"""A watch: a question that is asked again and again, and what its checks found."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin, utcnow
from trends_svc.models.base import Base


class Outcome(StrEnum):
    """``pending → quiet | spiked | cooling | failed``. ``cooling``: it spiked, and was told lately."""

    PENDING = "pending"
    QUIET = "quiet"
    SPIKED = "spiked"
    COOLING = "cooling"
    FAILED = "failed"


class Watch(IdMixin, TimestampsMixin, Base):
    """``question``, ``schedule``, ``rule`` and ``draft`` are as the API takes them."""

    __tablename__ = "watches"
    __table_args__ = (Index("ix_watches_due", "next_at", postgresql_where=text("active")),)

    name: Mapped[str] = mapped_column(String(120))
    question: Mapped[dict[str, Any]]
    schedule: Mapped[dict[str, Any]]
    rule: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any] | None]
    cooldown_hours: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[UUID]
    created_by_name: Mapped[str] = mapped_column(String(200))
    next_at: Mapped[datetime | None]
    last_checked_at: Mapped[datetime | None]
    last_spiked_at: Mapped[datetime | None]


class WatchCheck(IdMixin, Base):
    """One asking. ``findings``: what spiked, ``{keyword, time, value, expected, z}`` each."""

    __tablename__ = "watch_checks"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({', '.join(repr(o.value) for o in Outcome)})", name="outcome"),
        UniqueConstraint("search_id"),
        Index("ix_watch_checks_watch_id", "watch_id", "id"),
        Index("ix_watch_checks_pending", "id", postgresql_where=text("outcome = 'pending'")),
    )

    watch_id: Mapped[UUID] = mapped_column(ForeignKey("watches.id", ondelete="CASCADE"))
    search_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(12), default=Outcome.PENDING)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    error: Mapped[dict[str, Any] | None]
