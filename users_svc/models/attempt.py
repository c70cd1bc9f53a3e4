"""How often something was tried."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from users_svc.models.base import Base


class Attempt(Base):
    """A counter per subject and window; ``key`` names a hash, not the e-mail address itself."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int]
    resets_at: Mapped[datetime] = mapped_column(index=True)
