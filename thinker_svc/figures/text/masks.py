"""What holds digits or telling words and claims nothing: prices, phone numbers, addresses, tags, versions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from thinker_svc.figures.text.lexicon.base import Lexicon

DATA = Path(__file__).with_name("masks.json")


def first(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that are closed before anything but names is read."""
    for pattern in _patterns("first"):
        for match in pattern.finditer(text):
            yield match.span()


def masked(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """(start, end, idiom): ranges in which nothing is read."""
    for pattern in _patterns("unread"):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), False
    for match in _idioms(lexicon).finditer(text):
        yield match.start(), match.end(), True


_IDIOMS: dict[str, re.Pattern[str]] = {}


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    data: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(re.compile(pattern) for pattern in data[name])


def _idioms(lexicon: Lexicon) -> re.Pattern[str]:
    if lexicon.code not in _IDIOMS:
        _IDIOMS[lexicon.code] = re.compile(
            rf"(?<!\w)(?:{'|'.join(lexicon.idioms) or '(?!)'})(?!\w)", re.IGNORECASE
        )
    return _IDIOMS[lexicon.code]
