"""What the editor works with: the figures of a text, checked."""

from datetime import datetime

from pydantic import Field

from portal.models.base import Read, Text
from portal.models.reviews import FigureCounts


class Fix(Read):
    """What to put in the place of the code points from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Aside(Read):
    """Who answers for a figure that is flagged, and why it holds."""

    reason: Text = ""
    by: Text = ""
    at: datetime


class DataPoint(Read):
    """A place of the snapshot: a time, a region, a rising or a top query, a keyword's average."""

    kind: Text = ""
    name: Text = ""

    @property
    def time(self) -> datetime | None:
        """Of a point in time."""
        try:
            return datetime.fromisoformat(self.name)
        except ValueError:
            return None


class Claim(Read):
    """Something a text says about the data. ``start`` and ``end`` count code points; ``mark`` tells it from
    every other, for as long as its sentence stays as it is."""

    start: int
    end: int
    kind: Text = ""
    label: str
    expected: Text = ""
    point: datetime | None = None
    points: list[DataPoint] = Field(default_factory=list)
    why: Text = ""
    fix: Fix | None = None
    mark: Text = ""
    aside: Aside | None = None


class CheckedText(Read):
    """The claims of one text."""

    text_hash: Text = ""
    claims: list[Claim] = Field(default_factory=list)
    counts: FigureCounts = FigureCounts()


class Checked(Read):
    """The claims of a draft's content on every platform."""

    content_hash: Text = ""
    has_snapshot: bool = True
    texts: dict[str, CheckedText] = Field(default_factory=dict)
    counts: FigureCounts = FigureCounts()


class Hashtags(Read):
    """Those that would fit a draft, each with its #."""

    suggested: list[str] = Field(default_factory=list)
