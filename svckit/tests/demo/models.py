"""Tables and events of the demo service."""

import os
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from svckit import context
from svckit.db import TYPES, IdMixin, TimestampsMixin, make_db, make_metadata
from svckit.events.envelope import EventData
from svckit.events.inbox import InboxMixin
from svckit.idempotency import IdempotencyMixin
from svckit.outbox import Outbox, OutboxMixin


class Base(DeclarativeBase):
    metadata = make_metadata()
    type_annotation_map = TYPES


db = make_db(Base)


class Note(IdMixin, TimestampsMixin, Base):
    __tablename__ = "notes"

    text: Mapped[str] = mapped_column(String(100))
    author: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int] = mapped_column(default=1)


class Effect(IdMixin, Base):
    """What a handler or a task did: a row each time it did it."""

    __tablename__ = "effects"

    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60))
    request_id: Mapped[str] = mapped_column(String(64))
    pid: Mapped[int]


class OutboxRow(OutboxMixin, Base):
    __tablename__ = "outbox"


class InboxRow(InboxMixin, Base):
    __tablename__ = "inbox"


class IdempotencyRow(IdempotencyMixin, Base):
    __tablename__ = "idempotency"


outbox = Outbox(OutboxRow, source="demo")


class NoteMade(EventData):
    type: ClassVar[str] = "demo.note.made"

    note_id: UUID
    text: str


def leave(session: Session, kind: str, subject: object) -> None:
    """Write down that something was done."""
    session.add(Effect(kind=kind, subject=str(subject), request_id=context.request_id(), pid=os.getpid()))
