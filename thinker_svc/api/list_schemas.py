"""What the API of lists reads and writes: the board, saved filters, actions on several."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from svckit.schemas import Person, Schema
from thinker_svc.api.schemas import DraftOut, Platform
from thinker_svc.queries_lists import Sort
from thinker_svc.services.bulk import MOST, Doing
from thinker_svc.services.states import State

FilterName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$"),
]


class BoardQuery(Schema):
    q: str | None = Field(default=None, max_length=200)
    owner: UUID | Literal["me"] | None = None
    platform: Platform | None = None
    limit: int = Field(default=8, ge=1, le=20, description="Cards a column.")


class ColumnOut(Schema):
    state: State
    count: int
    items: list[DraftOut]


class BoardOut(Schema):
    columns: list[ColumnOut]
    counts_exact: bool


class FilterQuery(Schema):
    """What of a list's address is kept."""

    state: State | Literal["archived"] | None = None
    q: str | None = Field(default=None, max_length=200)
    owner: UUID | Literal["me"] | None = Field(default=None, description="`me`: whoever uses the filter.")
    platform: Platform | None = None
    sort: Sort | None = None
    view: Literal["list", "board"] | None = None


class SavedFilterBody(Schema):
    name: FilterName
    shared: bool = Field(default=False, description="The whole team sees it.")
    query: FilterQuery


class SavedFilterOut(Schema):
    id: UUID
    name: str
    shared: bool
    query: FilterQuery
    owner: Person
    mine: bool
    version: int
    updated_at: datetime


class SavedFiltersOut(Schema):
    items: list[SavedFilterOut]


class BulkBody(Schema):
    action: Doing
    draft_ids: list[UUID] = Field(min_length=1, max_length=MOST)
    owner_id: UUID | None = Field(default=None, description="For `reassign`: whose they shall be.")
    preview: bool = Field(default=False, description="Say what would happen, and change nothing.")


class BulkOutcomeOut(Schema):
    draft_id: UUID
    title: str
    done: bool
    before: str = Field(description="Its state; empty when there is no such draft.")
    after: str
    reason: str = Field(description="Why not; or what of it can't be undone.")
    undoable: bool


class BulkOut(Schema):
    id: UUID | None = Field(description="To undo it by; null of a preview.")
    action: Doing
    outcomes: list[BulkOutcomeOut]
    done: int
    refused: int
    undo_until: datetime | None
