"""What a search has fetched so far, part by part: a crash or a refusal keeps what came before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from trends_svc.models.base import Base


class SearchPart(Base):
    """One answered call, normalised: ``series``, ``regions``, ``related:0`` …"""

    __tablename__ = "search_parts"

    search_id: Mapped[UUID] = mapped_column(ForeignKey("searches.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    data: Mapped[dict[str, Any]]
    fetched_at: Mapped[datetime] = mapped_column(default=utcnow)
