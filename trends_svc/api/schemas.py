"""What the HTTP API reads and writes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, RootModel

from svckit.schemas import PageQuery, Person, Schema
from trends_svc.models import Search as SearchRow
from trends_svc.services.snapshot import Snapshot
from trends_svc.services.timeframes import DEFAULT

StatusName = Literal["queued", "running", "completed", "failed", "cancelled"]


class SearchIn(Schema):
    """A question. What is wrong with its words is told field by field."""

    keywords: list[str] = Field(max_length=50, description="1 to 5, at most 100 characters each.")
    geo: str = Field(default="", max_length=20, description="Region code; empty = worldwide.")
    timeframe: str = Field(
        default=DEFAULT,
        max_length=60,
        description="See GET timeframes, or two dates: `2026-01-01 2026-03-31`.",
    )
    category: int = Field(default=0, description="Google's category number; 0 = all.")
    property: str = Field(
        default="", max_length=20, description="Empty = web; images, news, youtube, froogle."
    )


class SearchQuery(PageQuery):
    """Filters of the list."""

    status: StatusName | None = None
    q: str | None = Field(default=None, max_length=100, description="Part of a keyword.")


class Progress(Schema):
    """Where a search is. ``next_at``: when a postponed one goes on."""

    step: str = Field(
        description="queued, waiting, explore, series, regions, related, done, failed or cancelled."
    )
    done: int
    total: int
    message: str
    next_at: datetime | None


class Fault(Schema):
    """Why a search failed. ``retry_after``: seconds after which another try makes sense."""

    type: str
    title: str
    detail: str
    retry_after: int | None = None


class Search(Schema):
    """A search and how far it is."""

    id: UUID
    keywords: list[str]
    geo: str
    timeframe: str
    category: int
    property: str
    status: StatusName
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    created_by: Person
    error: Fault | None
    source: str
    sample: bool = Field(description="The numbers are made up.")
    cached: bool
    as_of: datetime | None
    progress: Progress
    shape: list[int] | None = Field(
        description="At most 24 values of the first keyword, for a small picture."
    )

    @classmethod
    def of(cls, row: SearchRow) -> "Search":
        return cls.model_validate(
            {
                **{name: getattr(row, name) for name in _PLAIN},
                "created_by": {"id": row.requested_by_id, "name": row.requested_by_name},
                "progress": {
                    "step": row.step,
                    "done": row.steps_done,
                    "total": row.steps_total,
                    "message": row.message,
                    "next_at": row.not_before,
                },
            }
        )


_PLAIN = (
    "id",
    "keywords",
    "geo",
    "timeframe",
    "category",
    "property",
    "status",
    "created_at",
    "started_at",
    "finished_at",
    "error",
    "source",
    "sample",
    "cached",
    "as_of",
    "shape",
)


class SearchPage(Schema):
    items: list[Search]
    next: str | None = Field(description="`cursor` of the next page.")


class Geo(Schema):
    code: str
    name: str


class Timeframe(Schema):
    """``resolution``: one point per minute, hour, day, week or month."""

    value: str
    label: str
    resolution: str


class Geos(RootModel[list[Geo]]):
    """All of them."""


class Timeframes(RootModel[list[Timeframe]]):
    """All of them."""


__all__ = [
    "Geo",
    "Geos",
    "Search",
    "SearchIn",
    "SearchPage",
    "SearchQuery",
    "Snapshot",
    "Timeframe",
    "Timeframes",
]
