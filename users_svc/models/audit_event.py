"""What was done, by whom: a log that can't be altered unnoticed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from users_svc.models.base import Base


class AuditEvent(Base):
    """A line of the log. Each carries the hash of the line before it; a trigger refuses changes."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject_id_seq", "subject_id", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
