"""Reads of the review inbox. They never commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from svckit.paging import Page, keyset
from thinker_svc.figures import LANGUAGES
from thinker_svc.models.draft import Draft


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of the drafts in review is asked for; None leaves a filter out.

    `for_me`: somebody else's, not on hold, not yet approved by the reader. `overdue`: its time has passed,
    or it has waited longer than `overdue_after` (None: never for that reason). `unchecked`: in a language
    that the figures check doesn't read.
    """

    reader: UUID
    now: datetime
    overdue_after: timedelta | None
    for_me: bool | None = None
    mine: bool | None = None
    flagged: bool | None = None
    set_aside: bool | None = None
    unchecked: bool | None = None
    held: bool | None = None
    overdue: bool | None = None
    platform: str | None = None

    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """Each filter as a condition."""
        mine = Draft.author_id == self.reader
        signed = Draft.approvals.bool_op("@>")(cast([{"reviewer": {"id": str(self.reader)}}], JSONB))
        flagged = _figure("contradicted") + _figure("unsupported") > 0
        late = Draft.due_at <= self.now
        if self.overdue_after is not None:
            late = or_(late, Draft.submitted_at <= self.now - self.overdue_after)
        return {
            "for_me": and_(~mine, Draft.held.is_(None), ~signed),
            "mine": mine,
            "flagged": flagged,
            "set_aside": _figure("set_aside") > 0,
            "unchecked": Draft.language.not_in(LANGUAGES),
            "held": Draft.held.is_not(None),
            "overdue": late,
        }

    def asked(self) -> list[ColumnElement[bool]]:
        """The conditions that hold for what is asked for."""
        wanted: list[ColumnElement[bool]] = []
        for name, condition in self.conditions().items():
            value = getattr(self, name)
            if value is not None:
                wanted.append(condition if value else ~condition)
        if self.platform:
            wanted.append(Draft.platforms.bool_op("@>")(cast([self.platform], JSONB)))
        return wanted


def waiting(session: Session, asked: Waiting, *, cursor: str | None, limit: int) -> Page[Draft]:
    """Those due first on top; undated ones by how long they have waited."""
    statement = select(Draft).where(_IN_REVIEW, *asked.asked())
    order: Any = (Draft.due_at, Draft.submitted_at, Draft.id)
    return keyset(session, statement, order, cursor=cursor, limit=limit, descending=False)


def counts(session: Session, asked: Waiting) -> dict[str, int]:
    """How many wait in all, and by filter, whatever is asked for."""
    each = [func.count().filter(condition).label(name) for name, condition in asked.conditions().items()]
    row = session.execute(select(func.count().label("all"), *each).where(_IN_REVIEW)).one()
    return {name: int(number) for name, number in row._mapping.items()}


def platforms(session: Session) -> dict[str, int]:
    """How many wait for each platform."""
    name = func.jsonb_array_elements_text(Draft.platforms).label("name")
    each = select(name).where(_IN_REVIEW).subquery()
    rows = session.execute(select(each.c.name, func.count()).group_by(each.c.name).order_by(each.c.name))
    return {platform: int(number) for platform, number in rows}


# Written out, so that the partial index of what waits is used.
_IN_REVIEW = Draft.state == text("'in_review'")


def _figure(label: str) -> ColumnElement[int]:
    """How many of the draft's figures bear the label; none where nothing was checked."""
    return func.coalesce(Draft.figures[label].as_integer(), 0)
