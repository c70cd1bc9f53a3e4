"""People without an account: their links, what they see, what they said."""

from datetime import datetime

from pydantic import Field

from portal.models.base import Listing, Read, Text
from portal.models.editing import CheckedText
from portal.models.library import language_name
from portal.models.people import Person
from portal.models.searches import Snapshot


class GuestLink(Read):
    """A link that opens one draft to people outside."""

    id: str
    label: Text = ""
    email: Text = ""
    state: str
    url: Text = ""
    created_at: datetime
    created_by: Person
    expires_at: datetime
    revoked_at: datetime | None = None
    revoked_by: Person | None = None
    last_used_at: datetime | None = None
    responses: int = 0


class GuestLinks(Read):
    """A draft's links, the newest first. ``counts``: whether the policy counts a guest's approval at all."""

    items: list[GuestLink] = Field(default_factory=list)
    next: str | None = None
    may_invite: bool = False
    counts: bool = False


class GuestResponse(Read):
    """What a guest said, under an address that they confirmed."""

    id: str
    kind: str
    comment: Text = ""
    name: Text = ""
    email: Text = ""
    at: datetime
    version: int = 0
    content_hash: Text = ""
    counted: bool = False
    current: bool = True


class GuestResponses(Listing[GuestResponse]):
    """What guests said of a draft, the newest first."""


class Visit(Read):
    """A browser that opened a link; ``visit`` is what lets it in again."""

    visit: str
    expires_at: datetime


class GuestSelf(Read):
    """Who sits there, as far as is known."""

    name: Text = ""
    email: Text = ""
    confirmed: bool = False
    code_sent: bool = False
    only_email: Text = ""


class GuestImage(Read):
    """A picture of the post."""

    sha256: str
    alt: Text = ""
    width: int = 0
    height: int = 0


class GuestDraft(Read):
    """The post as a guest sees it."""

    title: Text = ""
    state: str
    platforms: list[str] = Field(default_factory=list)
    texts: dict[str, str] = Field(default_factory=dict)
    images: list[GuestImage] = Field(default_factory=list)
    content_hash: Text = ""
    version: int = 0
    publish_at: datetime | None = None
    keywords: list[str] = Field(default_factory=list)
    sample: bool = False
    language: Text = "en"

    @property
    def language_name(self) -> str:
        return language_name(self.language)


class GuestView(Read):
    """All that a link shows."""

    draft: GuestDraft
    snapshot: Snapshot | None = None
    figures: dict[str, CheckedText] = Field(default_factory=dict)
    figures_checked: bool = True
    guest: GuestSelf = GuestSelf()
    inviter: Text = ""
    expires_at: datetime
    counts: bool = False
    closed: Text = ""
    responses: list[GuestResponse] = Field(default_factory=list)
