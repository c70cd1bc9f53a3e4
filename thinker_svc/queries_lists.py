"""Reads of the lists of drafts. They never commit.

Counts come from tallies that the database keeps with each change (migration 0006), so that they cost the same
however many drafts there are. What is searched for by words can't be tallied: it is counted up to a limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, cast, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, Session

from svckit.paging import Page, keyset
from thinker_svc.models.draft import Draft

Sort = Literal["changed", "oldest", "created", "title"]
ARCHIVED = "archived"
FEW = 500
"""Up to so many matches of words are counted, and sorted after they were found."""

ORDERS: Mapping[Sort, tuple[Sequence[InstrumentedAttribute[Any]], bool]] = {
    "changed": ((Draft.updated_at, Draft.id), True),
    "oldest": ((Draft.updated_at, Draft.id), False),
    "created": ((Draft.id,), True),
    "title": ((Draft.title, Draft.id), False),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the drafts is asked for; None leaves a filter out. Archived ones are left out unless `state`
    asks for them."""

    state: str | None = None
    q: str | None = None
    owner: UUID | None = None
    platform: str | None = None
    search_id: UUID | None = None
    sort: Sort = "changed"

    @property
    def tallied(self) -> bool:
        """Whether the tallies know how many these are."""
        return self.search_id is None and not (self.q and self.q.strip())


@dataclass(frozen=True, slots=True)
class Counts:
    """How many match in each state; each at least, where not `exact`."""

    by_state: Mapping[str, int]
    exact: bool = True


def drafts(
    session: Session, filters: Filters, *, cursor: str | None, limit: int, few: bool | None = None
) -> Page[Draft]:
    """A page in the order asked for. `few`: whether the counts of the same filters were exact, if known."""
    where = _where(session, filters)
    columns, descending = ORDERS[filters.sort]
    statement: Select[Draft] = select(Draft)
    if few is None and not filters.tallied:
        few = counts(session, filters).exact
    if not filters.tallied and few:
        # A few matches are found by their index first: walking the order for them would read everything.
        found = select(Draft.id).where(*where).cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
        statement = statement.join(found, found.c.id == Draft.id)
    else:
        statement = statement.where(*where)
    return keyset(session, statement, columns, cursor=cursor, limit=limit, descending=descending)


def counts(session: Session, filters: Filters) -> Counts:
    """By state, whatever state is asked for; archived ones under `archived`."""
    if filters.tallied:
        return Counts(_tallied(session, filters))
    return _counted(session, filters)


def columns(session: Session, filters: Filters, states: Iterable[str], limit: int) -> dict[str, list[Draft]]:
    """For the board: the first of each state."""
    found = {}
    for state in states:
        found[state] = drafts(session, replace(filters, state=state), cursor=None, limit=limit).items
    return found


FOLD = text("""
WITH gone AS (
    DELETE FROM draft_tallies WHERE id IN (
        SELECT id FROM draft_tallies ORDER BY id LIMIT 20000 FOR UPDATE SKIP LOCKED
    ) RETURNING author_id, state, platform, n
)
INSERT INTO draft_tallies (author_id, state, platform, n)
SELECT author_id, state, platform, sum(n) FROM gone GROUP BY author_id, state, platform HAVING sum(n) <> 0
""")
LINES = text("SELECT count(*) FROM (SELECT 1 FROM draft_tallies LIMIT :most) AS lines")


def tally_lines(session: Session, most: int) -> int:
    """How many lines the tallies have, counted up to `most`."""
    return int(session.execute(LINES, {"most": most}).scalar_one())


def _tallied(session: Session, filters: Filters) -> dict[str, int]:
    where = ["platform = :platform"] + (["author_id = :owner"] if filters.owner else [])
    statement = text(
        f"SELECT state, sum(n) FROM draft_tallies WHERE {' AND '.join(where)} GROUP BY state"  # noqa: S608 - words of ours alone
    )
    values = {"platform": filters.platform or ""} | ({"owner": filters.owner} if filters.owner else {})
    return {state: int(n) for state, n in session.execute(statement, values) if n > 0}


def _counted(session: Session, filters: Filters) -> Counts:
    """Up to FEW of all, put away or not: one look, which also tells how to read the page."""
    state = case((Draft.archived_at.is_(None), Draft.state), else_=ARCHIVED).label("state")
    some = select(state).where(*_matches(session, filters)).limit(FEW + 1).subquery()
    rows = session.execute(select(some.c.state, func.count()).group_by(some.c.state))
    by_state = {name: int(number) for name, number in rows}
    return Counts(by_state, exact=sum(by_state.values()) <= FEW)


def _where(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    if filters.state == ARCHIVED:
        return [Draft.archived_at.is_not(None), *_matches(session, filters)]
    where: list[ColumnElement[bool]] = [Draft.archived_at.is_(None)]
    if filters.state:
        where.append(Draft.state == filters.state)
    return where + _matches(session, filters)


def _matches(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    """All that is asked for but the state."""
    where: list[ColumnElement[bool]] = []
    if filters.owner:
        where.append(Draft.author_id == filters.owner)
    if filters.platform:
        where.append(Draft.platforms.op("@>")(cast([filters.platform], JSONB)))
    if filters.search_id:
        where.append(Draft.search_id == filters.search_id)
    if filters.q and filters.q.strip():
        where.append(_says(session, filters.q))
    return where


def _says(session: Session, q: str) -> ColumnElement[bool]:
    """Every word of `q`, or what begins like it, stands in title, text or keywords, whatever its accents."""
    # Which way is quickest depends on the very words: a plan made once for any words reads far too much.
    planned = func.set_config("plan_cache_mode", "force_custom_plan", True)
    words, _ = session.execute(select(func.draft_words(q.replace("\x00", " ")), planned)).one()
    wanted = " & ".join(f"'{word}':*" for word in (words or "").split() if word.isprintable())
    query = func.to_tsquery(literal_column("'simple'::regconfig"), wanted)
    found: ColumnElement[bool] = literal_column("drafts.search").op("@@")(query)
    return found
