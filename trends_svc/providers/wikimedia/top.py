"""What a country reads most in Wikipedia, by day."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from trends_svc.providers.fetching import get_json
from trends_svc.services.sources import NoData, SourceMalformed
from trends_svc.services.trending import Trend

TITLE = "Wikimedia Pageviews"
MOST = 20
DAYS_BACK = 3
"""A day is counted some hours after it ended, now and then a day later."""
_PAGE_OF_THE_HOUSE = re.compile(r"^[^:]+:[^_ ]|^Main_Page$|^-$|^Wikipedia$")
"""``Special:Search``, ``Wikipédia:Accueil_principal``: in every language a colon without a space after it."""


class MostRead:
    """Top articles per country. Of some countries Wikimedia tells nothing, for their readers' sake."""

    def __init__(self, base_url: str, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self._base_url, self._seconds, self._clock = base_url, seconds, clock

    def now(self, geo: str) -> list[Trend]:
        """Of the newest day that is counted.

        Raises:
            SourceError: ``NoData`` where nothing is told of the country.
        """
        today = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        for back in range(1, DAYS_BACK + 1):
            try:
                return self._of_day(geo, today - timedelta(days=back))
            except NoData:
                continue
        raise NoData("Wikimedia tells nothing of this country. Choose another one.")

    def _of_day(self, geo: str, day: datetime) -> list[Trend]:
        path = (
            f"/api/rest_v1/metrics/pageviews/top-per-country/{quote(geo, safe='')}/all-access/{day:%Y/%m/%d}"
        )
        answer = get_json(self._base_url, path, title=TITLE, seconds=self._seconds)
        try:
            articles = answer["items"][0]["articles"]
            found = [_trend(item, day) for item in articles if _is_article(item)]
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise SourceMalformed("Wikimedia's answer isn't built as it used to be.") from error
        return found[:MOST]


def _is_article(item: dict[str, Any]) -> bool:
    return str(item["project"]).endswith(".wikipedia") and not _PAGE_OF_THE_HOUSE.match(str(item["article"]))


def _trend(item: dict[str, Any], day: datetime) -> Trend:
    title = str(item["article"]).replace("_", " ")
    project, article = str(item["project"]), quote(str(item["article"]), safe="")
    return Trend(
        title=title[:500],
        keyword=title[:100],
        # Rounded up to hundreds by Wikimedia, so that no reader can be told from it.
        traffic=f"{int(item['views_ceil']):,} views",
        started_at=day.astimezone(UTC),
        link=f"https://{project}.org/wiki/{article}",
        picture_source="Wikipedia",
    )
