"""A message that a consumer of any service gave up on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from notify_svc.models.base import Base
from svckit.db import IdMixin, TimestampsMixin


class DeadLetterState(StrEnum):
    WAITING = "waiting"
    REQUEUED = "requeued"
    DISCARDED = "discarded"


class DeadLetter(IdMixin, TimestampsMixin, Base):
    """``body`` is the message as it came; ``fingerprint`` keeps a redelivered one from standing twice."""

    __tablename__ = "dead_letters"

    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    queue: Mapped[str] = mapped_column(String(120))
    event_id: Mapped[str | None] = mapped_column(String(64))
    event_type: Mapped[str] = mapped_column(String(120))
    body: Mapped[dict[str, Any]]
    error: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    died_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=DeadLetterState.WAITING, index=True)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None]
