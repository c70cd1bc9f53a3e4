"""Links by which people without an account review a draft."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import IdMixin, TimestampsMixin
from thinker_svc.models.base import Base


class GuestLink(IdMixin, TimestampsMixin, Base):
    """The link's secret is derived from its id (svckit.signing) and stands nowhere.

    label  whom it is for, as the team calls them
    email  where set, nobody may confirm another address through it
    """

    __tablename__ = "guest_links"
    __table_args__ = (Index("ix_guest_links_draft_id_id", "draft_id", "id"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(320))
    created_by_id: Mapped[UUID]
    created_by_name: Mapped[str] = mapped_column(String(120))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None]
    revoked_by_name: Mapped[str | None] = mapped_column(String(120))
    last_used_at: Mapped[datetime | None]
