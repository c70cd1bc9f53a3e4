"""A model being fetched onto the model server."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import Base


class Pull(IdMixin, TimestampsMixin, Base):
    """`status`: queued, running, done, failed, cancelled. `step` is the server's own word for what it does,
    `completed` and `total` are bytes. Whoever raised `attempt` last owns it until `lease_until`."""

    __tablename__ = "pulls"
    __table_args__ = (
        Index(
            "ix_pulls_unfinished",
            "model",
            unique=True,
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
    )

    model: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(10))
    step: Mapped[str] = mapped_column(String(120), default="")
    completed: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    cancel_requested_at: Mapped[datetime | None]
    requested_by_id: Mapped[UUID]
    requested_by_name: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[dict[str, Any] | None]
