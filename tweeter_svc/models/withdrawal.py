"""Approvals that were taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tweeter_svc.models.base import Base


class Withdrawal(Base):
    """Remembered because events may overtake one another: an approval that is older than its
    withdrawal must not publish anything when it arrives late.
    """

    __tablename__ = "withdrawals"

    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(80), primary_key=True)
    withdrawn_at: Mapped[datetime]
