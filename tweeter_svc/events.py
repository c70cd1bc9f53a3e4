"""The events this service emits, and those it takes."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from svckit.events.envelope import EventData


class Person(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str


class AccountRef(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    platform: str


class EventError(BaseModel):
    model_config = ConfigDict(frozen=True)

    type: str
    detail: str


class DeliveryRef(BaseModel):
    """How one delivery stands. `state`: pending, sending, delivered, failed or unknown."""

    model_config = ConfigDict(frozen=True)

    account: AccountRef
    state: str
    remote_url: str | None
    error: EventError | None


class PostEvent(EventData):
    """A post reached a state. `error` says why where the deliveries can't."""

    post_id: UUID
    draft_id: UUID
    title: str
    state: str
    texts: dict[str, str]
    content_hash: str
    sample: bool
    scheduled_at: datetime
    published_at: datetime | None
    author: Person
    approver: Person
    deliveries: list[DeliveryRef]
    error: EventError | None


class PostScheduled(PostEvent):
    type: ClassVar[str] = "tweeter.post.scheduled"


class PostPublished(PostEvent):
    """On every account."""

    type: ClassVar[str] = "tweeter.post.published"


class PostFailed(PostEvent):
    """On no account, or (`state` is partially_published) not on all."""

    type: ClassVar[str] = "tweeter.post.failed"


class PostMissed(PostEvent):
    type: ClassVar[str] = "tweeter.post.missed"


class PostCancelled(PostEvent):
    type: ClassVar[str] = "tweeter.post.cancelled"


class AccountDisconnected(EventData):
    """An account's credentials are no longer accepted; somebody has to connect it again."""

    type: ClassVar[str] = "tweeter.account.disconnected"

    account_id: UUID
    name: str
    platform: str
    error: EventError


EMITTED: tuple[type[EventData], ...] = (
    PostScheduled,
    PostPublished,
    PostFailed,
    PostMissed,
    PostCancelled,
    AccountDisconnected,
)


class ImageData(BaseModel):
    """A picture that goes out with the texts; its bytes come in `thinker.image.approved`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    alt: str
    mime: str
    width: int
    height: int


class ImageApproved(EventData):
    """From thinker_svc: the bytes (base64) of an image of an approved draft."""

    type: ClassVar[str] = "thinker.image.approved"

    sha256: str
    mime: str
    content: str


class DraftApproved(EventData):
    """From thinker_svc: exactly these texts and images may be published. `account_ids` empty: every connected
    account of the platforms. `publish_at` None: at once.
    """

    type: ClassVar[str] = "thinker.draft.approved"

    draft_id: UUID
    title: str
    author: Person
    reviewer: Person
    version: int
    content_hash: str
    texts: dict[str, str] = Field(min_length=1)
    images: list[ImageData] = Field(default_factory=list)
    platforms: list[str] = Field(min_length=1)
    account_ids: list[UUID] = Field(default_factory=list)
    publish_at: datetime | None = None
    sample: bool = False

    def model_post_init(self, _context: Any) -> None:
        if self.publish_at is not None and self.publish_at.tzinfo is None:
            raise ValueError("publish_at has no time zone")


class DraftWithdrawn(EventData):
    """From thinker_svc: an approval is void, because the draft was edited."""

    type: ClassVar[str] = "thinker.draft.withdrawn"

    draft_id: UUID
    content_hash: str


HANDLED: dict[str, type[EventData]] = {
    model.type: model for model in (DraftApproved, DraftWithdrawn, ImageApproved)
}
