"""Searches as their events told of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from thinker_svc.models.base import Base


class StoredSnapshot(Base):
    """The result of one finished search, kept as it was when it arrived; or why there is none."""

    __tablename__ = "snapshots"

    search_id: Mapped[UUID] = mapped_column(primary_key=True)
    keywords: Mapped[list[str]]
    geo: Mapped[str] = mapped_column(String(16))
    timeframe: Mapped[str] = mapped_column(String(40))
    sample: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    received_at: Mapped[datetime] = mapped_column(default=utcnow)
