"""What the API about guests reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from svckit.schemas import IdPath, Person, Schema
from thinker_svc.api.figure_schemas import TextFiguresOut
from thinker_svc.api.schemas import Sha256
from thinker_svc.services.guest_links import DAYS, MOST_DAYS

Name = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=80,
        strip_whitespace=True,
        pattern=r"^[^\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]*$",
    ),
]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254, strip_whitespace=True)]
Said = Annotated[str, StringConstraints(max_length=4000)]
Kind = Literal["approved", "changes_requested", "commented"]


class GuestLinkBody(Schema):
    """Whom it is for."""

    label: Name = Field(description="As your team calls them, for the list of links.")
    email: Email | None = Field(
        default=None, description="The link is mailed there, and only this address can be confirmed with it."
    )
    days: int = Field(default=DAYS, ge=1, le=MOST_DAYS, description="How long it works.")


class GuestLinkPath(IdPath):
    link_id: UUID


class GuestLinkOut(Schema):
    id: UUID
    draft_id: UUID
    label: str
    email: str | None
    state: Literal["open", "expired", "revoked"]
    url: str | None = Field(
        description="While it is open: for its maker; for others who may invite only if it was mailed."
    )
    created_at: datetime
    created_by: Person
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: Person | None
    last_used_at: datetime | None
    responses: int = Field(description="How often somebody answered through it.")


class GuestLinksOut(Schema):
    items: list[GuestLinkOut]
    next: str | None
    may_invite: bool
    counts: bool = Field(description="Whether the policy counts a guest's approval at all.")


class GuestResponseOut(Schema):
    id: UUID
    kind: Kind
    comment: str
    name: str
    email: str = Field(description="Confirmed by a code.")
    at: datetime
    version: int
    content_hash: str
    counted: bool = Field(description="It was one of the approvals that the policy asks for.")
    current: bool = Field(description="The draft still says what they read.")


class GuestResponsesOut(Schema):
    items: list[GuestResponseOut]
    next: str | None


class EnterBody(Schema):
    """What opens the door."""

    token: str = Field(max_length=200, description="What follows the # of the link.")
    visit: str = Field(
        default="", max_length=200, description="The visit of an earlier opening, to go on with."
    )


class VisitOut(Schema):
    visit: str = Field(description="To be sent as `Guest-Visit` from now on.")
    expires_at: datetime


class CodeBody(Schema):
    name: Name = Field(description="Shown to the team.")
    email: Email


class ConfirmBody(Schema):
    code: str = Field(min_length=1, max_length=20, description="Six digits; blanks are left out.")


class RespondBody(Schema):
    kind: Kind
    content_hash: Sha256 = Field(description="Of what was on the screen.")
    version: int | None = Field(default=None, ge=1, description="Of the same; an approval of another is 412.")
    seen_publish_at: AwareDatetime | None = Field(
        default=None, description="The time that was shown; told, and another by now, an approval is 412."
    )
    comment: Said = ""


class GuestSelfOut(Schema):
    """Who sits there, as far as is known."""

    name: str
    email: str
    confirmed: bool
    code_sent: bool = Field(description="A code waits to be typed in.")
    only_email: str | None = Field(description="The address the link was sent to: no other can be confirmed.")


class GuestImageOut(Schema):
    sha256: str
    alt: str
    mime: str
    width: int
    height: int


class GuestDraftOut(Schema):
    """The post, and nothing of what the team says about it among themselves."""

    title: str
    state: str
    platforms: list[str]
    texts: dict[str, str] = Field(description="By platform; empty while it is being written.")
    images: list[GuestImageOut]
    content_hash: str
    version: int
    publish_at: datetime | None
    keywords: list[str]
    sample: bool
    language: str


class GuestViewOut(Schema):
    draft: GuestDraftOut
    snapshot: dict[str, Any] | None = Field(description="The data it was written from; see the trends API.")
    figures: dict[str, TextFiguresOut] = Field(description="By platform.")
    figures_checked: bool = Field(description="False: the check doesn't read the draft's language.")
    guest: GuestSelfOut
    inviter: str
    expires_at: datetime
    counts: bool = Field(description="An approval now is one of those the team needs.")
    closed: str = Field(description="Why no decision can be taken now; empty when one can.")
    responses: list[GuestResponseOut] = Field(description="What this guest said so far, the newest first.")


class GuestImagePath(Schema):
    sha256: Sha256
