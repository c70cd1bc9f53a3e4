"""What is in the news about a search's keywords, as far as it is known without asking anybody.

What is trending comes with articles. The answers are kept for a day, so whoever searches for a topic from the
page of what is trending has its articles here already. They are read once, when the answer of a search is
complete, and stay in its snapshot. They are of the country alone: a search of one of its regions has those of
the country, a worldwide one has none, because no country's news is the world's.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import redis

from trends_svc.services import catalogue, sharing, timeframes
from trends_svc.services.questions import Question
from trends_svc.services.snapshot import Headline
from trends_svc.services.trending import NewsItem, Trend, Trending
from trends_svc.services.trending_desk import KEEP_SECONDS, key_of, understood

PATIENCE = 0.25
"""Seconds that Redis may take: a search without news is better than one that waits for them."""
A_DAY = timedelta(seconds=KEEP_SECONDS)
MOST_OF_A_KEYWORD = 3
MOST = 10
LONGEST_TITLE = 200
LONGEST_SOURCE = 80
LONGEST_URL = 2000


class KeptNews:
    """Articles of what was trending in the last day.

    Args:
        store: Redis, where the desk of what is trending keeps its answers.
    """

    def __init__(self, store: str, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._store = redis.Redis.from_url(
            store, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
        )

    def about(self, question: Question, *, source: str, sample: bool) -> list[Headline]:
        """At most three of each keyword that was trending in the question's country, ten in all. None is a
        usual answer, and the one where Redis is away.

        What is trending is looked for where the search's numbers come from: its source, then files exported
        from it (or, of an uploaded file, the source it was exported from). A made-up trend has no place
        beside real numbers, nor a real one beside made-up ones. A span of time that ended more than a day
        before it was trending has none.
        """
        country = question.geo.partition("-")[0]
        if not country:
            return []
        try:
            kept = self._store.mget([key_of(name, country) for name in _told_by(source)])
        except redis.RedisError:
            return []
        feeds = [feed for found in kept if (feed := understood(found)) and feed.sample == sample]
        now = [feed for feed in feeds if self._is_of(question, feed)]
        items = [item for keyword in question.keywords for item in _of_keyword(keyword, now)]
        return items[:MOST]

    def _is_of(self, question: Question, feed: Trending) -> bool:
        """Whether the feed is of the last day (an uploaded one may be older), and of the time asked about."""
        end = timeframes.end_of(question.timeframe)
        is_recent = feed.as_of > self._clock() - A_DAY
        return is_recent and (end is None or end > feed.as_of - A_DAY)


def _told_by(source: str) -> list[str]:
    """Who may have said what is trending among those whom the source asks, the source itself first."""
    cards = catalogue.sources()
    exports = [name for name, card in cards.items() if card.export_of == source]
    origin = [cards[source].export_of] if source in cards and cards[source].export_of else []
    return [source, *exports, *origin]


def _of_keyword(keyword: str, feeds: Iterable[Trending]) -> list[Headline]:
    """From the first feed that has any."""
    for feed in feeds:
        trends = [trend for trend in feed.items if _is_about(trend, keyword)]
        found = _distinct(item for trend in trends for item in trend.news)
        if found:
            return [_headline(item, keyword, feed.as_of) for item in found[:MOST_OF_A_KEYWORD]]
    return []


def _is_about(trend: Trend, keyword: str) -> bool:
    return _folded(keyword) in (_folded(trend.keyword), _folded(trend.title))


def _folded(text: str) -> str:
    """As Google compares keywords. A comma separates keywords where they are typed, so a trend with one is
    searched for without it.
    """
    return " ".join(sharing.fold(text).replace(",", " ").split())


def _distinct(items: Iterable[NewsItem]) -> list[NewsItem]:
    """Those that can be shown, an agency's report once however many print it."""
    by_title: dict[str, NewsItem] = {}
    for item in items:
        title = _folded(item.title)
        if title and item.url.startswith(("https://", "http://")) and len(item.url) <= LONGEST_URL:
            by_title.setdefault(title, item)
    return list(by_title.values())


def _headline(item: NewsItem, keyword: str, as_of: datetime) -> Headline:
    return Headline(
        title=_cut(item.title, LONGEST_TITLE),
        url=item.url,
        source=_cut(item.source, LONGEST_SOURCE),
        keyword=keyword,
        as_of=as_of,
    )


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
