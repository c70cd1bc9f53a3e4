"""Where in a text a model's words stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def kept(old: str, new: str, spans: Iterable[Sequence[int]]) -> list[list[int]]:
    """Each span, start and end in code points, whose words still stand in the new text, where they stand."""
    return found(new, passages(old, spans))


def passages(text: str, spans: Iterable[Sequence[int]]) -> list[str]:
    """The words of each."""
    return [text[start:end] for start, end in spans]


def found(text: str, passages: Iterable[str]) -> list[list[int]]:
    """Where those words stand in the text, as far as they do."""
    starts = ((text.find(words), len(words)) for words in passages if words)
    return [[at, at + length] for at, length in starts if at >= 0]
