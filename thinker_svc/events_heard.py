"""What thinker_svc hears from the others, of which it reads only what it needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from svckit.events.envelope import EventData
from thinker_svc.events_parts import ErrorData, PersonData


class SearchCompleted(EventData):
    """A search is done; `snapshot` is its whole result."""

    type: ClassVar[str] = "trends.search.completed"
    search_id: UUID
    snapshot: dict[str, Any]


class SearchFailed(EventData):
    """A search brought nothing."""

    type: ClassVar[str] = "trends.search.failed"
    search_id: UUID
    keywords: tuple[str, ...] = ()
    geo: str = ""
    timeframe: str = ""
    error: ErrorData


class UserChanged(EventData):
    """A person as they are now."""

    user_id: UUID
    name: str
    role: str
    active: bool
    verified: bool


class UserRegistered(UserChanged):
    type: ClassVar[str] = "user.registered"


class UserVerified(UserChanged):
    type: ClassVar[str] = "user.verified"


class UserUpdated(UserChanged):
    type: ClassVar[str] = "user.updated"


class UserDeactivated(UserChanged):
    type: ClassVar[str] = "user.deactivated"


class PostChanged(EventData):
    """What became of the post that an approval made."""

    post_id: UUID
    draft_id: UUID
    state: str
    scheduled_at: datetime | None = None
    published_at: datetime | None = None


class PostScheduled(PostChanged):
    type: ClassVar[str] = "tweeter.post.scheduled"


class PostPublished(PostChanged):
    type: ClassVar[str] = "tweeter.post.published"


class PostFailed(PostChanged):
    type: ClassVar[str] = "tweeter.post.failed"


class PostMissed(PostChanged):
    type: ClassVar[str] = "tweeter.post.missed"


class PostCancelled(PostChanged):
    type: ClassVar[str] = "tweeter.post.cancelled"


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
    watched_by: PersonData
    draft: DraftWish | None = None


PEOPLE: tuple[type[UserChanged], ...] = (UserRegistered, UserVerified, UserUpdated, UserDeactivated)
POSTS: tuple[type[PostChanged], ...] = (PostScheduled, PostPublished, PostFailed, PostMissed, PostCancelled)
_HEARD: tuple[type[EventData], ...] = (SearchCompleted, SearchFailed, WatchSpiked, *PEOPLE, *POSTS)
HANDLED: dict[str, type[EventData]] = {model.type: model for model in _HEARD}
