"""What a platform is to the rest of the service.

A platform lives in a folder of its own beside this file and is found there (`registry`): adding one
touches no other folder. It knows nothing of databases or queues; it turns a composed payload into an
`Outcome`, and the outcome alone decides what happens next.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Recovery(StrEnum):
    """How an attempt whose outcome nobody knows is settled."""

    SAME_KEY = "same-key"
    """Send again with the same key: the other side keeps one."""
    READ_BACK = "read-back"
    """Ask the platform what it has; never send blindly."""


@dataclass(frozen=True)
class Sent:
    """The platform confirmed it."""

    remote_id: str | None = None
    remote_url: str | None = None


@dataclass(frozen=True)
class Refused:
    """It was not taken and the same request will not be: a person has to change something.

    `disconnects`: the account's credentials are no longer accepted.
    """

    type: str
    detail: str
    disconnects: bool = False


@dataclass(frozen=True)
class Deferred:
    """It was certainly not taken, and may be later. `retry_after`: seconds the platform asked for."""

    type: str
    detail: str
    retry_after: float | None = None


@dataclass(frozen=True)
class Unsure:
    """The request left and no usable answer came: it may have been taken."""

    type: str
    detail: str


Outcome = Sent | Refused | Deferred | Unsure


@dataclass(frozen=True)
class ReadBack:
    """What looking on the platform showed. `found` is None when it can't be looked up there."""

    found: bool | None
    remote_id: str | None = None
    remote_url: str | None = None


@dataclass(frozen=True)
class ConnectForm:
    """What a person typed to connect an account. `values` holds the platform's own fields."""

    name: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Connected:
    """A new account: `secrets` are sealed at rest, `reveal` is shown once and never again."""

    handle: str
    url: str
    secrets: Mapping[str, str] = field(repr=False)
    reveal: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Credentials:
    """What is needed to speak as an account."""

    url: str
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Media:
    """A picture of a post, in its order. `url` gives anybody exactly the bytes of `sha256`, for 30 days."""

    sha256: str
    alt: str
    mime: str
    width: int
    height: int
    url: str


@dataclass(frozen=True)
class Content:
    """An approved post for one account, before it takes the platform's form."""

    key: str
    post_id: str
    draft_id: str
    title: str
    text: str
    content_hash: str
    account_id: str
    account_name: str
    author: Mapping[str, str]
    approver: Mapping[str, str]
    sample: bool
    composed_at: datetime
    media: tuple[Media, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What people will see of a payload. `images`: SHA-256 and description of each, in their order."""

    text: str
    images: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Limits:
    """What the platform allows. None: no limit of its own."""

    max_characters: int | None = None
    posts_per_hour: int | None = None


@dataclass(frozen=True)
class FormField:
    """A field of the form that connects an account."""

    name: str
    label: str
    hint: str
    required: bool
    secret: bool = False


class Platform(ABC):
    """One kind of place posts go to."""

    name: ClassVar[str]
    label: ClassVar[str]
    recovery: ClassVar[Recovery]
    form: ClassVar[tuple[FormField, ...]]

    @abstractmethod
    def limits(self) -> Limits: ...

    @abstractmethod
    def connect(self, form: ConnectForm) -> Connected:
        """Check what was typed, without publishing anything.

        Raises:
            svckit.problems.Unprocessable: with the fields at fault.
        """

    @abstractmethod
    def check(self, credentials: Credentials) -> Outcome:
        """Prove that the account can be reached with these credentials, visible to nobody else."""

    @abstractmethod
    def compose(self, content: Content) -> str:
        """The exact payload. It is stored before the first attempt and every attempt sends it."""

    @abstractmethod
    def shown(self, payload: str) -> Shown | None:
        """What a payload that `compose` made shows; None when it can't be read. It is held against what
        was approved before it is sent again.
        """

    @abstractmethod
    def publish(self, credentials: Credentials, key: str, payload: str) -> Outcome:
        """One attempt. Never raises for what the network or the platform does."""

    @abstractmethod
    def read_back(self, credentials: Credentials, key: str, payload: str, since: datetime) -> ReadBack:
        """Look for a post that an unsure attempt may have left there."""

    @abstractmethod
    def delete(self, credentials: Credentials, remote_id: str) -> Outcome:
        """Take a published post down again, where the platform can."""
