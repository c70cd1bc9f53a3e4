"""A post on its way to one account."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from svckit.db import IdMixin, TimestampsMixin
from tweeter_svc.models.account import Account
from tweeter_svc.models.base import Base

if TYPE_CHECKING:
    from tweeter_svc.models.post import Post


class Delivery(IdMixin, TimestampsMixin, Base):
    """One row per (post, account, revision): whatever happens, it is this row that is tried again.

    key             what the platform tells repeats by; the same on every attempt
    payload         the exact bytes that are sent, kept before the first attempt
    attempts        how many were made; `tries` since a person last asked for it
    next_attempt_at when it is due; None while nothing is to be done without a person
    claimed_until   a task was queued for it and is given until then
    started_at      when the attempt under way began
    doubtful        an attempt may have arrived though nothing confirmed it
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("post_id", "account_id", "revision"),
        CheckConstraint("state IN ('pending', 'sending', 'delivered', 'failed', 'unknown')", name="state"),
        CheckConstraint(
            "state <> 'sending' OR (payload IS NOT NULL AND started_at IS NOT NULL)", name="sending"
        ),
        CheckConstraint("state <> 'delivered' OR sent_at IS NOT NULL", name="delivered"),
        Index(
            "ix_deliveries_due",
            "next_attempt_at",
            postgresql_where=text("state IN ('pending', 'unknown') AND next_attempt_at IS NOT NULL"),
        ),
        Index("ix_deliveries_sending", "started_at", postgresql_where=text("state = 'sending'")),
        Index("ix_deliveries_account_id_state", "account_id", "state"),
    )

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    revision: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    payload: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    remote_id: Mapped[str | None] = mapped_column(String(500))
    remote_url: Mapped[str | None] = mapped_column(String(500))
    doubtful: Mapped[bool] = mapped_column(default=False)
    error_type: Mapped[str | None] = mapped_column(String(60))
    error_detail: Mapped[str | None] = mapped_column(Text)

    account: Mapped[Account] = relationship(lazy="raise")
    post: Mapped["Post"] = relationship(lazy="raise", back_populates="deliveries")
