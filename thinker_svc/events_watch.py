"""What watches of trends_svc tell."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from svckit.events.envelope import EventData


class WatchOwner(BaseModel):
    """Whose watch it is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str


class DraftWish(BaseModel):
    """Posts that a watch wants drafted by themselves."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    platforms: list[str] = []
    template_id: UUID | None = None
    voice_id: UUID | None = None
    language: str | None = None
    tone: str | None = None
    length: str | None = None


class WatchSpiked(EventData):
    """A watched keyword rose beyond what its past lets expect, as the search shows."""

    type: ClassVar[str] = "trends.watch.spiked"
    watch_id: UUID
    name: str
    search_id: UUID
    watched_by: WatchOwner
    draft: DraftWish | None = None
