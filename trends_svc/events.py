"""What trends_svc says: a search has an answer, or won't get one; a watch spiked. It handles no events."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel

from svckit.events.envelope import EventData
from svckit.schemas import Person
from trends_svc.services.snapshot import Resolution, RisingQuery, Snapshot, Value


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
    """``repeated``: a watch asked, whose check before failed too; nobody needs to hear it again."""

    type: ClassVar[str] = "trends.search.failed"

    search_id: UUID
    keywords: list[str]
    geo: str
    timeframe: str
    requested_by: Person
    error: SearchFault
    watch_id: UUID | None = None
    repeated: bool = False


class WatchSpike(BaseModel):
    """A keyword that rose beyond what its past lets expect. ``value``: 0–100, or "<1"."""

    keyword: str
    time: datetime
    value: Value
    expected: float
    z: float


class DraftWish(BaseModel):
    """Posts that are to be drafted by themselves, as ``POST /thinker/drafts`` takes them."""

    platforms: list[str]
    template_id: UUID | None = None
    voice_id: UUID | None = None
    language: str | None = None
    tone: str | None = None
    length: str | None = None


class ChartLine(BaseModel):
    """``values``: one for each of the chart's times; null where there is none."""

    keyword: str
    values: list[Value | None]


class WatchChart(BaseModel):
    """What a picture is drawn of: numbers, a tenth of the pixels' size (docs/adr/0010).

    ``times``: seconds since 1970; ``unfinished``: how many of the last may still change.
    """

    resolution: Resolution
    times: list[int]
    unfinished: int
    lines: list[ChartLine]


class WatchSpiked(EventData):
    """Told at most once per cooldown of the watch. ``search_id``: the search that showed it.

    ``place``: the region's name; ``draft``: posts to be drafted by themselves, in the name of
    ``watched_by``; ``rising``: queries that rise along with what spiked.
    """

    type: ClassVar[str] = "trends.watch.spiked"

    watch_id: UUID
    name: str
    search_id: UUID
    watched_by: Person
    keywords: list[str]
    geo: str
    place: str
    timeframe: str
    source: str
    as_of: datetime
    spikes: list[WatchSpike]
    rising: list[RisingQuery]
    chart: WatchChart
    draft: DraftWish | None
    sample: bool
    detected_at: datetime


EMITTED = (SearchCompleted, SearchFailed, WatchSpiked)
HANDLED: dict[str, type[EventData]] = {}
