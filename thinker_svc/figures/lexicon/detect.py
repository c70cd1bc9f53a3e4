"""Which language a text is written in: the one most of whose own small words it uses."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from thinker_svc.figures.lexicon.base import Lexicon

DATA = Path(__file__).resolve().parent
CODES = ("en", "de", "fr", "es")


@cache
def lexicon(code: str) -> Lexicon:
    data: dict[str, Any] = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    for name in ("stopwords", "generic"):
        data[name] = frozenset(data[name])
    for name in ("months", "weekdays", "idioms", "ago"):
        data[name] = tuple(data[name])
    data["concepts"] = {tag: tuple(phrases) for tag, phrases in data["concepts"].items()}
    data["seasons"] = {name: (first, count) for name, (first, count) in data["seasons"].items()}
    return Lexicon(**data)


def language_of(text: str) -> Lexicon:
    """English wherever no other language has more of its words in the text."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return max(map(lexicon, CODES), key=lambda one: sum(word in one.stopwords for word in words))
