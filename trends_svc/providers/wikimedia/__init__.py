"""Wikimedia Pageviews: how often articles are read, by day; and the most read of a country. Official, CC0."""

from trends_svc.providers.base import Provider, Surroundings
from trends_svc.providers.wikimedia.pageviews import URL, Wikimedia
from trends_svc.providers.wikimedia.top import MostRead
from trends_svc.services.catalogue import SourceCard

CARD = SourceCard(
    "wikimedia",
    Wikimedia.title,
    ("series", "trending"),
    "How often articles of the English Wikipedia are read, by day. A keyword is an article's title.",
    trending="country",
)


def make(given: Surroundings) -> Wikimedia:
    return Wikimedia(given.url or URL, seconds=given.seconds, clock=given.clock)


def make_top(given: Surroundings) -> MostRead:
    return MostRead(given.url or URL, seconds=given.seconds, clock=given.clock)


PROVIDER = Provider(CARD, source=make, trending=make_top)

__all__ = ["PROVIDER", "MostRead", "Wikimedia"]
