"""Searches: how often articles are read, by day."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from trends_svc.providers.daily import DailySource
from trends_svc.providers.fetching import get_json
from trends_svc.services.sources import NoData, SourceMalformed

URL = "https://wikimedia.org"
PROJECT = "en.wikipedia"


class Wikimedia(DailySource):
    """The source named ``wikimedia``: a keyword is the title of an article of the English Wikipedia."""

    name = "wikimedia"
    title = "Wikimedia Pageviews"

    def counts(self, keyword: str, start: datetime, end: datetime) -> dict[datetime, int]:
        article = keyword.strip().replace(" ", "_")
        article = quote(article[:1].upper() + article[1:], safe="")
        path = (
            f"/api/rest_v1/metrics/pageviews/per-article/{PROJECT}/all-access/user/{article}/daily/"
            f"{start:%Y%m%d}00/{end:%Y%m%d}00"
        )
        try:
            answer = get_json(self.base_url, path, title=self.title, seconds=self.seconds)
        except NoData:
            return {}
        try:
            found = {
                datetime.strptime(item["timestamp"], "%Y%m%d%H").replace(tzinfo=UTC): int(item["views"])
                for item in answer["items"]
            }
        except (KeyError, TypeError, ValueError) as error:
            raise SourceMalformed("Wikimedia's answer isn't built as it used to be.") from error
        days = (end - start).days + 1
        known_until = max(found, default=start)  # the newest day comes late, and is not zero
        every = (start + timedelta(days=day) for day in range(days))
        return {day: found.get(day, 0) for day in every if day <= known_until}
