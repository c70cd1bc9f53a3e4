"""The trend a draft is written from: the result of one search, as the event carried it.

Its shape is the JSON of a search's result. Fields added later by the producer are kept and ignored here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Resolution = Literal["minute", "hour", "day", "week", "month"]


class Point(BaseModel):
    """One value of a series: 0 to 100 of the search's own maximum; Google writes less than one as "<1"."""

    model_config = ConfigDict(frozen=True)

    time: datetime
    value: int | Literal["<1"]
    partial: bool = False

    @field_validator("time")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    @property
    def level(self) -> float:
        """A number to compare by; "<1" lies between 0 and 1 and is never shown as a number."""
        return 0.5 if self.value == "<1" else float(self.value)

    @property
    def measurable(self) -> bool:
        """Whether a percentage may be computed from it: not from "<1" and not from 0."""
        return self.value not in ("<1", 0)


class RisingQuery(BaseModel):
    model_config = ConfigDict(frozen=True)

    query: str
    value: int | Literal["Breakout"]
    keyword: str | None = None
    """Which of the search's keywords it is related to, where the source says so."""


class TopQuery(BaseModel):
    model_config = ConfigDict(frozen=True)

    query: str
    value: int


class Region(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    code: str = ""
    values: dict[str, int] = Field(default_factory=dict)


class Headline(BaseModel):
    """A news item about the search, where its source knows one. Foreign text."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str
    source: str = ""


class Snapshot(BaseModel):
    """A search's result. With several keywords a region's values are shares in per cent."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    keywords: list[str] = Field(min_length=1)
    geo: str = ""
    timeframe: str
    resolution: Resolution = "week"
    as_of: datetime
    series: dict[str, list[Point]] = Field(default_factory=dict)
    averages: dict[str, int] = Field(default_factory=dict)
    rising: list[RisingQuery] = Field(default_factory=list)
    top: list[TopQuery] = Field(default_factory=list)
    regions: list[Region] = Field(default_factory=list)
    news: list[Headline] = Field(default_factory=list)
    sample: bool = False
    source: str = ""

    def complete(self, keyword: str) -> Sequence[Point]:
        """The keyword's points in order of time, without those whose period is not over yet."""
        points = [point for point in self.series.get(keyword, []) if not point.partial]
        return sorted(points, key=lambda point: point.time)
