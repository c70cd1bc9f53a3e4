"""Who decided what about which content."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class Decision(IdMixin, Base):
    """A line of the log: approved, changes_requested, rejected, approval_voided, or a guest's guest_approved
    and guest_changes, whose actor is their visit and whose confirmed address stands beside it.

    A trigger refuses changes, hence drafts can't be deleted under it."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_draft_id_id", "draft_id", "id"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id"))
    kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(120))
    guest_email: Mapped[str | None] = mapped_column(String(320))
    comment: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utcnow)
