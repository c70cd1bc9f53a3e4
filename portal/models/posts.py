"""Accounts and posts: where approved content goes, and how it got there."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from portal.models.base import Read, Text, Trouble
from portal.models.people import Person
from portal.models.talk import Image
from svckit.lengths import Measure


class Platform(Read):
    """Somewhere a draft can be for, and how long a text may be there: see ``svckit.lengths.Measure``."""

    id: str
    name: str
    unit: Literal["graphemes", "weighted", "utf16"] = "graphemes"
    limit: int | None = None
    byte_limit: int | None = None
    link_length: int | None = None
    bare_links: bool = False
    short_mentions: bool = False
    hashtags: int | None = None
    """How many read well there; None where no service says."""

    @classmethod
    def of(cls, platform_id: str, name: str, limit: int | None = None) -> "Platform":
        """One that no service named."""
        return cls(id=platform_id, name=name, limit=limit)

    @property
    def by(self) -> Measure:
        return Measure(
            self.unit,
            self.limit,
            self.byte_limit,
            self.link_length,
            bare_links=self.bare_links,
            short_mentions=self.short_mentions,
        )


class Account(Read):
    """A connected account."""

    id: str
    platform: str
    name: str
    handle: Text = ""
    url: Text = ""
    status: str
    created_at: datetime | None = None
    created_by: Person | None = None
    last_checked_at: datetime | None = None
    last_error: Text = ""
    secret: Text = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def why(self) -> str:
        return self.last_error


class DeliveryAccount(Read):
    """The account of a delivery."""

    id: str
    name: str
    platform: str


class Delivery(Read):
    """One post to one account."""

    id: str
    account: DeliveryAccount
    state: str
    attempts: int = 0
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    remote_url: Text = ""
    remote_id: Text = ""
    doubtful: bool = False
    error: Trouble | None = None


class PostPermissions(Read):
    """What the visitor may do with the post now."""

    cancel: bool = False
    reschedule: bool = False
    publish_now: bool = False
    retry: bool = False
    settle: bool = False


class Post(Read):
    """Content somebody approved, on its way."""

    id: str
    draft_id: Text = ""
    title: Text = ""
    state: str
    texts: dict[str, str] = Field(default_factory=dict)
    images: list[Image] = Field(default_factory=list)
    content_hash: Text = ""
    scheduled_at: datetime | None = None
    published_at: datetime | None = None
    created_at: datetime | None = None
    author: Person | None = None
    approver: Person | None = None
    deliveries: list[Delivery] = Field(default_factory=list)
    without_account: list[str] = Field(default_factory=list)
    sample: bool = False
    reason: Trouble | None = None
    permissions: PostPermissions = PostPermissions()

    @property
    def when(self) -> datetime | None:
        return self.published_at or self.scheduled_at or self.created_at

    @property
    def platforms(self) -> list[str]:
        seen = [delivery.account.platform for delivery in self.deliveries] or list(self.texts)
        return list(dict.fromkeys(seen))

    @property
    def sent_count(self) -> int:
        return sum(delivery.state == "delivered" for delivery in self.deliveries)

    @property
    def unsure(self) -> list[Delivery]:
        """Deliveries whose fate a person has to say."""
        return [delivery for delivery in self.deliveries if delivery.state == "unknown" or delivery.doubtful]

    @property
    def failed(self) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if delivery.state == "failed"]

    @property
    def altered(self) -> bool:
        """Something of it is not what was approved, so it stays unsent however often it is tried."""
        return any(one.error is not None and one.error.slug == "content-altered" for one in self.failed)

    @property
    def short_hash(self) -> str:
        bare = self.content_hash.removeprefix("sha256:")
        return f"{bare[:4]} {bare[4:8]}" if bare else ""
