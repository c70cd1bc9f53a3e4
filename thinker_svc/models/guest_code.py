"""Codes by which guests show that an address is theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class GuestCode(IdMixin, Base):
    """The digits are derived from the id. `closed_at`: used, replaced, or guessed at too often."""

    __tablename__ = "guest_codes"
    __table_args__ = (
        Index("ix_guest_codes_email_created_at", "email", "created_at"),
        Index("ix_guest_codes_link_id_created_at", "link_id", "created_at"),
        Index("ix_guest_codes_visit_id_id", "visit_id", "id"),
    )

    link_id: Mapped[UUID]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("guest_visits.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(320))
    attempts: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
