"""One database session per unit of work, over Flask-SQLAlchemy.

Each service makes its own ``db = make_db(Base)`` in ``models/base.py``. Routes, tasks and consumers open
``unit_of_work(db)``: it commits once, at the edge. Queries and services never commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import JSON

from svckit.ids import uuid7

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")
"""Column type for JSON: jsonb on PostgreSQL, text elsewhere."""


def utcnow() -> datetime:
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC; refuses naive ones. SQLite gives its own back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime: give it a timezone")
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


TYPES: dict[Any, Any] = {
    datetime: UtcDateTime(),
    dict[str, Any]: Json,
    list[Any]: Json,
    list[str]: Json,
    UUID: Uuid(),
}
"""Column type by annotation; a service's Base names it as its ``type_annotation_map``."""


def make_metadata() -> MetaData:
    """Metadata with stable constraint names, so that migrations can name what they drop."""
    return MetaData(naming_convention=NAMING)


def make_db(base: type[DeclarativeBase]) -> SQLAlchemy:
    """The Flask-SQLAlchemy extension of one service, over its own Base.

    ``models/base.py`` of every service::

        class Base(DeclarativeBase):
            metadata = make_metadata()
            type_annotation_map = TYPES

        db = make_db(Base)

    Models inherit ``Base`` (typed), sessions come from ``db`` (bound to the app).
    """
    return SQLAlchemy(metadata=base.metadata, session_options={"expire_on_commit": False})


class IdMixin:
    """``id``: UUIDv7."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)


class TimestampsMixin:
    """``created_at``, ``updated_at``: UTC."""

    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)


def engine_options(url: URL, *, threads: int) -> dict[str, Any]:
    """Pool sizes that fit a process of so many threads; safe time-outs."""
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 15}}
    return {
        "pool_size": min(threads, 8),
        "max_overflow": 8,
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "pool_timeout": 5,
        "connect_args": {
            "connect_timeout": 5,
            "application_name": "trends-microservice",
            # A transaction that was forgotten must not hold its locks for ever.
            "options": "-c idle_in_transaction_session_timeout=60000 -c statement_timeout=30000"
            " -c timezone=utc",
        },
    }


def init_app(app: Flask, db: SQLAlchemy, database_url: str, *, threads: int = 16) -> None:
    """Bind a service's database to its app."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(make_url(database_url), threads=threads)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _tune_sqlite(db.engine)


def _tune_sqlite(engine: Engine) -> None:
    """Write-ahead log, enforced foreign keys, and real BEGINs so that reads don't upgrade mid-way."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=15000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def unit_of_work(db: SQLAlchemy) -> Iterator[Session]:
    """The session of the work in hand: committed at the end of the block, rolled back on an error."""
    session: Session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
