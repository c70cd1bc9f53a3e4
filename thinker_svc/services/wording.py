"""How keywords, places, periods and times are written in an English sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thinker_svc.services.languages import language
from thinker_svc.services.snapshot import Point, Snapshot


def where(geo: str) -> str:
    """ " in the United Kingdom", " worldwide"; a code without a name here is written as it is."""
    return language("en").place(geo)


def keyword(text: str) -> str:
    """As searched; in quotes when it would not read as a noun in a sentence."""
    return language("en").keyword(text)


def capital(text: str) -> str:
    """Sentence case: the first letter raised and nothing else touched ("iPhone" stays)."""
    if re.match(r"[a-z][A-Z]", text):
        return text
    return text[:1].upper() + text[1:]


def period(snapshot: Snapshot) -> str:
    """ "the past 12 months"."""
    return language("en").period(snapshot, "of").removeprefix("of ")


def at(point: Point, snapshot: Snapshot) -> str:
    """When a point was, with its preposition: "in the week of 20 September", "on 3 May 2025"."""
    return language("en").at(point, snapshot)


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return language("en").listed(items)
