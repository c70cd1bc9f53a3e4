"""``Idempotency-Key``: a POST that creates, sent twice with one key, creates once.

The key's row is written in the transaction of the change, with the answer. A repeat gets that answer
back; the same key with another body is refused. The table is the service's own::

    class IdempotencyKey(IdempotencyMixin, Base):
        __tablename__ = "idempotency_key"
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, make_response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from svckit.db import unit_of_work, utcnow
from svckit.problems import BadRequest, Conflict
from svckit.web import current

HEADER = "Idempotency-Key"
KEEP = timedelta(hours=24)
MAX_LENGTH = 128


class IdempotencyMixin:
    """Columns of the table. ``answer``: ``{"status", "body", "headers"}`` once known."""

    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(MAX_LENGTH), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


def once(
    db: SQLAlchemy, model: type[Any], create: Callable[[Session], Response], *, body: bytes | None = None
) -> Response:
    """Run ``create`` in a unit of work, or give back what it answered to this key before.

    ``body``: what a repeat must have in common, where the body as sent differs each time (a form's
    boundaries).

    ``create`` gets the session and returns the response; it must not commit. Two requests at the same
    time with one key: the second waits for the first's commit and then gets its answer.

    Raises:
        BadRequest: the key is too long.
        Conflict: ``idempotency-key-reused``: the key was used for another request.
    """
    key = request.headers.get(HEADER, "").strip()
    with unit_of_work(db) as session:
        if not key:
            return create(session)
        if len(key) > MAX_LENGTH:
            raise BadRequest("invalid-idempotency-key", f"{HEADER} has at most {MAX_LENGTH} characters.")
        principal = current().id
        fingerprint = _fingerprint(body)
        if not _claim(session, model, principal, key, fingerprint):
            return _repeat(session, model, principal, key, fingerprint)
        response = create(session)
        row = session.get_one(model, (principal, key))
        row.answer = {
            "status": response.status_code,
            "body": response.get_data(as_text=True),
            "headers": {
                n: v for n, v in response.headers.items() if n in {"Location", "ETag", "Content-Type"}
            },
        }
        return response


def _fingerprint(body: bytes | None) -> str:
    told = request.get_data(cache=True) if body is None else body
    raw = b"\0".join([request.method.encode(), request.path.encode(), told])
    return hashlib.sha256(raw).hexdigest()


def _claim(session: Session, model: type[Any], principal: UUID, key: str, fingerprint: str) -> bool:
    session.execute(delete(model).where(model.principal_id == principal, model.created_at < utcnow() - KEEP))
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    claimed = session.execute(
        insert(model)
        .values(principal_id=principal, key=key, fingerprint=fingerprint, answer=None, created_at=utcnow())
        .on_conflict_do_nothing()
        .returning(model.key)
    )
    return claimed.first() is not None


def _repeat(session: Session, model: type[Any], principal: UUID, key: str, fingerprint: str) -> Response:
    row = session.execute(
        select(model).where(model.principal_id == principal, model.key == key)
    ).scalar_one_or_none()
    if row is None or row.fingerprint != fingerprint or row.answer is None:
        raise Conflict(
            "idempotency-key-reused",
            f"This {HEADER} was used for another request. Use a new one for each new request.",
        )
    response: Response = make_response(row.answer["body"], row.answer["status"])
    response.headers.update(row.answer["headers"])
    response.headers["Idempotency-Replayed"] = "true"
    return response
