"""The true length of a text, as its platform counts."""

import regex  # type: ignore[import-untyped] # it has no types

from portal.models.posts import Platform

_NEAR = 20
"""From here on the counter turns orange."""


def graphemes(text: str) -> int:
    """What people take for characters."""
    return len(regex.findall(r"\X", text))


def x_weighted(text: str) -> int:
    """X's own weighting: a link is 23, an emoji 2."""
    from twitter_text import parse_tweet

    return int(parse_tweet(text).weightedLength)


def length(text: str, platform: Platform) -> int:
    if platform.counting == "x-weighted":
        return x_weighted(text)
    if platform.counting == "bytes":
        return len(text.encode())
    return graphemes(text)


class Count:
    """A text's length against what its platform takes."""

    def __init__(self, text: str, platform: Platform) -> None:
        self.used = length(text, platform)
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
