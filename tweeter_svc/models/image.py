"""The bytes of approved images, by what they are."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from svckit.db import utcnow
from tweeter_svc.models.base import Base


class Image(Base):
    """Exactly what was approved: `sha256`, in hex, is of `content`. Posts name it by that."""

    __tablename__ = "images"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    mime: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
