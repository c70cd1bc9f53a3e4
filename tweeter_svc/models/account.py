"""A place posts go to, and what is needed to speak there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from tweeter_svc.models.base import Base

CONNECTED, DISCONNECTED, FAILING = "connected", "disconnected", "failing"


class Account(IdMixin, TimestampsMixin, Base):
    """One account on one platform.

    A removed account stays as a row, without its secrets: what was published there keeps its name.
    `sealed` holds the encrypted credentials (`services.vault`).
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("status IN ('connected', 'disconnected', 'failing')", name="status"),
        CheckConstraint("(removed_at IS NULL) = (sealed IS NOT NULL)", name="sealed_while_there"),
        # Two accounts with one address would publish everything there twice.
        Index(
            "uq_accounts_platform_url_there",
            "platform",
            "url",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    platform: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    handle: Mapped[str] = mapped_column(String(255))
    url: Mapped[str] = mapped_column(String(2000))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(16), default=CONNECTED)
    created_by_id: Mapped[UUID]
    created_by_name: Mapped[str] = mapped_column(String(120))
    last_checked_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    removed_at: Mapped[datetime | None]
