"""Filters of the drafts' list that somebody gave a name."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import Base


class SavedFilter(IdMixin, TimestampsMixin, Base):
    """`query`: what is set of `{"state", "owner", "platform", "q", "sort", "view"}`. An `owner` of `me` is
    whoever uses the filter. `shared`: the whole team sees it."""

    __tablename__ = "saved_filters"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        Index("ix_saved_filters_shared", "name", postgresql_where=text("shared")),
    )

    owner_id: Mapped[UUID]
    owner_name: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(60))
    shared: Mapped[bool]
    query: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
