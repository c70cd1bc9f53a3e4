"""Mastodon: the tags that trend on a server, with their last days. Official, without a key."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from trends_svc.providers.base import Provider, Surroundings
from trends_svc.providers.fetching import get_json
from trends_svc.services.catalogue import SourceCard
from trends_svc.services.sources import SourceMalformed
from trends_svc.services.trending import Trend

URL = "https://mastodon.social"
TITLE = "Mastodon"
MOST = 20
CARD = SourceCard(
    "mastodon",
    TITLE,
    ("trending",),
    "Tags that trend on one server, by the people who use them; the deployment says which server.",
    trending="all",
)


class TrendingTags:
    """``GET /api/v1/trends/tags`` of a server: 300 calls in 5 minutes are allowed, we make a few an hour."""

    def __init__(self, base_url: str, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self._base_url, self._seconds, self._clock = base_url, seconds, clock

    def now(self, geo: str) -> list[Trend]:  # noqa: ARG002 - a server knows no countries
        """The tags, as the server orders them.

        Raises:
            SourceError
        """
        answer = get_json(
            self._base_url,
            "/api/v1/trends/tags",
            title=TITLE,
            seconds=self._seconds,
            params={"limit": MOST},
        )
        try:
            return [_trend(tag) for tag in answer]
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise SourceMalformed("Mastodon's answer isn't built as it used to be.") from error


def _trend(tag: dict[str, Any]) -> Trend:
    """Numbers come as texts; the newest day first, and it is not over."""
    history = tag["history"]
    name, link = str(tag["name"]), str(tag["url"])
    people, uses = int(history[0]["accounts"]), int(history[0]["uses"])
    return Trend(
        title=f"#{name}"[:500],
        keyword=name[:100],
        traffic=f"{uses:,} posts by {people:,} people today",
        started_at=datetime.fromtimestamp(int(history[0]["day"]), tz=UTC),
        link=link if link.startswith("https://") else None,
        shape=[int(day["uses"]) for day in reversed(history)],
    )


def make(given: Surroundings) -> TrendingTags:
    return TrendingTags(given.url or URL, seconds=given.seconds, clock=given.clock)


PROVIDER = Provider(CARD, trending=make)
