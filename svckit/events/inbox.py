"""The inbox: which events had their effect, so that a repeat has none."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from svckit.db import utcnow


class InboxMixin:
    """Columns of the inbox table."""

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(120))
    handled_at: Mapped[datetime] = mapped_column(default=utcnow)


def first_time(session: Session, inbox: type[Any], event_id: UUID, event_type: str) -> bool:
    """Record the event's id; False when it stands there already."""
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    recorded = session.execute(
        insert(inbox)
        .values(event_id=event_id, type=event_type, handled_at=utcnow())
        .on_conflict_do_nothing()
        .returning(inbox.event_id)
    )
    return recorded.first() is not None
