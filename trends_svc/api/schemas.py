"""What the HTTP API reads and writes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, RootModel

from svckit.schemas import PageQuery, Person, Schema
from trends_svc.models import Search as SearchRow
from trends_svc.services import line
from trends_svc.services.snapshot import Snapshot
from trends_svc.services.spiking import Spike
from trends_svc.services.timeframes import DEFAULT

StatusName = Literal["queued", "running", "completed", "failed", "cancelled"]


class SearchIn(Schema):
    """A question. What is wrong with its words is told field by field."""

    keywords: list[str] = Field(
        max_length=50,
        description="1 to 5, at most 100 characters each; up to 25 are compared through a shared one.",
    )
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
    source: str = Field(
        default="google", max_length=20, description="See GET sources for those that can be asked, and how."
    )
    refresh: bool = Field(
        default=False, description="Ask anew, even if an equal question was answered a short while ago."
    )


class SearchQuery(PageQuery):
    """Filters of the list."""

    status: StatusName | None = None
    q: str | None = Field(default=None, max_length=100, description="Part of a keyword.")
    geo: str | None = Field(default=None, max_length=20, description="Region code; empty = worldwide.")
    mine: bool = Field(default=False, description="Only what the caller asked.")
    by: UUID | None = Field(default=None, description="Only what this person asked; see GET askers.")
    source: str | None = Field(default=None, max_length=20)
    watch_id: UUID | None = None
    since: AwareDatetime | None = Field(default=None, description="Asked then or later.")
    until: AwareDatetime | None = Field(default=None, description="Asked before then.")


class Waiting(Schema):
    """Why a search isn't being answered yet."""

    reason: Literal["line", "paused", "retry", "shared"] = Field(
        description="line: others are before it; paused: Google asked us to slow down; retry: its own next "
        "try is set; shared: an equal search is being answered."
    )
    place: int = Field(description="Place in line; 1 is next.")
    eta_seconds: int = Field(description="Until it is likely to begin.")


class Progress(Schema):
    """Where a search is. ``next_at``: when a postponed one goes on."""

    step: str = Field(
        description="queued, waiting, explore, series, regions, related, done, failed or cancelled."
    )
    done: int
    total: int
    message: str
    next_at: datetime | None
    waiting: Waiting | None = Field(default=None, description="Null while it is being answered, and after.")


class Fault(Schema):
    """Why a search failed. ``retry_after``: seconds after which another try makes sense."""

    type: str
    title: str
    detail: str
    retry_after: int | None = None


class Earlier(Schema):
    """An older answer to the same question, to look at meanwhile."""

    search_id: UUID
    as_of: datetime


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
    cached: bool = Field(description="Another search's answer, see `as_of` and `answered_by`.")
    answered_by: UUID | None = Field(description="The search whose answer this is, if not its own.")
    watch_id: UUID | None = Field(description="The watch that asked.")
    as_of: datetime | None
    progress: Progress
    shape: list[int] | None = Field(
        description="At most 24 values of the first keyword, for a small picture."
    )
    earlier: Earlier | None = Field(
        default=None, description="Given by GET searches/{id} while it is open, where there is one."
    )

    @classmethod
    def of(
        cls, row: SearchRow, waits: line.Waiting | None = None, earlier: Earlier | None = None
    ) -> "Search":
        return cls.model_validate(
            {
                **{name: getattr(row, name) for name in _PLAIN},
                "earlier": earlier,
                "created_by": {"id": row.requested_by_id, "name": row.requested_by_name},
                "progress": {
                    "step": row.step,
                    "done": row.steps_done,
                    "total": row.steps_total,
                    "message": waits.message if waits and waits.reason != "retry" else row.message,
                    "next_at": row.not_before,
                    "waiting": waits
                    and {
                        "reason": waits.reason,
                        "place": waits.place,
                        "eta_seconds": waits.eta_seconds,
                    },
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
    "answered_by",
    "watch_id",
    "shape",
)


class SearchPage(Schema):
    items: list[Search]
    next: str | None = Field(description="`cursor` of the next page.")


class SpikesQuery(Schema):
    sensitivity: Literal["low", "normal", "high"] = "normal"


class Spikes(Schema):
    """Points that rose beyond what their past lets expect; ``alert``: the keywords that spike right now."""

    items: list[Spike]
    alert: list[str]


class ChartQuery(Schema):
    format: Literal["png", "svg"] = "png"
    zoom: float = Field(default=1.0, ge=0.5, le=3, description="1 is 960 × 480.")


class Geo(Schema):
    code: str
    name: str


class Timeframe(Schema):
    """``resolution``: one point per minute, hour, day, week or month."""

    value: str
    label: str
    resolution: str


class Category(Schema):
    id: int
    name: str


class Source(Schema):
    """Where interest comes from, and what it can tell."""

    name: str
    title: str
    answers: list[Literal["series", "regions", "related", "trending", "suggestions"]] = Field(
        description="Which parts a search of this source has; `series` makes it one to search with."
    )
    most_keywords: int = Field(description="In one comparison.")
    knows: list[Literal["geo", "category", "property"]] = Field(description="Fields it understands.")
    scale: Literal["answer", "fixed"] = Field(
        description="answer: numbers are relative to the highest of one answer; fixed: to one scale for all."
    )
    by: Literal["asked", "uploaded", "planned"] = Field(
        description="asked: it answers searches; uploaded: see POST uploads; planned: it isn't built yet."
    )
    trending: Literal["country", "all", ""] = Field(
        description="Whether GET trending asks it by country, for all at once, or not at all."
    )
    note: str
    export_of: str = Field(description="The source whose exports are uploaded as this one; else empty.")


class Categories(RootModel[list[Category]]):
    """All of them."""


class Sources(RootModel[list[Source]]):
    """All of them."""


class Geos(RootModel[list[Geo]]):
    """All of them."""


class Timeframes(RootModel[list[Timeframe]]):
    """All of them."""


__all__ = [
    "Categories",
    "ChartQuery",
    "Geo",
    "Geos",
    "Search",
    "SearchIn",
    "SearchPage",
    "SearchQuery",
    "Snapshot",
    "Sources",
    "Spikes",
    "SpikesQuery",
    "Timeframe",
    "Timeframes",
]
