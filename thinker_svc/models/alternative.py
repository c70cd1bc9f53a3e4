"""One of several texts that a generation offers side by side."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import NO_MEMBERS, Base


class Alternative(IdMixin, TimestampsMixin, Base):
    """Stored as soon as it is written, with all that it was made from; those nobody uses stay.
    `own_texts` as a generation's."""

    __tablename__ = "alternatives"
    __table_args__ = (UniqueConstraint("generation_id", "number"),)

    generation_id: Mapped[UUID] = mapped_column(ForeignKey("generations.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    ai_spans: Mapped[list[Any]]
    own_texts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=NO_MEMBERS)
    prompt: Mapped[list[Any]]
    answer_format: Mapped[dict[str, Any] | None]
    options: Mapped[dict[str, Any]]
    answers: Mapped[list[Any]]
    first_token_at: Mapped[datetime | None]
