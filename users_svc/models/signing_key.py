"""Keys that sign access tokens."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from users_svc.models.base import Base


class SigningKey(Base):
    """An Ed25519 key. It is published before it signs and after it stopped, so that a rotation is
    never noticed by whoever verifies.
    """

    __tablename__ = "signing_keys"

    kid: Mapped[str] = mapped_column(String(32), primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    private_key: Mapped[bytes] = mapped_column(LargeBinary)  # sealed with USERS_SECRET_KEY
    created_at: Mapped[datetime]
    signs_from: Mapped[datetime]
    signs_until: Mapped[datetime]
    published_until: Mapped[datetime]
