"""What thinker_svc tells the others, and what it hears from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from svckit.events.envelope import EventData


class PersonData(BaseModel):
    """Somebody, as they stand in events."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str


class ErrorData(BaseModel):
    """What went wrong, for a person to read; `type` is stable."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    title: str
    detail: str


class _DraftEvent(EventData):
    draft_id: UUID
    title: str
    search_id: UUID
    keywords: list[str]
    author: PersonData
    platforms: list[str]
    sample: bool


class DraftReady(_DraftEvent):
    """A draft was written and can be edited."""

    type: ClassVar[str] = "thinker.draft.ready"


class DraftFailed(_DraftEvent):
    """A draft could not be written; `error` says why and what to do."""

    type: ClassVar[str] = "thinker.draft.failed"
    error: ErrorData


class _ContentEvent(_DraftEvent):
    version: int
    content_hash: str
    texts: dict[str, str]
    publish_at: datetime | None


class DraftSubmitted(_ContentEvent):
    """A draft waits for a reviewer."""

    type: ClassVar[str] = "thinker.draft.submitted"


class DraftChangesRequested(_ContentEvent):
    """A reviewer sent the draft back with a comment."""

    type: ClassVar[str] = "thinker.draft.changes_requested"
    reviewer: PersonData
    comment: str


class DraftRejected(_ContentEvent):
    """A reviewer refused the draft for good, with a comment."""

    type: ClassVar[str] = "thinker.draft.rejected"
    reviewer: PersonData
    comment: str


class DraftApproved(_ContentEvent):
    """A reviewer signed `content_hash`: exactly `texts`, to be published at `publish_at` or at once."""

    type: ClassVar[str] = "thinker.draft.approved"
    reviewer: PersonData
    account_ids: list[UUID]


class DraftWithdrawn(EventData):
    """The approval of `content_hash` no longer holds: what waits to be published under it must not be."""

    type: ClassVar[str] = "thinker.draft.withdrawn"
    draft_id: UUID
    content_hash: str


EMITTED: tuple[type[EventData], ...] = (
    DraftReady,
    DraftFailed,
    DraftSubmitted,
    DraftChangesRequested,
    DraftRejected,
    DraftApproved,
    DraftWithdrawn,
)


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


PEOPLE: tuple[type[UserChanged], ...] = (UserRegistered, UserVerified, UserUpdated, UserDeactivated)
POSTS: tuple[type[PostChanged], ...] = (PostScheduled, PostPublished, PostFailed, PostMissed, PostCancelled)
_HEARD: tuple[type[EventData], ...] = (SearchCompleted, SearchFailed, *PEOPLE, *POSTS)
HANDLED: dict[str, type[EventData]] = {model.type: model for model in _HEARD}
