"""What an admin does about deliveries and dead letters."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from notify_svc.models import DeadLetter, Delivery
from notify_svc.models.dead_letter import DeadLetterState
from notify_svc.models.delivery import DeliveryState
from notify_svc.services.mailing import GIVE_UP_AFTER, POSTED
from svckit.db import utcnow
from svckit.problems import Conflict, NotFound

RESENDABLE = (DeliveryState.UNKNOWN, DeliveryState.FAILED)
PutBack = Callable[[str, dict[str, Any]], None]
"""Puts a message on a queue and returns when the broker has it."""


def resend(session: Session, delivery_id: UUID) -> Delivery:
    """Send again what failed or is in doubt: the one way in which an e-mail may arrive twice."""
    row = session.get(Delivery, delivery_id)
    if row is None:
        raise NotFound("not-found", "There is no such e-mail in the log.")
    if row.state not in RESENDABLE:
        raise Conflict(
            "wrong-state", f"This e-mail is {row.state}: only failed or unsure ones can be sent again."
        )
    row.state, row.give_up_at = DeliveryState.PENDING, utcnow() + GIVE_UP_AFTER
    row.next_attempt_at, row.sending_at, row.attempts = utcnow(), None, 0
    row.claim += 1
    session.info[POSTED] = True
    return row


def keep_dead(session: Session, queue: str, body: Any, headers: Mapping[str, Any]) -> None:
    """Write a dead letter down, once however often the broker gives it to us."""
    content = body if isinstance(body, dict) else {"unreadable": body}
    died_at = _moment(headers.get("x-dead-at"))
    key = json.dumps([queue, content, headers.get("x-dead-at")], sort_keys=True, default=str)
    fingerprint = hashlib.sha256(key.encode()).hexdigest()
    if session.query(DeadLetter.id).filter_by(fingerprint=fingerprint).first() is not None:
        return
    session.add(
        DeadLetter(
            fingerprint=fingerprint,
            queue=str(headers.get("x-queue") or queue.removesuffix(".dead")),
            event_id=str(content.get("id", ""))[:64] or None,
            event_type=str(content.get("type", "unreadable"))[:120],
            body=content,
            error=str(headers.get("x-error") or "its readers died of it, or the broker gave up")[:2000],
            tries=int(headers.get("x-tries") or 0),
            died_at=died_at,
        )
    )


def requeue(session: Session, letter_id: UUID, who: str, put_back: PutBack) -> DeadLetter:
    """Give a dead letter to its consumer once more.

    Published before it is marked: should we die in between it is published again, and the consumer's
    inbox knows it by its id.
    """
    row = _waiting(session, letter_id)
    put_back(row.queue, row.body)
    return _decide(row, DeadLetterState.REQUEUED, who)


def discard(session: Session, letter_id: UUID, who: str) -> DeadLetter:
    """Give a dead letter up; it stays on record."""
    return _decide(_waiting(session, letter_id), DeadLetterState.DISCARDED, who)


def _waiting(session: Session, letter_id: UUID) -> DeadLetter:
    row = session.get(DeadLetter, letter_id, with_for_update=True)
    if row is None:
        raise NotFound("not-found", "There is no such dead letter.")
    if row.state != DeadLetterState.WAITING:
        raise Conflict("wrong-state", f"{row.decided_by} has {row.state} it already.")
    return row


def _decide(row: DeadLetter, state: DeadLetterState, who: str) -> DeadLetter:
    row.state, row.decided_by, row.decided_at = state, who[:200], utcnow()
    return row


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return utcnow()
    return moment if moment.tzinfo and moment < utcnow() + timedelta(days=1) else utcnow()
