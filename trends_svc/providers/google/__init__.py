"""Google Trends, as its web page asks it. What it imports (pandas) is for the worker alone."""

from typing import TYPE_CHECKING

from trends_svc.providers.base import Provider, Surroundings
from trends_svc.services.catalogue import SourceCard

if TYPE_CHECKING:
    from trends_svc.providers.google.live import LiveGoogle
    from trends_svc.services.sources import Source

URL = "https://trends.google.com"
CARD = SourceCard(
    "google",
    "Google Trends",
    ("series", "regions", "related", "trending", "suggestions"),
    "0–100, relative to the highest value of one search. Unofficial: it may refuse, then we wait.",
    most_keywords=25,
    knows=("geo", "category", "property"),
    trending="country",
)


def make(given: Surroundings) -> "Source":
    """For searches; imports pandas."""
    from trends_svc.providers.google.source import GoogleTrends

    if given.gate is None:
        raise TypeError("Google is asked through its gate only")
    return GoogleTrends(given.url or URL, given.gate, seconds=given.seconds, clock=given.clock)


def make_live(given: Surroundings) -> "LiveGoogle":
    """For what is answered while somebody waits."""
    from trends_svc.providers.google.live import LiveGoogle

    if given.gate is None:
        raise TypeError("Google is asked through its gate only")
    return LiveGoogle(given.url or URL, given.gate, store=given.store, seconds=given.seconds)


PROVIDER = Provider(CARD, source=make, trending=make_live)
