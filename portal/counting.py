"""The length of a text as its platform counts it."""

from portal.models.posts import Platform
from svckit.hashtags import hashtags
from svckit.lengths import graphemes, measure

__all__ = ["Count", "graphemes"]
_NEAR = 20
"""From here on the counter turns orange."""


class Count:
    """A text's length against what its platform takes."""

    def __init__(self, text: str, platform: Platform) -> None:
        length = measure(text, platform.by)
        self.used, self.limit, self.over_bytes = length.used, platform.limit, length.over_bytes
        self.hashtags, self._read_well = len(hashtags(text)), platform.hashtags

    @property
    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.used

    @property
    def many_hashtags(self) -> bool:
        """More than read well there, as far as the service says how many do: a hint, no fault."""
        return bool(self._read_well) and self.hashtags > (self._read_well or 0)

    @property
    def is_over(self) -> bool:
        return bool(self.over_bytes) or (self.left is not None and self.left < 0)

    @property
    def hue(self) -> str:
        if self.is_over:
            return "red"
        return "accent" if self.left is None or self.left > _NEAR else "orange"

    @property
    def share(self) -> int:
        """Per cent of the ring."""
        return min(100, round(100 * self.used / self.limit)) if self.limit else 0
