"""What trends_svc says: a search has an answer, or won't get one. It handles no events."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel

from svckit.events.envelope import EventData
from svckit.schemas import Person
from trends_svc.services.snapshot import Snapshot


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


EMITTED = (SearchCompleted, SearchFailed)
HANDLED: dict[str, type[EventData]] = {}
