"""One run of the model for a draft, and all that is needed to say where its words come from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import NO_MEMBERS, Base


class Generation(IdMixin, TimestampsMixin, Base):
    """`status`: waiting (for its snapshot), queued, running, done, stopped (by a person), failed.

    Whoever raised `attempt` last owns a running one until `lease_until`; anybody
    else's result is thrown away. `queued_at`: when it first stood in line; `put_back_at`: when it went to the
    end of it again, its last run having broken off; `sent_at`: when a worker was last told of it.
    `own_texts`, by platform: `{"text", "ai_spans"}`, where that one's text is another than `text`."""

    __tablename__ = "generations"
    __table_args__ = (
        UniqueConstraint("draft_id", "number"),
        Index(
            "ix_generations_unfinished",
            "status",
            postgresql_where=text("status IN ('waiting', 'queued', 'running')"),
        ),
        Index(
            "ix_generations_model_finished_at",
            "model",
            "finished_at",
            postgresql_where=text("status = 'done'"),
        ),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    search_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    queued_at: Mapped[datetime | None]
    put_back_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    requested_by_id: Mapped[UUID]
    requested_by_name: Mapped[str] = mapped_column(String(120))
    tone: Mapped[str] = mapped_column(String(16))
    length: Mapped[str] = mapped_column(String(16))
    instructions: Mapped[str] = mapped_column(Text, default="")
    variants: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    each_platform: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    stop_requested_at: Mapped[datetime | None]
    model: Mapped[str] = mapped_column(String(120))
    basic_model: Mapped[bool]
    digest: Mapped[str | None] = mapped_column(String(80))
    template: Mapped[str | None] = mapped_column(String(60))
    template_version: Mapped[int | None]
    template_id: Mapped[UUID | None]
    voice_id: Mapped[UUID | None]
    voice: Mapped[str | None] = mapped_column(String(80))
    voice_version: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(8), default="en", server_default=text("'en'"))
    prompt: Mapped[list[Any] | None]
    answer_format: Mapped[dict[str, Any] | None]
    options: Mapped[dict[str, Any] | None]
    answers: Mapped[list[Any] | None]
    text: Mapped[str | None] = mapped_column(Text)
    own_texts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=NO_MEMBERS)
    prompt_tokens: Mapped[int | None]
    answer_tokens: Mapped[int | None]
    started_at: Mapped[datetime | None]
    first_token_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[dict[str, Any] | None]

    @property
    def brought_nothing(self) -> bool:
        """It is over without a text of its own: it failed, or was stopped before the model said anything."""
        return self.status == "failed" or (self.status == "stopped" and not (self.text and self.answers))
