"""Marks of the figures check that somebody set aside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from thinker_svc.models.base import Base


class Aside(Base):
    """Who said of which mark that it need not count, and why. `mark`: as `figures.marks.keys` tells it; the
    row stays when the sentence changes, and holds again should it come back."""

    __tablename__ = "asides"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID]
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utcnow)
