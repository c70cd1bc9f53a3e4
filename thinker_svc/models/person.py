"""Who is on the team, from the events of users_svc."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from thinker_svc.models.base import Base


class Person(Base):
    """A read model; `told_at` is the time of the event it was last told by: older ones are ignored."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool]
    verified: Mapped[bool]
    told_at: Mapped[datetime]
