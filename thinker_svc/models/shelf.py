"""Things that are kept in versions: a head that says which version counts, and versions that never change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin, utcnow


class Head(IdMixin, TimestampsMixin):
    """`version` is the newest one's number, and the ETag. What is archived can't be chosen any more."""

    name: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(default=1)
    built_in: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str] = mapped_column(String(120), default="")


class Version:
    """One saved state; PostgreSQL refuses to change or delete it."""

    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[UUID | None]
    author_name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
