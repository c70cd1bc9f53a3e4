"""What thinker_svc tells the others; what it hears from them is in ``events_heard``."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from svckit.events.envelope import EventData
from thinker_svc import events_heard
from thinker_svc.events_parts import ErrorData, ImageData, PersonData


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
    images: list[ImageData] = Field(default_factory=list)
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
    """As many people as needed signed `content_hash`: exactly `texts`, to be published at `publish_at` or at
    once. `reviewer` is who gave the last approval, or invited the guest who did; `approvers` are all."""

    type: ClassVar[str] = "thinker.draft.approved"
    reviewer: PersonData
    approvers: list[PersonData] = Field(default_factory=list)
    account_ids: list[UUID]


class DraftHeld(_ContentEvent):
    """A reviewer put the draft on hold: it can't be approved until it is released."""

    type: ClassVar[str] = "thinker.draft.held"
    reviewer: PersonData
    comment: str


class DraftReminderDue(_ContentEvent):
    """A draft has waited for its reviewers since `submitted_at`, longer than the team wants; said once for
    each time it is submitted. `approved_by` have done their part."""

    type: ClassVar[str] = "thinker.draft.reminder_due"
    submitted_at: datetime
    approvals_needed: int
    approved_by: list[PersonData]


class DraftWithdrawn(EventData):
    """The approval of `content_hash` no longer holds: what waits to be published under it must not be."""

    type: ClassVar[str] = "thinker.draft.withdrawn"
    draft_id: UUID
    content_hash: str


class ImageApproved(EventData):
    """The bytes of an image of an approved draft, told before the approval itself."""

    type: ClassVar[str] = "thinker.image.approved"
    sha256: str
    mime: str
    content: str
    """Base64."""


class CommentMentioned(EventData):
    """Somebody named others in a comment; `quote` holds the words it is about, if any."""

    type: ClassVar[str] = "thinker.comment.mentioned"
    draft_id: UUID
    comment_id: UUID
    thread_id: UUID
    title: str
    author: PersonData
    mentioned: list[PersonData]
    comment: str
    quote: str
    sample: bool


class GuestInvited(EventData):
    """Somebody outside was given a link to review a draft, to be mailed. `token_id`: what the link's secret
    is derived from; the secret itself is in no event."""

    type: ClassVar[str] = "thinker.guest.invited"
    draft_id: UUID
    title: str
    token_id: UUID
    email: str
    name: str
    invited_by: PersonData
    expires_at: datetime
    sample: bool


class GuestCodeRequested(EventData):
    """A guest has to show that an address is theirs. `token_id`: what the code is derived from."""

    type: ClassVar[str] = "thinker.guest.code_requested"
    draft_id: UUID
    title: str
    token_id: UUID
    email: str
    name: str
    expires_at: datetime


class GuestResponded(EventData):
    """A guest, whose address is confirmed, said something about a draft.

    `kind`: approved, changes_requested, commented. `counted`: as the policy's approvals do. `current`:
    whether the draft still says what they read.
    """

    type: ClassVar[str] = "thinker.guest.responded"
    draft_id: UUID
    title: str
    author: PersonData
    invited_by: PersonData
    guest_name: str
    guest_email: str
    kind: str
    comment: str
    state: str
    counted: bool
    current: bool
    sample: bool


EMITTED: tuple[type[EventData], ...] = (
    DraftReady,
    DraftFailed,
    DraftSubmitted,
    DraftChangesRequested,
    DraftRejected,
    DraftApproved,
    DraftHeld,
    DraftReminderDue,
    DraftWithdrawn,
    GuestInvited,
    GuestCodeRequested,
    GuestResponded,
    ImageApproved,
    CommentMentioned,
)

HANDLED: dict[str, type[EventData]] = events_heard.HANDLED
