"""People as users_svc last told of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from notify_svc.models.base import Base


class Person(Base):
    """A read model: the truth is users_svc's. ``as_of`` is the time of the event that told."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool]
    verified: Mapped[bool]
    as_of: Mapped[datetime]
