"""Where a text appears while it is written."""

from __future__ import annotations

import itertools
from typing import Protocol


class Page(Protocol):
    """Where the text appears while it is written."""

    def write(self, text: str) -> None: ...

    def rewind(self, length: int) -> None:
        """Cut what was written back to its first `length` characters."""
        ...


class Screen:
    """Brings a page to a text with the least change: what stays is not written again."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._shown = ""

    def show(self, text: str) -> None:
        common = _common(self._shown, text)
        if common < len(self._shown):
            self._page.rewind(common)
        if text[common:]:
            self._page.write(text[common:])
        self._shown = text


def _common(a: str, b: str) -> int:
    """How many characters both begin with."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False))
    return sum(1 for _ in same)
