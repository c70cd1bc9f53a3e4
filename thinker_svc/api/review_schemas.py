"""What the API of the review reads and writes, beyond the draft itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, field_validator

from svckit.schemas import IdPath, PageQuery, Schema
from thinker_svc.api.schemas import DraftOut, Sha256

MOST_AT_ONCE = 50
Reason = Annotated[str, StringConstraints(max_length=1000)]


class HoldBody(Schema):
    reason: Reason = Field(description="What it waits for; required.")


class ReviewsQuery(PageQuery):
    """Filters are combined; one that is left out doesn't matter."""

    for_me: bool | None = Field(
        default=None, description="Somebody else's, not on hold, not approved by you yet."
    )
    mine: bool | None = Field(default=None, description="Written by you.")
    flagged: bool | None = Field(default=None, description="With a figure that the data doesn't bear out.")
    set_aside: bool | None = Field(
        default=None,
        description="With a figure that somebody answers for though the data doesn't bear it out.",
    )
    unchecked: bool | None = Field(
        default=None, description="In a language whose figures the check doesn't read."
    )
    held: bool | None = None
    overdue: bool | None = Field(
        default=None, description="Past its time, or waiting for longer than the policy's reminder."
    )
    platform: str | None = Field(default=None, max_length=30)


class ReviewsOut(Schema):
    items: list[DraftOut]
    next: str | None
    counts: dict[str, int] = Field(description="`all`, and how many match each filter alone.")
    platforms: dict[str, int] = Field(description="How many wait for each platform.")


class ApprovalItem(Schema):
    """A draft as it was shown to you."""

    draft_id: UUID
    version: int = Field(ge=1)
    content_hash: Sha256
    seen_publish_at: AwareDatetime | None = Field(
        default=None, description="The time that was shown; told, and another by now, it is refused."
    )


class ApprovalsBody(Schema):
    items: list[ApprovalItem] = Field(min_length=1, max_length=MOST_AT_ONCE)

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: list[ApprovalItem]) -> list[ApprovalItem]:
        if len({item.draft_id for item in items}) < len(items):
            raise ValueError("name each draft once")
        return items


class ApprovalResultOut(Schema):
    draft_id: UUID
    title: str
    outcome: Literal["approved", "given", "refused"] = Field(
        description="`given`: more approvals are needed. `refused`: `type` and `detail` say why."
    )
    type: str
    detail: str


class ApprovalResultsOut(Schema):
    items: list[ApprovalResultOut]


class LookPath(IdPath):
    version: int = Field(ge=1, description="The version that was shown.")


class SeenImageOut(Schema):
    sha256: str
    alt: str


class SeenBesideOut(Schema):
    publish_at: datetime | None
    account_ids: list[UUID]
    reasons: dict[str, str] = Field(description="Why marks of the figures check were set aside, by mark.")


class SeenOut(Schema):
    """What you had read of the draft."""

    version: int
    title: str
    texts: dict[str, str]
    images: list[SeenImageOut]
    beside: SeenBesideOut | None = Field(
        default=None, description="What stood beside the content; null: an older release did not keep it."
    )
    at: datetime


class LookOut(Schema):
    version: int
    at: datetime
    before: SeenOut | None = Field(description="What you had read before this version; null: nothing.")
