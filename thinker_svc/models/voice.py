"""Brand voices."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from thinker_svc.models.base import Base
from thinker_svc.models.shelf import Head, Version


class BrandVoice(Head, Base):
    """At most one voice is the default; without one, drafts are written without a voice."""

    __tablename__ = "voices"
    __table_args__ = (
        Index(
            "uq_voices_name", text("lower(name)"), unique=True, postgresql_where=text("archived_at IS NULL")
        ),
        Index("uq_voices_default", "is_default", unique=True, postgresql_where=text("is_default")),
    )


class VoiceVersion(Version, Base):
    __tablename__ = "voice_versions"

    voice_id: Mapped[UUID] = mapped_column(ForeignKey("voices.id"), primary_key=True)
