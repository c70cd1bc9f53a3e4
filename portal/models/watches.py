"""Watches, what their checks found, and what a rule would have told."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from portal.models.base import Listing, Read, Text, Trouble
from portal.models.people import Person
from portal.models.searches import Value, spark_of

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RULES = {
    "low": "far out of the ordinary",
    "normal": "clearly out of the ordinary",
    "high": "remarkable",
}


class Schedule(Read):
    """When a watch asks."""

    every: Literal["hourly", "daily", "weekly"] = "daily"
    at: str = "08:00"
    weekday: int = 0
    timezone: str = "UTC"

    @property
    def in_words(self) -> str:
        """``every Monday at 08:00, Lisbon``."""
        if self.every == "hourly":
            return f"every hour at :{self.at[-2:]}"
        city = self.timezone.rsplit("/", 1)[-1].replace("_", " ")
        day = "day" if self.every == "daily" else _DAYS[self.weekday]
        return f"every {day} at {self.at}, {city}"


class Rule(Read):
    """What is worth telling."""

    sensitivity: Literal["low", "normal", "high"] = "normal"
    least_rise: float = 8
    least_percent: float = 35
    early: bool = False

    @property
    def in_words(self) -> str:
        """``clearly out of the ordinary, and at least 8 points and 35% above what its past lets expect``."""
        return (
            f"{_RULES[self.sensitivity]}, and at least {self.least_rise:g} points and "
            f"{self.least_percent:g}% above what its past lets expect"
        )


class Finding(Read):
    """A point that spikes."""

    keyword: str
    time: datetime
    value: Value
    expected: float | None = None
    z: float | None = None


class Check(Read):
    """One asking and what it found."""

    id: str
    search_id: str
    created_at: datetime
    finished_at: datetime | None = None
    outcome: Text = "pending"
    findings: list[Finding] = Field(default_factory=list)
    error: Trouble | None = None


class DraftWish(Read):
    """Posts that are drafted by themselves."""

    platforms: list[str] = Field(default_factory=list)
    template_id: str | None = None
    voice_id: str | None = None
    tone: Text = ""


class Watch(Read):
    """A question that is asked again and again."""

    id: str
    name: str
    keywords: list[str]
    geo: Text = ""
    timeframe: Text = ""
    category: int = 0
    of: Text = Field(default="", alias="property")
    source: Text = "google"
    schedule: Schedule = Schedule()
    rule: Rule = Rule()
    cooldown_hours: int = 24
    draft: DraftWish | None = None
    active: bool = True
    version: int = 1
    created_by: Person
    created_at: datetime
    next_at: datetime | None = None
    last_checked_at: datetime | None = None
    last_spiked_at: datetime | None = None
    last_check: Check | None = None
    shape: list[int] | None = None

    @property
    def spark(self) -> str:
        """As of a search."""
        return spark_of(self.shape)

    @property
    def is_running(self) -> bool:
        """For the small curve: an answer is on its way."""
        return self.last_check is not None and self.last_check.outcome == "pending"

    @property
    def state(self) -> str:
        """``paused``, ``failed``, ``rising``, ``asking`` or ``active``."""
        outcome = self.last_check.outcome if self.last_check else ""
        if not self.active:
            return "paused"
        if outcome in {"spiked", "cooling"}:
            return "rising"
        return {"failed": "failed", "pending": "asking"}.get(outcome, "active")

    @property
    def title(self) -> str:
        return ", ".join(self.keywords)

    @property
    def question(self) -> dict[str, str]:
        """As the form takes it."""
        return {
            "keywords": self.title,
            "geo": self.geo,
            "timeframe": self.timeframe,
            "category": str(self.category or ""),
            "source": f"{self.source or 'google'}:{self.of}".rstrip(":"),
        }


class Watches(Listing[Watch]):
    """One page; ``counts`` by ``active`` and ``paused``."""


class BackTest(Read):
    """What a rule would have told, within a search's result."""

    search_id: str
    keywords: list[str] = Field(default_factory=list)
    count: int
    fired: list[Finding] = Field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None
    sample: bool = False

    @property
    def span(self) -> str:
        """``in the last year``, ``in the last 7 days``."""
        if self.since is None or self.until is None:
            return "so far"
        days = (self.until - self.since + timedelta(hours=12)).days
        for most, unit, length in ((2, "hour", 1 / 24), (91, "day", 1), (330, "month", 30.4)):
            if days < most:
                count = max(1, round((self.until - self.since).total_seconds() / 86_400 / length))
                return f"in the last {count} {unit}s" if count > 1 else f"in the last {unit}"
        years = max(1, round(days / 365))
        return "in the last year" if years == 1 else f"in the last {years} years"

    @property
    def verdict(self) -> str:
        """``This rule would have fired 4 times in the last year``."""
        if not self.count:
            return f"This rule would not have fired {self.span}"
        times = {1: "once", 2: "twice"}.get(self.count, f"{self.count} times")
        return f"This rule would have fired {times} {self.span}"
