"""Where in a text a comment belongs, also after the text was edited around it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CONTEXT = 32
"""Code points kept from either side of the quoted words, to tell equal words apart."""
LONGEST_QUOTE = 500
SHORT = 12
"""Quotes up to this length ("4%") are taken for the same words only beside the same neighbours."""
ENOUGH = 4
"""Code points of the old neighbourhood that must still be there for a short quote."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words a comment is about. `platform`: in the text for it; None for the shared text. `start`: where
    they stood, in code points; `before` and `after`: what stood beside them."""

    platform: str | None
    quote: str
    start: int
    before: str
    after: str


def make(text: str, start: int, quote: str, platform: str | None) -> Anchor | None:
    """An anchor at the quoted words, where the caller saw them or else at the nearest place they stand; None
    when the text doesn't have them."""
    places = list(_places(text, quote))
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - start))
    end = at + len(quote)
    return Anchor(platform, quote, at, text[max(0, at - CONTEXT) : at], text[end : end + CONTEXT])


def find(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Start and end (exclusive) of the words in the text as it is now, or None when they changed: of several
    places that of the most familiar neighbourhood, then the nearest."""
    best: tuple[int, int, int] | None = None
    for at in _places(text, anchor.quote):
        score = _familiar(text, at, anchor)
        if len(anchor.quote) <= SHORT and score < min(ENOUGH, len(anchor.before) + len(anchor.after)):
            continue
        ranked = (score, -abs(at - anchor.start), at)
        best = max(best, ranked) if best else ranked
    return (best[2], best[2] + len(anchor.quote)) if best else None


def _places(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _familiar(text: str, at: int, anchor: Anchor) -> int:
    """How many code points on both sides, counted from the quote outwards, are as they were."""
    end = at + len(anchor.quote)
    left = _common(reversed(text[:at]), reversed(anchor.before))
    return left + _common(iter(text[end:]), iter(anchor.after))


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count
