"""The bytes of images, by what they are."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from thinker_svc.models.base import Base


class Image(Base):
    """One picture, as it will be published: re-encoded by us, never changed again. Drafts and revisions name
    it by the SHA-256 of `content`, in hex; the same picture in many drafts is kept once."""

    __tablename__ = "images"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    mime: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
