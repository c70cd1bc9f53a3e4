"""The team's rules of approval, and who changed them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class PolicyRow(Base):
    """One row, made by the first change; without it the defaults of `services.policy` hold."""

    __tablename__ = "policy"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("approvals_required BETWEEN 1 AND 3", name="approvals"),
        CheckConstraint("reminder_after_hours >= 0", name="reminder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    approvals_required: Mapped[int]
    own_approval: Mapped[str] = mapped_column(String(20))
    flagged_figures: Mapped[str] = mapped_column(String(10))
    edit_approved: Mapped[str] = mapped_column(String(10))
    guest_approval_counts: Mapped[bool]
    reminder_after_hours: Mapped[int]
    utm: Mapped[dict[str, Any]]
    version: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[UUID]
    updated_by_name: Mapped[str] = mapped_column(String(120))


class PolicyChange(IdMixin, Base):
    """A line of the log: `changes` is `{field: [before, after]}`. A trigger refuses changes of the log."""

    __tablename__ = "policy_changes"

    version: Mapped[int]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(120))
    changes: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=utcnow)
