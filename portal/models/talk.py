"""What people say about a draft, and the pictures that go out with it."""

from datetime import datetime

from pydantic import Field

from portal.models.base import Listing, Read, Text
from portal.models.people import Person


class Image(Read):
    """A picture of a draft or a post. ``alt`` is empty until somebody described it."""

    sha256: str
    alt: Text = ""
    mime: Text = ""
    width: int = 0
    height: int = 0
    url: Text = ""


class CommentCounts(Read):
    """Threads."""

    open: int = 0
    all: int = 0


class Anchor(Read):
    """The words a thread is about, and where they stand now (code points; None: they changed)."""

    platform: str | None = None
    quote: str
    start: int | None = None
    end: int | None = None
    changed: bool = False


class Comment(Read):
    """Something somebody said."""

    id: str
    author: Person
    text: Text = ""
    mentions: list[Person] = Field(default_factory=list)
    version: int = 1
    created_at: datetime
    edited_at: datetime | None = None
    deleted: bool = False
    mine: bool = False

    def pieces(self) -> list[tuple[str, bool]]:
        """The text in runs, each with whether it names somebody who was told."""
        runs: list[tuple[str, bool]] = []
        rest, names = self.text, sorted({p.name for p in self.mentions} | {p.first for p in self.mentions})
        while rest:
            found = [(rest.casefold().find(f"@{name}".casefold()), name) for name in names]
            at, name = min(
                ((at, name) for at, name in found if at >= 0), default=(-1, ""), key=_first_longest
            )
            if at < 0:
                break
            runs += [(rest[:at], False), (rest[at : at + len(name) + 1], True)]
            rest = rest[at + len(name) + 1 :]
        return [run for run in [*runs, (rest, False)] if run[0]]


def _first_longest(place: tuple[int, str]) -> tuple[int, int]:
    return place[0], -len(place[1])


class Thread(Read):
    """A first comment and the replies to it."""

    id: str
    draft_id: str
    anchor: Anchor | None = None
    resolved_at: datetime | None = None
    resolved_by: Person | None = None
    comments: list[Comment] = Field(min_length=1)

    @property
    def first(self) -> Comment:
        return self.comments[0]


class ThreadListing(Listing[Thread]):
    """Threads of a draft, oldest first; counts: ``open`` and ``all``."""


class Teammate(Read):
    """Somebody who can be mentioned."""

    id: str
    name: str
    role: Text = ""
