"""The languages drafts are assembled in: their sentence patterns, and how they write numbers, dates, places.

Patterns are data (data/languages/<code>.json), written by people; formats and plurals are Babel's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent

from thinker_svc.services.snapshot import Point, Snapshot

DATA = Path(__file__).resolve().parent.parent / "data"
Code = Literal["en", "de", "fr", "es", "pt", "ar"]
CODES: tuple[Code, ...] = ("en", "de", "fr", "es", "pt", "ar")
MARKS = re.compile("[\u200e\u200f\u061c]")  # Babel's direction marks: the text has a direction of its own
QUESTION_WORDS = frozenset(
    ("how", "what", "why", "when", "where", "who", "which", "is", "are", "can", "do", "does")
)
NO_NOUNS = frozenset(("today", "tomorrow", "tonight", "yesterday", "now", "me", "online", "free"))
DATES = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def language(code: str) -> Language:
    """Raises KeyError for a code that is none of `CODES`."""
    if code not in CODES:
        raise KeyError(code)
    return Language(json.loads((DATA / "languages" / f"{code}.json").read_text(encoding="utf-8")))


def direction(code: str) -> Literal["ltr", "rtl"]:
    return "rtl" if code == "ar" else "ltr"


@cache
def _places() -> dict[str, str]:
    """English names for use after "in", by Google's geo code; parts of countries among them."""
    return dict(json.loads((DATA / "places.json").read_text(encoding="utf-8")))


class Language:
    """One language's way to write what the facts say."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.code: Code = data["code"]
        self.name: str = data["name"]
        self.english_name: str = data["english_name"]
        self._locale = Locale.parse(self.code)

    def say(self, key: str, turn: int = 0, /, **values: Any) -> str:
        """A pattern filled in; of several, the one whose turn it is. A plural's goes by `n`."""
        patterns: Any = self._data["say"][key]
        if isinstance(patterns, dict):
            pattern = patterns.get(self._locale.plural_form(int(values["n"])), patterns["other"])
        else:
            pattern = patterns[turn % len(patterns)]
        return str(pattern).format_map({name: str(value) for name, value in values.items()})

    def knows(self, key: str) -> bool:
        return key in self._data["say"]

    def written(self, kind: str) -> Sequence[str]:
        """Closing questions written by people, with {name} for the keyword."""
        return list(self._data["written"][kind])

    @property
    def stopwords(self) -> frozenset[str]:
        """Small words by which a text is known to be in this language."""
        return frozenset(self._data["stopwords"])

    def number(self, value: int) -> str:
        return MARKS.sub("", format_decimal(value, locale=self._locale))

    def percent(self, value: int) -> str:
        return MARKS.sub("", format_percent(value / 100, locale=self._locale))

    def keyword(self, text: str) -> str:
        """As searched; in quotes where it would not read as a noun in a sentence."""
        words = text.split()
        asks = len(words) > 1 and words[0].casefold() in QUESTION_WORDS
        asks = asks or (len(words) > 1 and words[-1].casefold() in NO_NOUNS)
        if self._data["bare_keywords"] and len(words) <= 3 and not asks:
            return text
        return self.quote(text)

    def quote(self, text: str) -> str:
        opening, closing = self._data["quotes"]
        return f"{opening}{text}{closing}"

    def listed(self, items: Sequence[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        joint: str = self._data["and"]
        other: dict[str, str] | None = self._data.get("and_before")
        if other and re.search(other["sound"], items[-1]):
            joint = other["and"]
        return f"{self._data['comma'].join(items[:-1])}{joint}{items[-1]}"

    def place(self, geo: str) -> str:
        """ " in the United Kingdom", " worldwide"; a code without a name here is written as it is."""
        if not geo:
            return str(self._data["worldwide"])
        if geo in self._data["places"]:
            return f" {self._data['places'][geo]}"
        known = self.region(_places().get(geo, geo), geo)
        unnamed = self.code != "en" and geo not in self._locale.territories
        return str(self._data["place_unknown" if unnamed else "place"]).format(name=known)

    def region(self, name: str, code: str) -> str:
        """A country's own name in this language; of its parts, English alone has names beyond Google's."""
        if self.code == "en" and code in _places():
            return _places()[code]
        return str(self._locale.territories.get(code, name if self.code == "en" else _bare(name)))

    def period(self, snapshot: Snapshot, form: Literal["of", "over"]) -> str:
        """ "of the past 12 months" or "over the past 12 months"."""
        periods = self._data["periods"]
        index = 0 if form == "of" else 1
        dates = DATES.findall(snapshot.timeframe)
        if snapshot.timeframe in periods:
            return str(periods[snapshot.timeframe][index])
        if len(dates) == 2:
            start, end = (self._format(datetime.fromisoformat(date), "day_year") for date in dates)
            return str(periods["dates"][index]).format(start=start, end=end)
        return str(periods["other"][index])

    def at(self, point: Point, snapshot: Snapshot) -> str:
        """When a point was, with its preposition: "in the week of 20 September", "on 3 May 2025"."""
        return self._when("at", point, snapshot)

    def since(self, point: Point, snapshot: Snapshot) -> str:
        return self._when("since", point, snapshot)

    def in_span(self, span: str) -> str:
        """ "in four weeks"; `span` is one of those in facts.SPANS."""
        return str(self._data["in_span"][span])

    def against(self, span: str) -> str:
        """ "compared with four weeks ago"."""
        return str(self._data["against"][span])

    def month(self, time: datetime) -> str:
        return self._format(time, "month")

    def _when(self, kind: str, point: Point, snapshot: Snapshot) -> str:
        patterns, time = self._data[kind], point.time
        if snapshot.resolution == "month":
            return str(patterns["month"]).format(month=self.month(time))
        timed = snapshot.resolution in ("minute", "hour")
        this_year = timed or time.year == snapshot.as_of.year
        day = self._format(time, "day" if this_year else "day_year")
        key = "time" if timed else snapshot.resolution
        return str(patterns[key]).format(day=day, time=self._format(time, "time"))

    def _format(self, time: datetime, kind: str) -> str:
        text = format_datetime(time, self._data["formats"][kind], locale=self._locale)
        first = self._data.get("first_day")
        return re.sub(r"^1(?=\s)", first, text) if first and kind.startswith("day") else MARKS.sub("", text)


def _bare(name: str) -> str:
    return name.removeprefix("the ")
