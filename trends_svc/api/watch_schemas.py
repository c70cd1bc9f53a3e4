"""What the routes of watches read and write."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from svckit.schemas import PageQuery, Person, Schema
from trends_svc.api.schemas import Fault
from trends_svc.models import Watch as WatchRow
from trends_svc.models import WatchCheck as CheckRow
from trends_svc.queries_watches import Newest
from trends_svc.services.schedules import Schedule
from trends_svc.services.spiking import Spike, SpikeRule

OutcomeName = Literal["pending", "quiet", "spiked", "cooling", "failed"]


class Draft(Schema):
    """Posts to be drafted by themselves when it spikes."""

    platforms: list[str] = Field(min_length=1, max_length=20)
    template_id: UUID | None = None
    voice_id: UUID | None = None
    language: str | None = Field(default=None, max_length=20)
    tone: str | None = Field(default=None, max_length=40)
    length: str | None = Field(default=None, max_length=40)


class WatchedQuestion(Schema):
    """A question, as a search asks it."""

    keywords: list[str] = Field(max_length=50)
    geo: str = Field(default="", max_length=20)
    timeframe: str = Field(default="today 12-m", max_length=60)
    category: int = 0
    property: str = Field(default="", max_length=20)
    source: str = Field(default="google", max_length=20, description="See GET sources.")


class WatchIn(WatchedQuestion):
    """A question and how to watch it."""

    name: str = Field(default="", max_length=120, description="Empty: its keywords.")
    schedule: Schedule = Schedule()
    rule: SpikeRule = SpikeRule()
    cooldown_hours: int = Field(default=24, ge=0, le=24 * 60, description="Told at most once in so long.")
    draft: Draft | None = None
    active: bool = True


class WatchQuery(PageQuery):
    active: bool | None = None
    spiked_since: AwareDatetime | None = Field(default=None, description="Told of a spike then or later.")


class Check(Schema):
    """One asking and what it found. ``cooling``: it spiked, but that was told lately."""

    id: UUID
    watch_id: UUID
    search_id: UUID
    created_at: datetime
    finished_at: datetime | None
    outcome: OutcomeName
    findings: list[Spike]
    error: Fault | None

    @classmethod
    def of(cls, row: CheckRow) -> "Check":
        return cls.model_validate(
            {
                **{name: getattr(row, name) for name in cls.model_fields},
                "outcome": row.outcome or "pending",
                "findings": row.findings or [],
            }
        )


class Watch(Schema):
    """A watch as it stands."""

    id: UUID
    name: str
    keywords: list[str]
    geo: str
    timeframe: str
    category: int
    property: str
    source: str = "google"
    schedule: Schedule
    rule: SpikeRule
    cooldown_hours: int
    draft: Draft | None
    active: bool
    version: int
    created_by: Person
    created_at: datetime
    updated_at: datetime
    next_at: datetime | None = Field(description="Its next check; null while it is off.")
    last_checked_at: datetime | None
    last_spiked_at: datetime | None
    last_check: Check | None = Field(description="The newest one, whether or not it is judged yet.")
    shape: list[int] | None = Field(description="At most 24 values of its newest answer.")

    @classmethod
    def of(cls, row: WatchRow, newest: Newest | None = None) -> "Watch":
        plain = (
            "id", "name", "schedule", "rule", "cooldown_hours", "draft", "active", "version", "created_at",
            "updated_at", "next_at", "last_checked_at", "last_spiked_at",
        )  # fmt: skip
        given: dict[str, Any] = {name: getattr(row, name) for name in plain}
        person = {"id": row.created_by_id, "name": row.created_by_name}
        check = Check.of(newest.check) if newest else None
        told = {"created_by": person, "last_check": check, "shape": newest.shape if newest else None}
        return cls.model_validate({**given, **row.question, **told})


class Counts(Schema):
    """Of all watches."""

    active: int
    paused: int


class WatchPage(Schema):
    items: list[Watch]
    next: str | None = Field(description="`cursor` of the next page.")
    counts: Counts


class CheckPage(Schema):
    items: list[Check]
    next: str | None = Field(description="`cursor` of the next page.")


class BackTestIn(Schema):
    """A rule to be tried on a search's result, or on the newest answer to a question."""

    search_id: UUID | None = None
    question: WatchedQuestion | None = None
    rule: SpikeRule = SpikeRule()
    cooldown_hours: int = Field(default=24, ge=0, le=24 * 60)


class BackTest(Schema):
    """What would have been told, and in which time."""

    search_id: UUID
    keywords: list[str]
    count: int
    fired: list[Spike]
    since: datetime | None
    until: datetime | None
    sample: bool


__all__ = [
    "BackTest", "BackTestIn", "Check", "CheckPage", "Counts", "Draft", "Watch", "WatchIn", "WatchPage",
    "WatchQuery", "WatchedQuestion",
]  # fmt: skip
