"""What notify_svc understands of the other services' events. It emits none.

These models read no more than the e-mails say; fields that are missing have an honest blank, because
an e-mail with a blank line is better than none.
"""

import re
from datetime import datetime
from typing import Annotated, Literal
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
    repeated: bool = False


class SpikeInfo(_Part):
    keyword: str
    time: datetime | None = None
    value: int | str = ""
    expected: float = 0.0


class DraftWish(_Part):
    """Posts that are drafted by themselves."""

    platforms: list[str] = Field(default_factory=list)


class RisingInfo(_Part):
    query: str
    value: int | str = ""


class ChartLine(_Part):
    keyword: str
    values: list[int | str | None] = Field(default_factory=list)


class WatchChart(_Part):
    """``times``: seconds since 1970; ``unfinished``: how many of the last may still change."""

    resolution: Literal["minute", "hour", "day", "week", "month"]
    times: list[int] = Field(default_factory=list)
    unfinished: int = 0
    lines: list[ChartLine] = Field(default_factory=list)


class WatchSpiked(EventData):
    watch_id: UUID
    name: str = ""
    search_id: UUID
    watched_by: PersonRef
    geo: str = ""
    place: str = ""
    timeframe: str = ""
    source: str = ""
    as_of: datetime | None = None
    spikes: list[SpikeInfo] = Field(default_factory=list)
    rising: list[RisingInfo] = Field(default_factory=list)
    chart: WatchChart | None = None
    draft: DraftWish | None = None
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
    """thinker.draft.changes_requested, rejected, held."""

    reviewer: PersonRef
    comment: str = ""


class DraftApproved(DraftSubmitted):
    reviewer: PersonRef


class DraftReminderDue(DraftSubmitted):
    submitted_at: datetime
    approvals_needed: int = 1
    approved_by: list[PersonRef] = Field(default_factory=list)


class CommentMentioned(EventData):
    """thinker.comment.mentioned: ``quote`` holds the words the comment is about, if any."""

    draft_id: UUID
    comment_id: UUID
    thread_id: UUID
    title: str = ""
    author: PersonRef
    mentioned: list[PersonRef]
    comment: str = ""
    quote: str = ""
    sample: bool = False


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


class GuestInvited(EventData):
    """thinker.guest.invited: the link's secret is derived from `token_id`."""

    draft_id: UUID
    title: str = ""
    token_id: UUID
    email: Address
    name: str = ""
    invited_by: PersonRef
    expires_at: datetime
    sample: bool = False


class GuestCodeRequested(EventData):
    """thinker.guest.code_requested: the code is derived from `token_id`."""

    draft_id: UUID
    title: str = ""
    token_id: UUID
    email: Address
    name: str = ""
    expires_at: datetime


class GuestResponded(EventData):
    draft_id: UUID
    title: str = ""
    author: PersonRef
    invited_by: PersonRef
    guest_name: str = ""
    guest_email: str = ""
    kind: str = ""
    comment: str = ""
    state: str = ""
    counted: bool = False
    current: bool = True
    sample: bool = False


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
    "thinker.draft.held": DraftReturned,
    "thinker.draft.reminder_due": DraftReminderDue,
    "thinker.comment.mentioned": CommentMentioned,
    "thinker.guest.invited": GuestInvited,
    "thinker.guest.code_requested": GuestCodeRequested,
    "thinker.guest.responded": GuestResponded,
    "tweeter.post.published": PostNews,
    "tweeter.post.failed": PostNews,
    "tweeter.post.missed": PostNews,
    "tweeter.post.cancelled": PostNews,
    "tweeter.account.disconnected": AccountDisconnected,
}
