"""The shape of a language's data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache


@cache
def whole(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Matches all of a word, in any case. Kept for good: languages have more patterns than Python's
    cache has room for, and they are data that doesn't grow."""
    return re.compile(pattern, re.IGNORECASE).fullmatch


@dataclass(frozen=True)
class Lexicon:
    """All patterns are regular expressions, matched as whole words and without regard to case."""

    code: str
    stopwords: frozenset[str]
    """Words frequent in this language and rare in the others: how it is recognised."""
    concepts: Mapping[str, tuple[str, ...]]
    """What a phrase means to the check: one tag an item."""
    numbers: Mapping[str, float]
    fractions: Mapping[str, float]
    """In per cent."""
    multiples: Mapping[str, float]
    """Verbs and adverbs that hold a factor: "doubled", "twice"."""
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    """Time units to minute, hour, day, week, month, quarter or year."""
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    """Monday first."""
    early: str
    middle: str
    late: str
    week_of: str
    of: str
    """What may stand between a day and its month, or a part and its month."""
    on: str
    """Words after which a bare year or an ambiguous month name is a date."""
    ago: tuple[str, str]
    """What stands before and after a span that is counted back from now."""
    relative: Mapping[str, str]
    """To "unit:steps back": "last week" is "week:1"."""
    percent: str
    points: str
    times: str
    thousand: str
    million: str
    one: str
    """Words that stand for one before a unit: "a week"."""
    former: str
    latter: str
    """Of the two keywords named last: the one named first, and the other."""
    idioms: tuple[str, ...]
    """Phrases whose words mean nothing here."""
    generic: frozenset[str]
    """Words that name the data and no keyword: "interest in the topic"."""
    helpers: frozenset[str]
    """Auxiliaries and adverbs that stand between a subject and its verb: "is now", "hat inzwischen"."""
    decimal_comma: bool = False
    seasons: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """To (first month, count of months), as in the northern hemisphere."""
