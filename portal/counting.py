"""The length of a text as people and most platforms count it. X counts otherwise; it comes with X."""

import regex  # type: ignore[import-untyped] # it has no types

from portal.models.posts import Platform

_NEAR = 20
"""From here on the counter turns orange."""


def graphemes(text: str) -> int:
    """What people take for characters."""
    return len(regex.findall(r"\X", text))


class Count:
    """A text's length against what its platform takes."""

    def __init__(self, text: str, platform: Platform) -> None:
        self.used = graphemes(text)
        self.limit = platform.limit

    @property
    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.used

    @property
    def hue(self) -> str:
        if self.left is None or self.left > _NEAR:
            return "accent"
        return "orange" if self.left >= 0 else "red"

    @property
    def share(self) -> int:
        """Per cent of the ring."""
        return min(100, round(100 * self.used / self.limit)) if self.limit else 0
