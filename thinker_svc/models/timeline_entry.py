"""All that happened to a draft."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class TimelineEntry(IdMixin, Base):
    """One line, for people to read. No actor: the product itself."""

    __tablename__ = "timeline_entries"
    __table_args__ = (Index("ix_timeline_entries_draft_id_id", "draft_id", "id"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=utcnow)
