"""Reads. They never commit."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from notify_svc.models import DeadLetter, Delivery
from svckit.paging import Page, keyset


def deliveries(
    session: Session, *, state: str | None, query: str | None, cursor: str | None, limit: int
) -> Page[Delivery]:
    """E-mails, newest first. ``query``: part of the subject or the address."""
    statement = select(Delivery)
    if state:
        statement = statement.where(Delivery.state == state)
    if query:
        found = f"%{_literal(query)}%"
        statement = statement.where(
            Delivery.subject.ilike(found, escape="\\") | Delivery.recipient.ilike(found, escape="\\")
        )
    return keyset(session, statement, [Delivery.id], cursor=cursor, limit=limit)


def delivery_counts(session: Session) -> dict[str, int]:
    rows = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return {str(state): int(count) for state, count in rows}


def dead_letters(session: Session, *, state: str, cursor: str | None, limit: int) -> Page[DeadLetter]:
    """Dead letters of one state, newest first."""
    statement = select(DeadLetter).where(DeadLetter.state == state)
    return keyset(session, statement, [DeadLetter.id], cursor=cursor, limit=limit)


def dead_letter_counts(session: Session) -> dict[str, int]:
    rows = session.execute(select(DeadLetter.state, func.count()).group_by(DeadLetter.state))
    return {str(state): int(count) for state, count in rows}


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
