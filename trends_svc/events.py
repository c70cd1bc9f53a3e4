"""What trends_svc says: a search has an answer, or won't get one; a watch spiked. It handles no events."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel

from svckit.events.envelope import EventData
from svckit.schemas import Person
from trends_svc.services.snapshot import Snapshot, Value


class SearchCompleted(EventData):
    """The snapshot goes along: whoever drafts from it keeps a copy of their own."""

    type: ClassVar[str] = "trends.search.completed"

    search_id: UUID
    requested_by: Person
    snapshot: Snapshot


class SearchFault(BaseModel):
    """Why: ``type`` is a slug such as ``rate-limited`` or ``no-data``."""

    type: str
    title: str
    detail: str


class SearchFailed(EventData):
    type: ClassVar[str] = "trends.search.failed"

    search_id: UUID
    keywords: list[str]
    geo: str
    timeframe: str
    requested_by: Person
    error: SearchFault


class WatchSpike(BaseModel):
    """A keyword that rose beyond what its past lets expect. ``value``: 0–100, or "<1"."""

    keyword: str
    time: datetime
    value: Value
    expected: float
    z: float


class DraftWish(BaseModel):
    """Posts that are to be drafted by themselves."""

    platforms: list[str]
    template_id: UUID | None = None
    tone: str | None = None
    length: str | None = None


class WatchSpiked(EventData):
    """Told at most once per cooldown of the watch. ``search_id``: the search that showed it."""

    type: ClassVar[str] = "trends.watch.spiked"

    watch_id: UUID
    name: str
    search_id: UUID
    watched_by: Person
    keywords: list[str]
    geo: str
    timeframe: str
    spikes: list[WatchSpike]
    draft: DraftWish | None
    sample: bool
    detected_at: datetime


EMITTED = (SearchCompleted, SearchFailed, WatchSpiked)
HANDLED: dict[str, type[EventData]] = {}
