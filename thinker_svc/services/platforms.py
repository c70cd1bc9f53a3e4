"""What a post may be on each platform, and how the platform counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svckit.hashtags import hashtags as hashtags_of
from svckit.lengths import Length, Measure, measure


@dataclass(frozen=True, slots=True)
class Platform:
    """`by` holds the platform's own limits (None: any length) and its way of counting; `aim` is what reads
    well there and drafts keep to."""

    name: str
    by: Measure
    aim: int
    hashtags: int = 3
    """How many read well there; more look like an advertisement."""

    @property
    def limit(self) -> int | None:
        return self.by.limit

    def measure(self, text: str) -> Length:
        return measure(text, self.by)

    def count(self, text: str) -> int:
        """The text's length in the platform's unit."""
        return self.measure(text).used

    def hashtags_in(self, text: str) -> int:
        """How many hashtags the text has, as the platform finds them."""
        return len(hashtags_of(text))

    def too_long(self, text: str) -> str:
        """By how much, for the person who wrote it; empty when it fits."""
        length = self.measure(text)
        if length.over:
            return f"{length.over} {_characters(length.over)} over the {self.by.limit:,} of {self.name}."
        if length.over_bytes:
            return f"{length.over_bytes:,} bytes over the {self.by.byte_limit:,} of {self.name}."
        return ""


# LinkedIn doesn't say what a character is: its text is counted in UTF-16 units, the most it can be.
PLATFORMS: Mapping[str, Platform] = {
    "webhook": Platform("Webhook", Measure(), aim=500),
    "bluesky": Platform("Bluesky", Measure("graphemes", 300, byte_limit=3000), aim=280),
    "mastodon": Platform("Mastodon", Measure("graphemes", 500, link=23, short_mentions=True), aim=450),
    "x": Platform("X", Measure("weighted", 280, link=23, bare_links=True), aim=260, hashtags=2),
    "linkedin": Platform("LinkedIn", Measure("utf16", 3000), aim=700),
}
TEXT_LIMIT = 10_000  # characters kept for one platform's text, whatever the platform allows


def aim(platforms: list[str]) -> int:
    """The length the shared text aims at: the strictest of the platforms it is for."""
    return min((PLATFORMS[name].aim for name in platforms if name in PLATFORMS), default=500)


ROOMIER = 1.5
"""So many times another platform's length has to be for a text of its own to say more than that one's."""


def groups(names: list[str]) -> list[list[str]]:
    """Those that one text serves together, the strictest first; within a group in the order given."""
    found: list[list[str]] = []
    for name in sorted((name for name in names if name in PLATFORMS), key=lambda name: PLATFORMS[name].aim):
        if found and PLATFORMS[name].aim < ROOMIER * aim(found[-1]):
            found[-1].append(name)
        else:
            found.append([name])
    return [[name for name in names if name in group] for group in found]


def named(names: list[str]) -> str:
    """As in "Mastodon and Webhook"."""
    return " and ".join(PLATFORMS[name].name for name in names)


def hashtags(platforms: list[str]) -> int:
    """How many hashtags the shared text may have: as many as the strictest of its platforms bears."""
    return min((PLATFORMS[name].hashtags for name in platforms if name in PLATFORMS), default=3)


def _characters(number: int) -> str:
    return "character" if number == 1 else "characters"
