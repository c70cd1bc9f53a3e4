"""What a text consists of to the check: words with a meaning, figures, times, names, and their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.durations import Duration

Tag = str
Shape = Literal["plain", "percent", "points", "times"]


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    decimals: int = 0
    sign: int = 0
    """+1 or -1 where one is written."""
    shape: Shape = "plain"
    plus: bool = False
    """Written with a trailing plus: at least."""
    fraction: bool = False
    of_hundred: bool = False
    """Written as "of 100"."""
    verb: bool = False
    """A factor in a word: "doubled"."""
    numeral: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    start: int
    end: int
    tags: frozenset[Tag]
    text: str
    number: Number | None = None
    when: When | None = None
    duration: Duration | None = None
    index: int = -1
    """Of the keyword, query or region it names."""

    def has(self, *tags: Tag) -> bool:
        return not self.tags.isdisjoint(tags)
