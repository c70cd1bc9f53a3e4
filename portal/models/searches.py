"""Searches and what they found."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field

from portal.models.base import Read, Text, Trouble
from portal.models.people import Person

Value = int | float | str
"""0 to 100, or ``"<1"``."""


class Waiting(Read):
    """Why a search isn't being answered yet; ``place`` 1 is next."""

    reason: Literal["line", "paused", "retry", "shared"]
    place: int = 1
    eta_seconds: int = 0


UPLOADED = "csv"
"""The source of what people exported by themselves."""


class Progress(Read):
    """How far a running search is."""

    step: Text = ""
    done: int = 0
    total: int = 0
    message: Text = ""
    next_at: datetime | None = None
    waiting: Waiting | None = None


class Earlier(Read):
    """An older answer to the same question."""

    search_id: str
    as_of: datetime


def spark_of(shape: list[int] | None) -> str:
    """Values as points of a picture 88 wide and 20 high; empty where there is no course to see."""
    values = shape or []
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step, span = 88 / (len(values) - 1), (high - low) or 1
    return " ".join(f"{n * step:.1f},{18 - 16 * (v - low) / span:.1f}" for n, v in enumerate(values))


class Search(Read):
    """A question to Google Trends, and how it fares."""

    id: str
    keywords: list[str]
    geo: Text = ""
    timeframe: Text = ""
    category: int | str | None = None
    of: Text = Field(default="", alias="property")
    status: Literal["queued", "running", "completed", "failed", "cancelled"]
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    created_by: Person | None = None
    error: Trouble | None = None
    source: Text = ""
    sample: bool = False
    cached: bool = False
    as_of: datetime | None = None
    progress: Progress | None = None
    shape: list[int] | None = None
    answered_by: str | None = None
    watch_id: str | None = None
    earlier: Earlier | None = None

    @property
    def waiting(self) -> Waiting | None:
        return self.progress.waiting if self.progress else None

    @property
    def question(self) -> dict[str, str]:
        """What was asked, as the fields of the search form."""
        fields = {
            "keywords": ", ".join(self.keywords),
            "geo": self.geo,
            "timeframe": self.timeframe,
            "category": str(self.category or ""),
            "source": f"{self.asked_of}:{self.of}".rstrip(":"),
        }
        return {name: value for name, value in fields.items() if value}

    @property
    def asked_of(self) -> str:
        """Whom to ask the same again: what somebody uploaded is asked of Google."""
        return "google" if self.source in {"", UPLOADED} else self.source

    @property
    def spark(self) -> str:
        """The first keyword's course, for a small picture."""
        return spark_of(self.shape)

    @property
    def title(self) -> str:
        return ", ".join(self.keywords)

    @property
    def is_running(self) -> bool:
        return self.status in {"queued", "running"}


class Point(Read):
    """Interest at one time."""

    time: datetime
    value: Value
    partial: bool = False

    @property
    def number(self) -> float:
        """For drawing alone: ``"<1"`` lies at a half."""
        return 0.5 if isinstance(self.value, str) else float(self.value)


class Query(Read):
    """What people searched along with a keyword; ``value`` is a per cent or an index, or "Breakout"."""

    query: str
    value: Value
    keyword: Text = ""

    @property
    def is_breakout(self) -> bool:
        return self.value == "Breakout"

    @property
    def said(self) -> str:
        """Of a rising query: how much it grew."""
        return self.value if isinstance(self.value, str) else f"+{self.value:,}%"


class Region(Read):
    """Interest in one region, by keyword."""

    name: str
    code: Text = ""
    values: dict[str, Value | None] = Field(default_factory=dict)


class Headline(Read):
    """An article about a keyword; ``as_of``: when that was trending, with this article."""

    title: str
    url: str
    source: Text = ""
    keyword: Text = ""
    as_of: datetime


class Rescaled(Read):
    """More than five keywords, brought to one scale through ``anchor``.

    ``precision``: by keyword, the difference below which values say nothing. ``unscaled``: keywords that
    could not be brought to it, and have no points.
    """

    anchor: str
    precision: dict[str, float] = Field(default_factory=dict)
    unscaled: list[str] = Field(default_factory=list)


class Spike(Read):
    """A point that rose beyond what its past lets expect."""

    keyword: str
    time: datetime


class Snapshot(Read):
    """The data a search found, as of one moment."""

    id: Text = ""
    keywords: list[str]
    geo: Text = ""
    timeframe: Text = ""
    resolution: Literal["minute", "hour", "day", "week", "month"] = "week"
    as_of: datetime
    series: dict[str, list[Point]] = Field(default_factory=dict)
    averages: dict[str, Value] = Field(default_factory=dict)
    rising: list[Query] = Field(default_factory=list)
    top: list[Query] = Field(default_factory=list)
    regions: list[Region] = Field(default_factory=list)
    sample: bool = False
    source: Text = ""
    missing: list[str] = Field(default_factory=list)
    rescaled: Rescaled | None = None
    news: list[Headline] = Field(default_factory=list)

    @property
    def news_as_of(self) -> datetime:
        """Of the oldest headline. There must be one."""
        return min(item.as_of for item in self.news)

    @property
    def without_data(self) -> list[str]:
        """Keywords that nothing is known of, while others have data."""
        unscaled = self.rescaled.unscaled if self.rescaled else []
        return [word for word in self.keywords if not self.series.get(word) and word not in unscaled]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


class Choice(Read):
    """An entry of a bundled list: a region, a timeframe or a category."""

    code: Annotated[str, BeforeValidator(_as_text)] = Field(
        validation_alias=AliasChoices("code", "value", "id")
    )
    name: str = Field(validation_alias=AliasChoices("name", "label"))


class Source(Read):
    """Where interest comes from, and which parts an answer of it has."""

    name: str
    title: str
    answers: list[str] = Field(default_factory=list)
    by: Text = "asked"
    trending: Text = ""
    note: Text = ""

    @property
    def can_be_asked(self) -> bool:
        return self.by == "asked" and "series" in self.answers


class Topic(Read):
    """What Google thinks a text means."""

    title: str
    type: Text = ""


class Suggestions(Read):
    """Words for a text: the team's own, and Google's."""

    keywords: list[str] = Field(default_factory=list)
    topics: list[Topic] = Field(default_factory=list)


class Place(Read):
    """A search in Google's line; ``place`` 0 is being answered."""

    search_id: str
    keywords: list[str]
    by: Text = ""
    watch: bool = False
    state: Text = "line"
    place: int = 0
    eta_seconds: int = 0

    @property
    def title(self) -> str:
        first, *others = self.keywords
        return f"{first} and {len(others)} more" if others else first


class Today(Read):
    """How Google answered since midnight UTC."""

    answered: int = 0
    refused: int = 0
    failed: int = 0
    last_answer_at: datetime | None = None
    last_refusal_at: datetime | None = None

    @property
    def calls(self) -> int:
        return self.answered + self.refused + self.failed


class Line(Read):
    """Who waits for Google."""

    waiting: int = 0
    paused_seconds: int = 0
    next_seconds: int | None = None
    items: list[Place] = Field(default_factory=list)
    today: Today = Today()
