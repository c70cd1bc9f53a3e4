"""What somebody did to several drafts at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class BulkAction(IdMixin, Base):
    """`items`: of each draft that changed, `{"id", "before", "after"}`, as far as undoing needs it."""

    __tablename__ = "bulk_actions"

    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[Any]]
    undo_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
