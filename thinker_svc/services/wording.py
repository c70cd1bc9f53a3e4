"""How keywords, places, periods and times are written in a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from thinker_svc.services.snapshot import Point, Snapshot

DATA = Path(__file__).resolve().parent.parent / "data"
PERIODS = {
    "now 1-H": "the past hour",
    "now 4-H": "the past four hours",
    "now 1-d": "the past 24 hours",
    "now 7-d": "the past seven days",
    "today 1-m": "the past 30 days",
    "today 3-m": "the past 90 days",
    "today 12-m": "the past 12 months",
    "today 5-y": "the past five years",
    "all": "all years since 2004",
}
QUESTION_WORDS = frozenset(
    ("how", "what", "why", "when", "where", "who", "which", "is", "are", "can", "do", "does")
)


@cache
def places() -> dict[str, str]:
    """Names for use after "in", by Google's geo code."""
    return dict(json.loads((DATA / "places.json").read_text(encoding="utf-8")))


def where(geo: str) -> str:
    """ " in the United Kingdom", " worldwide"; a code without a name here is written as it is."""
    return f" in {places().get(geo, geo)}" if geo else " worldwide"


def region(name: str, code: str) -> str:
    return places().get(code, name)


def keyword(text: str) -> str:
    """As searched; in quotes when it would not read as a noun in a sentence."""
    words = text.split()
    if len(words) > 3 or (len(words) > 1 and words[0].casefold() in QUESTION_WORDS):
        return f"“{text}”"
    return text


def capital(text: str) -> str:
    """Sentence case: the first letter raised and nothing else touched ("iPhone" stays)."""
    if re.match(r"[a-z][A-Z]", text):
        return text
    return text[:1].upper() + text[1:]


def period(snapshot: Snapshot) -> str:
    if snapshot.timeframe in PERIODS:
        return PERIODS[snapshot.timeframe]
    dates = re.findall(r"\d{4}-\d{2}-\d{2}", snapshot.timeframe)
    if len(dates) == 2:
        start, end = (datetime.fromisoformat(date) for date in dates)
        return f"{_date(start)} {start.year} to {_date(end)} {end.year}"
    return "the period searched"


def at(point: Point, snapshot: Snapshot) -> str:
    """When a point was, with its preposition: "in the week of 20 September", "on 3 May 2025"."""
    year = f" {point.time.year}" if point.time.year != snapshot.as_of.year else ""
    match snapshot.resolution:
        case "month":
            return f"in {point.time:%B %Y}"
        case "week":
            return f"in the week of {_date(point.time)}{year}"
        case "day":
            return f"on {_date(point.time)}{year}"
        case _:
            return f"on {_date(point.time)} at {point.time:%H:%M} UTC"


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} and {items[-1]}"


def quoted(items: Sequence[str]) -> str:
    return listed([f"“{item}”" for item in items])


def _date(time: datetime) -> str:
    return f"{time.day} {time:%B}"
