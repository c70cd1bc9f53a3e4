"""What must leave the process with a change, written in the transaction of the change.

``models/outbox.py`` of a service::

    class OutboxRow(OutboxMixin, Base):
        __tablename__ = "outbox"

    outbox = Outbox(OutboxRow, source="trends")

``outbox.emit(session, data)`` and ``outbox.enqueue(session, task, …)`` add a row; the relay
(``svckit.relay``) publishes it after the commit, at least once. Nothing is sent for a change that was
rolled back, and nothing is lost when the process dies in between.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, event, text
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from svckit import context
from svckit.db import IdMixin, utcnow
from svckit.events.envelope import EventData, wrap

EVENT = "event"
TASK = "task"
_WRITTEN = "svckit.outbox_written"


class OutboxMixin(IdMixin):
    """Columns of the outbox table. ``payload``: the envelope, or the task's keyword arguments."""

    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    queue: Mapped[str | None] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    not_before: Mapped[datetime] = mapped_column(default=utcnow)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        table = cls.__tablename__  # type: ignore[attr-defined] # set by the class that mixes this in
        return (Index(f"ix_{table}_waiting", "not_before", "id", postgresql_where=text("sent_at IS NULL")),)


class Outbox:
    """Adds rows to one service's outbox.

    Args:
        model: the service's outbox table.
        source: the service's name; the event's ``source``.
    """

    def __init__(self, model: type[Any], source: str) -> None:
        self.model = model
        self.source = source

    def emit(self, session: Session, data: EventData) -> UUID:
        """Say that something happened. Returns the event's id."""
        envelope = wrap(data, self.source)
        # Outside of any request the ids are made up by whoever asks: asked once, they agree.
        headers = {
            context.REQUEST_ID_HEADER: envelope.requestid,
            context.TRACEPARENT_HEADER: envelope.traceparent,
        }
        self._add(session, EVENT, data.type, envelope.model_dump(mode="json"), headers=headers)
        return envelope.id

    def enqueue(
        self,
        session: Session,
        task: str,
        *,
        queue: str,
        not_before: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        """Queue a Celery task by its wire name, with JSON keyword arguments, at a time or now."""
        self._add(session, TASK, task, kwargs, queue=queue, not_before=not_before)

    def _add(
        self,
        session: Session,
        kind: str,
        name: str,
        payload: dict[str, Any],
        *,
        queue: str | None = None,
        not_before: datetime | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        session.add(
            self.model(
                kind=kind,
                name=name,
                queue=queue,
                payload=payload,
                headers=headers or context.outgoing(),
                not_before=not_before or utcnow(),
            )
        )
        session.info[_WRITTEN] = True


_wakers: set[Callable[[], None]] = set()
_wakers_lock = threading.Lock()


def on_written(wake: Callable[[], None]) -> None:
    """Call ``wake`` after each commit in this process that wrote to an outbox."""
    with _wakers_lock:
        _wakers.add(wake)


@event.listens_for(Session, "after_commit")
def _wake_relays(session: Session) -> None:
    if session.info.pop(_WRITTEN, False):
        with _wakers_lock:
            wakers = list(_wakers)
        for wake in wakers:
            wake()
