"""How keywords, places, periods and times are written in an English sentence, and in a hashtag."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

import regex  # type: ignore[import-untyped] # it has no types

from svckit.hashtags import hashtags
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


def hashtag(phrase: str) -> str:
    """Its words in one, without the #: told apart by capitals, for eyes and for screen readers; by low lines
    where their script has no capitals. "" where no hashtag says the same ("C++", "2026")."""
    composed = unicodedata.normalize("NFC", phrase)
    if any(unicodedata.category(ch)[0] == "S" or ch in "#%*@" for ch in composed):
        return ""
    bare = (regex.sub(r"[^\p{L}\p{M}\p{N}]", "", word) for word in re.split(r"[\s\-‐‑–—/&_]+", composed))
    words = [word for word in bare if word]
    joined = words[0] if len(words) == 1 else "".join(map(capital, words[:1]))
    for before, word in itertools.pairwise(words):
        joined += ("_" if _caseless(before) or _caseless(word) else "") + capital(word)
    return joined if hashtags(f"#{joined}") == [(0, len(joined) + 1)] else ""


def _caseless(word: str) -> bool:
    return any(ch.isalpha() and ch.upper() == ch.lower() for ch in word)


def period(snapshot: Snapshot) -> str:
    """ "the past 12 months"."""
    return language("en").period(snapshot, "of").removeprefix("of ")


def at(point: Point, snapshot: Snapshot) -> str:
    """When a point was, with its preposition: "in the week of 20 September", "on 3 May 2025"."""
    return language("en").at(point, snapshot)


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return language("en").listed(items)
