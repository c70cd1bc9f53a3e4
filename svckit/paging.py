"""Keyset pages: a page costs the same however deep it lies, and nothing is skipped or doubled when
rows come in between.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from svckit.problems import BadRequest

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Items, and the cursor of the next page or None at the end."""

    items: list[T]
    next: str | None


def keyset(
    session: Session,
    statement: Select[T],
    columns: Sequence[InstrumentedAttribute[Any]],
    *,
    cursor: str | None,
    limit: int,
    descending: bool = True,
) -> Page[T]:
    """A page of ``statement`` ordered by ``columns``, the last of which is unique (the id).

    Raises:
        BadRequest: a cursor that we did not give out.
    """
    order = [column.desc() if descending else column.asc() for column in columns]
    if cursor is not None:
        values = _decode(cursor, [column.type.python_type for column in columns])
        # Each value carries its column's type, else a UUID bound alone has none to be sent as.
        bound = [literal(value, column.type) for column, value in zip(columns, values, strict=True)]
        here, there = tuple_(*columns), tuple_(*bound)
        statement = statement.where(here < there if descending else here > there)
    rows: list[T] = list(session.scalars(statement.order_by(*order).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    next_cursor = _encode([getattr(rows[-1], column.key) for column in columns]) if more else None
    return Page(rows, next_cursor)


def _encode(values: Sequence[Any]) -> str:
    raw = json.dumps([_to_json(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, UUID):
        return {"u": str(value)}
    return value


def _decode(cursor: str, types: Sequence[type[Any]]) -> list[Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = [_from_json(value) for value in json.loads(raw)]
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise _bad_cursor() from error
    if len(values) != len(types) or not all(map(isinstance, values, types)):
        raise _bad_cursor()
    return values


def _bad_cursor() -> BadRequest:
    return BadRequest("invalid-cursor", "This cursor isn't one of ours. Start again without one.")


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        if "t" in value:
            moment = datetime.fromisoformat(value["t"])
            if moment.tzinfo is None:
                raise ValueError("naive")
            return moment.astimezone(UTC)
        return UUID(value["u"])
    return value
