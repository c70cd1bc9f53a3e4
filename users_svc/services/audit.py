"""The audit log: append-only, each line chained to the one before by its hash."""

import hashlib
import json
from contextlib import closing
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit import context
from svckit.db import utcnow
from users_svc import queries
from users_svc.models.audit_event import AuditEvent
from users_svc.models.user import User

_LOCK = 0x7573_6572_0002
GENESIS = "0" * 64
SYSTEM = "system"


def record(
    session: Session, action: str, *, actor: User | None, subject_id: UUID | None, **detail: Any
) -> AuditEvent:
    """Append a line in the caller's transaction, after locking the end of the chain.

    Args:
        action: what was done, as ``user.role_changed``.
        actor: who did it; None for the system or nobody signed in.
        detail: what else matters: strings, whole numbers, booleans. No secret, no password.
    """
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last = queries.last_audit_event(session)
    event = AuditEvent(
        seq=last.seq + 1 if last else 1,
        at=utcnow(),
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else SYSTEM,
        action=action,
        subject_id=subject_id,
        detail=detail,
        request_id=context.request_id(),
        previous_hash=last.hash if last else GENESIS,
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    return event


def digest(event: AuditEvent) -> str:
    """The hash of a line, over all it says and the hash of the line before it."""
    said = {
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": str(event.actor_id) if event.actor_id else None,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject_id": str(event.subject_id) if event.subject_id else None,
        "detail": event.detail,
        "request_id": event.request_id,
        "previous_hash": event.previous_hash,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(session: Session) -> int | None:
    """The number of the first line that was altered, removed or put in; None when the chain holds."""
    previous, expected = GENESIS, 1
    with closing(queries.audit_chain(session)) as chain:
        for event in chain:
            if event.seq != expected or event.previous_hash != previous or event.hash != digest(event):
                return expected
            previous, expected = event.hash, event.seq + 1
    return None
