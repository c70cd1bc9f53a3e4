"""Hacker News through Algolia's search: stories that mention a word, by day. Official, without a key."""

from datetime import UTC, datetime, timedelta

from trends_svc.providers.base import Provider, Surroundings
from trends_svc.providers.daily import DailySource
from trends_svc.providers.fetching import get_json
from trends_svc.services.catalogue import SourceCard
from trends_svc.services.sources import SourceMalformed

URL = "https://hn.algolia.com"
MOST_HITS = 1000
"""Algolia gives no more for one query: a fuller answer is asked for again from where it ended."""
MOST_CALLS = 10


class HackerNews(DailySource):
    """The source named ``hackernews``."""

    name = "hackernews"
    title = "Hacker News"

    def unfinished(self, now: datetime) -> datetime:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)

    def counts(self, keyword: str, start: datetime, end: datetime) -> dict[datetime, int]:
        days = (end - start).days + 1
        counted = {start + timedelta(days=day): 0 for day in range(days)}
        seen: set[str] = set()
        until = int((end + timedelta(days=1)).timestamp())
        for _ in range(MOST_CALLS):
            hits = self._hits(keyword, int(start.timestamp()), until)
            for identity, moment in hits:
                day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
                if identity not in seen and day in counted:
                    seen.add(identity)
                    counted[day] += 1
            if len(hits) < MOST_HITS:
                return counted
            until = min(int(moment.timestamp()) for _, moment in hits) + 1
        oldest = min(day for day, count in counted.items() if count)
        return {
            day: count for day, count in counted.items() if day > oldest
        }  # what wasn't counted isn't zero

    def _hits(self, keyword: str, since: int, until: int) -> list[tuple[str, datetime]]:
        """``(id, time)``, newest first."""
        params = {
            "query": f'"{keyword}"',
            "tags": "story",
            "hitsPerPage": MOST_HITS,
            "numericFilters": f"created_at_i>={since},created_at_i<{until}",
            "attributesToRetrieve": "created_at_i",
        }
        answer = get_json(
            self.base_url,
            "/api/v1/search_by_date",
            title=self.title,
            seconds=self.seconds,
            params=params,
        )
        try:
            return [
                (str(hit["objectID"]), datetime.fromtimestamp(int(hit["created_at_i"]), tz=UTC))
                for hit in answer["hits"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise SourceMalformed("Hacker News' answer isn't built as it used to be.") from error


def make(given: Surroundings) -> HackerNews:
    return HackerNews(given.url or URL, seconds=given.seconds, clock=given.clock)


PROVIDER = Provider(
    SourceCard("hackernews", HackerNews.title, ("series",), "Stories that mention a word, by day."),
    source=make,
)
