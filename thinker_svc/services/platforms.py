"""What a post may be on each platform, and how the platform counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """`limit` is the platform's own (None: any length); `aim` is what reads well there and drafts keep to."""

    name: str
    limit: int | None
    aim: int
    count: Callable[[str], int] = len


# A platform is offered when it has a row here and tweeter can publish to it.
PLATFORMS: Mapping[str, Platform] = {
    "webhook": Platform("Webhook", limit=None, aim=500),
}
TEXT_LIMIT = 10_000  # characters kept for one platform's text, whatever the platform allows


def aim(platforms: list[str]) -> int:
    """The length the shared text aims at: the strictest of the platforms it is for."""
    return min((PLATFORMS[name].aim for name in platforms if name in PLATFORMS), default=500)
