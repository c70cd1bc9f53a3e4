"""Searches and what they found."""

from datetime import datetime
from typing import Literal

from pydantic import AliasChoices, Field

from portal.models.base import Read, Text, Trouble
from portal.models.people import Person

Value = int | float | str
"""0 to 100, or ``"<1"``."""


class Progress(Read):
    """How far a running search is."""

    step: Text = ""
    done: int = 0
    total: int = 0
    message: Text = ""
    next_at: datetime | None = None


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

    @property
    def spark(self) -> str:
        """The first keyword's course as points of a picture 88 wide and 20 high; empty without data."""
        values = self.shape or []
        if len(values) < 2:
            return ""
        low, high = min(values), max(values)
        step, span = 88 / (len(values) - 1), (high - low) or 1
        return " ".join(f"{n * step:.1f},{18 - 16 * (v - low) / span:.1f}" for n, v in enumerate(values))

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


class Region(Read):
    """Interest in one region, by keyword."""

    name: str
    code: Text = ""
    values: dict[str, Value | None] = Field(default_factory=dict)


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


class Choice(Read):
    """An entry of a bundled list: a region or a timeframe."""

    code: str = Field(validation_alias=AliasChoices("code", "value"))
    name: str = Field(validation_alias=AliasChoices("name", "label"))
