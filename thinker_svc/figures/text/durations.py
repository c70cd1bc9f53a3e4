"""Spans of time: "four weeks", and how far back they lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LENGTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "fortnight": timedelta(weeks=2),
    "month": timedelta(days=30.44),
    "quarter": timedelta(days=91.3),
    "year": timedelta(days=365.25),
    "decade": timedelta(days=3652.5),
}


@dataclass(frozen=True, slots=True)
class Duration:
    count: float
    unit: str

    @property
    def length(self) -> timedelta:
        return LENGTHS[self.unit] * min(self.count, 1000)

    def steps(self, resolution: str) -> float:
        """How many points of a series it spans."""
        if {self.unit, resolution} <= {"month", "quarter", "year", "decade"}:
            months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
            return self.count * months[self.unit] / months[resolution]
        return self.length / LENGTHS.get(resolution, LENGTHS["week"])

    def before(self, time: datetime) -> datetime:
        try:
            return time - self.length
        except OverflowError:
            return time
