"""What notify_svc understands of the other services' events. It emits none.

These models read no more than the e-mails say; fields that are missing have an honest blank, because
an e-mail with a blank line is better than none.
"""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from svckit.events.envelope import EventData

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\x00-\x1f\x7f]{1,64}@[^\s@<>\"(),:;\\\x00-\x1f\x7f]{1,255}")


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("not an address we write to")
    return value


Address = Annotated[str, Field(max_length=320), AfterValidator(_address)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PersonRef(_Part):
    id: UUID
    name: str = ""


class ErrorInfo(_Part):
    type: str = ""
    title: str = ""
    detail: str = ""


class UserChanged(EventData):
    """user.registered, verified, updated, deactivated."""

    user_id: UUID
    email: Address
    name: str
    role: str
    active: bool
    verified: bool


class LinkRequested(EventData):
    """user.verification_requested, user.password_reset_requested."""

    user_id: UUID
    email: Address
    name: str
    token_id: UUID
    expires_at: datetime


class RegistrationRepeated(EventData):
    user_id: UUID
    email: Address
    name: str


class SearchFailed(EventData):
    search_id: UUID
    keywords: list[str] = Field(default_factory=list)
    requested_by: PersonRef
    error: ErrorInfo = ErrorInfo()


class SpikeInfo(_Part):
    keyword: str
    value: int | str = ""
    expected: float = 0.0


class WatchSpiked(EventData):
    watch_id: UUID
    name: str = ""
    search_id: UUID
    watched_by: PersonRef
    geo: str = ""
    spikes: list[SpikeInfo] = Field(default_factory=list)
    sample: bool = False


class _Draft(EventData):
    draft_id: UUID
    title: str = ""
    author: PersonRef
    keywords: list[str] = Field(default_factory=list)
    platforms: list[str] = Field(default_factory=list)
    publish_at: datetime | None = None
    sample: bool = False


class DraftFailed(_Draft):
    error: ErrorInfo = ErrorInfo()


class DraftSubmitted(_Draft):
    texts: dict[str, str] = Field(default_factory=dict)


class DraftReturned(_Draft):
    """thinker.draft.changes_requested, rejected."""

    reviewer: PersonRef
    comment: str = ""


class DraftApproved(DraftSubmitted):
    reviewer: PersonRef


class AccountRef(_Part):
    id: UUID
    name: str = ""
    platform: str = ""


class DeliveryInfo(_Part):
    account: AccountRef
    state: str = ""
    remote_url: str | None = None
    error: ErrorInfo | None = None


class PostNews(EventData):
    """tweeter.post.published, failed, missed, cancelled."""

    post_id: UUID
    draft_id: UUID | None = None
    title: str = ""
    state: str = ""
    texts: dict[str, str] = Field(default_factory=dict)
    scheduled_at: datetime | None = None
    published_at: datetime | None = None
    author: PersonRef
    approver: PersonRef | None = None
    deliveries: list[DeliveryInfo] = Field(default_factory=list)
    sample: bool = False
    error: ErrorInfo | None = None


class AccountDisconnected(EventData):
    account_id: UUID
    name: str
    platform: str = ""
    error: ErrorInfo | None = None


EMITTED: tuple[type[EventData], ...] = ()
HANDLED: dict[str, type[EventData]] = {
    "user.registered": UserChanged,
    "user.verified": UserChanged,
    "user.updated": UserChanged,
    "user.deactivated": UserChanged,
    "user.verification_requested": LinkRequested,
    "user.password_reset_requested": LinkRequested,
    "user.registration_repeated": RegistrationRepeated,
    "trends.search.failed": SearchFailed,
    "trends.watch.spiked": WatchSpiked,
    "thinker.draft.failed": DraftFailed,
    "thinker.draft.submitted": DraftSubmitted,
    "thinker.draft.changes_requested": DraftReturned,
    "thinker.draft.approved": DraftApproved,
    "thinker.draft.rejected": DraftReturned,
    "tweeter.post.published": PostNews,
    "tweeter.post.failed": PostNews,
    "tweeter.post.missed": PostNews,
    "tweeter.post.cancelled": PostNews,
    "tweeter.account.disconnected": AccountDisconnected,
}
