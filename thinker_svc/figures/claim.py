"""What the check answers: marks on a text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "value",
    "average",
    "percent_change",
    "date",
    "range",
    "ranking",
    "comparison",
    "superlative",
    "count",
    "rising",
    "breakout",
    "region",
    "trend",
]
Label = Literal["supported", "contradicted", "unsupported"]
Why = Literal[
    "",
    "window",
    "finer",
    "data",
    "topic",
    "query",
    "top",
    "place",
    "region",
    "searches",
    "people",
    "sales",
    "forecast",
    "base",
    "partial",
    "year",
    "ever",
]
"""Why the snapshot doesn't hold it: a time outside its window, a time finer than its points, too few or no
points, another topic, a query it doesn't have, a top query (which has no growth), another place, a region (at
no other time), counts of searches, people, sales, what is to come, a percentage of less than 1, a period that
isn't over, a year in a shorter window, all time in a window that isn't."""

PointKind = Literal["time", "region", "rising", "top", "average"]


@dataclass(frozen=True, slots=True)
class DataPoint:
    """A place of the snapshot. `name` is what the snapshot calls it by: a time, a region's name, the words of
    a rising or a top query, the keyword whose average it is."""

    kind: PointKind
    name: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label with what the snapshot holds and, where there is one, the time of the data point. `points`: the
    data points it rests on besides, where the statement itself doesn't name them."""

    label: Label
    expected: str = ""
    point: str = ""
    why: Why = ""
    points: tuple[DataPoint, ...] = ()

    def at(self, points: tuple[DataPoint, ...]) -> Verdict:
        """The same, resting on these."""
        return replace(self, points=points)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a text about the data. `start` and `end` count code points, `end` is exclusive. `points`
    lead to what it was held against: never part of what a claim is, and not printed."""

    start: int
    end: int
    kind: Kind
    label: Label
    expected: str = ""
    point: str = ""
    why: Why = ""
    points: tuple[DataPoint, ...] = field(default=(), compare=False)

    @property
    def flagged(self) -> bool:
        return self.label != "supported"

    def as_json(self) -> dict[str, str | int]:
        found: dict[str, str | int] = {
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "label": self.label,
            "expected": self.expected,
        }
        return {**found, "point": self.point} if self.point else found


def supported(expected: str = "", point: str = "") -> Verdict:
    return Verdict("supported", expected, point)


def contradicted(expected: str = "", point: str = "") -> Verdict:
    return Verdict("contradicted", expected, point)


def unsupported(why: Why, expected: str = "") -> Verdict:
    return Verdict("unsupported", expected, why=why)


def either(agrees: bool, expected: str = "", point: str = "") -> Verdict:
    return supported(expected, point) if agrees else contradicted(expected, point)


def best(verdicts: list[Verdict]) -> Verdict:
    """Of several readings the one in favour of the text; the first where none is."""
    return next((v for v in verdicts if v.label == "supported"), verdicts[0])


PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"), ("(", ")"), ("[", "]"), ('"', '"'))


def whole(text: str, claim: Claim) -> Claim:
    """The claim with both halves of its quotation marks and brackets, where the missing one is next to it."""
    start, end = claim.start, claim.end
    said, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    for opening, closing in PAIRS:
        odd = said.count(opening) % 2 if opening == closing else said.count(opening) - said.count(closing)
        if odd and before == opening and (opening == closing or odd < 0):
            start -= 1
        elif odd > 0 and after == closing:
            end += 1
    return claim if (start, end) == (claim.start, claim.end) else replace(claim, start=start, end=end)
