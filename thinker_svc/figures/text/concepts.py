"""The words and phrases of a text that mean something to the check, by the tags of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon import Lexicon

_PATTERNS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def concepts(text: str, lexicon: Lexicon, used: bytearray) -> Iterator[Item]:
    """`used`: for each code point of the text, whether a name, a time or a figure holds it already."""
    if lexicon.code not in _PATTERNS:
        _PATTERNS[lexicon.code] = [(tag, _whole(phrases)) for tag, phrases in lexicon.concepts.items()]
    for tag, pattern in _PATTERNS[lexicon.code]:
        for match in _free(pattern, text, used):
            if match[0].strip():
                yield Item(match.start(), match.end(), frozenset({tag}), match[0])


def _free(pattern: re.Pattern[str], text: str, used: bytearray) -> Iterator[re.Match[str]]:
    """Matches clear of names. A phrase that would run into one is read as the shorter one before it:
    "se busca más" of "se busca más salmorejo"."""
    at = 0
    while (match := pattern.search(text, at)) is not None:
        start, end = match.span()
        taken = used.find(1, start, end)
        shorter = pattern.match(text, start, taken) if taken > start else None
        if taken < 0:
            yield match
        elif shorter is not None:
            yield shorter
        at = max(end if taken < 0 else shorter.end() if shorter is not None else start + 1, at + 1)


def _whole(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, the longest first: "latest full week" before "latest"."""
    longest = "|".join(sorted(phrases, key=len, reverse=True)).replace("ß", "(?:ß|ss)")  # Swiss: "grösser"
    return re.compile(rf"(?<![\w#@])(?:{longest})(?!\w)|{_signs(phrases)}", re.IGNORECASE)


def _signs(phrases: Iterable[str]) -> str:
    signs = [re.escape(phrase) for phrase in phrases if not re.search(r"\w", phrase)]
    return "|".join(signs) or "(?!)"
