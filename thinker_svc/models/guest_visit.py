"""Browsers that opened a guest link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class GuestVisit(IdMixin, Base):
    """`verified_at`: whoever sits there has read a code that was sent to `email`."""

    __tablename__ = "guest_visits"
    __table_args__ = (Index("ix_guest_visits_link_id_created_at", "link_id", "created_at"),)

    link_id: Mapped[UUID] = mapped_column(ForeignKey("guest_links.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    verified_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
