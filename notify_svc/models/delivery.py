"""One e-mail to one person because of one event."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from notify_svc.models.base import Base
from svckit.db import IdMixin, TimestampsMixin, utcnow


class DeliveryState(StrEnum):
    """See services/sending.py for who moves it where."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Delivery(IdMixin, TimestampsMixin, Base):
    """``context`` is the event's data: the e-mail is written from it when it leaves, so that no
    one-time link is ever at rest here. ``claim`` counts who took it in hand.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "recipient", "template"),
        Index("ix_deliveries_state_next_attempt_at", "state", "next_attempt_at"),
    )

    event_id: Mapped[UUID]
    event_type: Mapped[str] = mapped_column(String(120))
    event_time: Mapped[datetime]
    request_id: Mapped[str] = mapped_column(String(64), default="")
    recipient: Mapped[str] = mapped_column(String(320))
    recipient_name: Mapped[str] = mapped_column(String(200))
    is_author: Mapped[bool] = mapped_column(default=False)
    template: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(300))
    context: Mapped[dict[str, Any]]
    message_id: Mapped[str] = mapped_column(String(400))
    state: Mapped[str] = mapped_column(String(20), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(default=utcnow)
    give_up_at: Mapped[datetime]
    sending_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
