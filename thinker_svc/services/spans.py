"""Where in a text a model's words stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def kept(old: str, new: str, spans: Iterable[Sequence[int]]) -> list[list[int]]:
    """Each span, start and end in code points, whose words still stand in the new text, where they stand."""
    found = []
    for start, end in spans:
        at = new.find(old[start:end])
        if at >= 0:
            found.append([at, at + end - start])
    return found
