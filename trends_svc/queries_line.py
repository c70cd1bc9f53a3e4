"""Reads about the line in front of a source, about who asks, and about earlier answers. Never commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from trends_svc.models import OPEN, Search, SearchPart, SearchResult, Status

_ASKERS = text(
    """
    WITH RECURSIVE asker AS (
        (SELECT requested_by_id, requested_by_name FROM searches
         ORDER BY requested_by_id DESC, id DESC LIMIT 1)
        UNION ALL
        SELECT earlier.requested_by_id, earlier.requested_by_name
        FROM asker, LATERAL (
            SELECT requested_by_id, requested_by_name FROM searches
            WHERE searches.requested_by_id < asker.requested_by_id
            ORDER BY requested_by_id DESC, id DESC LIMIT 1
        ) AS earlier
    )
    SELECT requested_by_id, requested_by_name FROM asker
    ORDER BY requested_by_name, requested_by_id LIMIT :most
    """
)
"""Jumps from person to person along the index: as fast over a million searches as over ten."""


def askers(session: Session, most: int) -> Sequence[Any]:
    """Id and newest name of everybody who ever asked."""
    return session.execute(_ASKERS, {"most": most}).all()


def front(session: Session, source: str, limit: int) -> list[Search]:
    """The first open searches of a source, in the order they get their turn."""
    statement = (
        select(Search)
        .where(Search.source == source, Search.status.in_(OPEN))
        .order_by(Search.priority, Search.id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def earlier_answer(session: Session, key: str) -> tuple[UUID, datetime] | None:
    """The search that has the newest answer to a question, however old, and as of when it is."""
    statement = (
        select(Search.id, Search.as_of)
        .where(Search.question_key == key, Search.status == Status.COMPLETED)
        .order_by(Search.as_of.desc())
        .limit(1)
    )
    found = session.execute(statement).first()
    return None if found is None or found[1] is None else (found[0], found[1])


def parts_to_go_on_from(
    session: Session, key: str, keywords: list[str], since: datetime
) -> list[tuple[str, dict[str, Any]]]:
    """Name and data of the parts of the newest answer to a question, if some of it is missing."""
    newest = (
        select(Search.id)
        .join(SearchResult, SearchResult.search_id == Search.id)
        .where(
            Search.question_key == key,
            Search.status == Status.COMPLETED,
            Search.as_of >= since,
            Search.keywords == keywords,
            func.jsonb_array_length(SearchResult.snapshot["missing"]) > 0,
        )
        .order_by(Search.as_of.desc(), Search.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(select(SearchPart.name, SearchPart.data).where(SearchPart.search_id == newest))
    return [(row.name, row.data) for row in rows]
