"""Who may sign in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.auth import Role
from svckit.db import IdMixin, TimestampsMixin
from users_svc.models.base import Base


class User(IdMixin, TimestampsMixin, Base):
    """An account. ``email`` is lower case throughout, so that it is unique however it was typed."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role IN ('viewer', 'author', 'reviewer', 'admin')", name="role"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_users_name_id", text("lower(name)"), "id"),
    )

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column(default=True)
    verified_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(Text)
    must_change_password: Mapped[bool] = mapped_column(default=False)

    @property
    def verified(self) -> bool:
        """Whether the owner has shown that mail to this address reaches them."""
        return self.verified_at is not None

    @property
    def rank(self) -> Role:
        """The role, ordered."""
        return Role.parse(self.role)
