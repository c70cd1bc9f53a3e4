"""Which language a text is written in: the one most of whose own small words it uses."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from thinker_svc.figures.text.lexicon.base import Lexicon

MARGIN = 1.5  # a sentence leaves the language of its text only for good reason
DATA = Path(__file__).resolve().parent
CODES = ("en", "de", "fr", "es")


@cache
def lexicon(code: str) -> Lexicon:
    data: dict[str, Any] = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    for name in ("stopwords", "generic", "helpers"):
        data[name] = frozenset(data[name])
    for name in ("months", "weekdays", "idioms", "ago"):
        data[name] = tuple(data[name])
    data["concepts"] = {tag: tuple(phrases) for tag, phrases in data["concepts"].items()}
    data["seasons"] = {name: (first, count) for name, (first, count) in data["seasons"].items()}
    return Lexicon(**data)


@cache
def _vocabulary(code: str) -> frozenset[str]:
    """The words of its patterns: enough to tell short texts by, where no other language has them."""
    one = lexicon(code)
    patterns = [
        *one.units,
        *one.numbers,
        *one.months,
        *one.weekdays,
        one.percent,
        one.early,
        one.late,
        one.week_of,
    ]
    patterns += [phrase for phrases in one.concepts.values() for phrase in phrases]
    return frozenset(re.findall(r"[^\W\d_]{4,}", " ".join(patterns).casefold()))


@cache
def _own(code: str) -> frozenset[str]:
    others = [_vocabulary(other) | lexicon(other).stopwords for other in CODES if other != code]
    return _vocabulary(code).difference(lexicon(code).stopwords, *others)


def language_of(text: str, usual: str = "en") -> Lexicon:
    """The usual one wherever no other language has clearly more of its words in the text."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    scores = {
        code: sum(word in lexicon(code).stopwords for word in words)
        + 0.9 * sum(word in _own(code) for word in words)
        for code in CODES
    }
    best = max(CODES, key=lambda code: scores[code])
    return lexicon(best if scores[best] > scores[usual] + MARGIN * (usual != "en") else usual)
