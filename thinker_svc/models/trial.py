"""Test runs of a template: what the model makes of it, without a draft."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import Base


class Trial(IdMixin, TimestampsMixin, Base):
    """`status`: queued, running, done, failed, stopped. `content` is the template as it was when asked, saved
    or not; `text` what there is of the answer so far. Kept for a week."""

    __tablename__ = "test_runs"
    __table_args__ = (
        Index("ix_test_runs_unfinished", "status", postgresql_where=text("status IN ('queued', 'running')")),
        Index("ix_test_runs_created_at", "created_at"),
    )

    template_id: Mapped[UUID] = mapped_column(ForeignKey("templates.id", ondelete="CASCADE"))
    template_version: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]]
    wishes: Mapped[dict[str, Any]]
    search_id: Mapped[UUID]
    model: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(10), default="queued")
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    requested_by_id: Mapped[UUID]
    requested_by_name: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
