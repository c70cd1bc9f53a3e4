"""What guests said about a draft."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, utcnow
from thinker_svc.models.base import Base


class GuestResponse(IdMixin, Base):
    """`kind`: approved, changes_requested or commented, about exactly `content_hash`.

    key      the request's Idempotency-Key, else an id: sent twice it is one response
    counted  whether it was one of the approvals that the policy asks for
    """

    __tablename__ = "guest_responses"
    __table_args__ = (
        UniqueConstraint("visit_id", "key"),
        Index("ix_guest_responses_draft_id_id", "draft_id", "id"),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    link_id: Mapped[UUID]
    visit_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(20))
    comment: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(320))
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    counted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
