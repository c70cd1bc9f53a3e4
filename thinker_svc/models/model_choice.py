"""Which model writes, where an admin has chosen one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from thinker_svc.models.base import Base


class ModelChoice(Base):
    """One row, made by the first choice; without it THINKER_MODEL writes."""

    __tablename__ = "model_choice"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    model: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    chosen_at: Mapped[datetime] = mapped_column(default=utcnow)
    chosen_by_id: Mapped[UUID]
    chosen_by_name: Mapped[str] = mapped_column(String(120))
