"""What sending.py needs of a channel, and the four ways in which sending can end otherwise than well."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that stands in the letter's HTML as ``cid:<name>``."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to leave. `address` and `subject` are one line each."""

    address: str
    subject: str
    text: str
    html: str
    message_id: str
    pictures: tuple[Picture, ...] = ()


class ChannelError(Exception):
    """Sending ended otherwise than well; the text is for an admin's eyes."""


class Unreachable(ChannelError):
    """There is no server to talk to: it concerns every letter, not this one."""


class Postponed(ChannelError):
    """The server said not now (4xx), or the line broke before the text: it may be tried again."""


class Refused(ChannelError):
    """The server said never (5xx), or the letter can't be written: trying again can't help."""


class InDoubt(ChannelError):
    """The text was on the line and no answer came: it may have been taken."""


class Line(Protocol):
    """An open connection, good for several letters."""

    def send(self, letter: Letter, about_to: Callable[[], None]) -> None:
        """Hand over one letter.

        ``about_to`` runs at the last moment at which nothing has been sent yet; when it raises, nothing is.

        Raises:
            Unreachable, Postponed, Refused, InDoubt.
        """


class Channel(Protocol):
    """Where letters go."""

    def open(self) -> AbstractContextManager[Line]:
        """A line to the server.

        Raises:
            Unreachable: nobody answers, or the sign-in is refused.
        """
