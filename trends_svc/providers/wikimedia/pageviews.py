"""Searches: how often articles are read, by day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from trends_svc.providers.fetching import get_json
from trends_svc.services import timeframes
from trends_svc.services.questions import Question
from trends_svc.services.scaling import scaled
from trends_svc.services.sources import SERIES, Inquiry, NoData, SourceMalformed

URL = "https://wikimedia.org"
PROJECT = "en.wikipedia"


class Wikimedia:
    """The source named ``wikimedia``: a keyword is the title of an article of the English Wikipedia."""

    name = "wikimedia"
    title = "Wikimedia Pageviews"

    def __init__(self, base_url: str, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self._base_url, self._seconds, self._clock = base_url, seconds, clock

    def parts(self, question: Question) -> Sequence[str]:  # noqa: ARG002 - the same for every question
        return [SERIES]

    def open(self, question: Question, known: Mapping[str, dict[str, Any]]) -> Inquiry:  # noqa: ARG002 - one part
        return _Pageviews(self._base_url, question, seconds=self._seconds, now=self._clock())


class _Pageviews:
    def __init__(self, base_url: str, question: Question, *, seconds: float, now: datetime) -> None:
        self._base_url, self._question, self._seconds, self._now = base_url, question, seconds, now

    def fetch(self, part: str) -> BaseModel:  # noqa: ARG002 - there is one
        """The series, one call a keyword, one after another as Wikimedia asks.

        Raises:
            SourceError
        """
        start, end = timeframes.days_of(self._question.timeframe, self._now)
        counts = {keyword: self._views(keyword, start, end) for keyword in self._question.keywords}
        return scaled(counts, resolution="day", as_of=self._now)

    def close(self) -> None:
        """Nothing is kept open."""

    def _views(self, keyword: str, start: datetime, end: datetime) -> dict[datetime, int]:
        article = keyword.strip().replace(" ", "_")
        article = quote(article[:1].upper() + article[1:], safe="")
        path = (
            f"/api/rest_v1/metrics/pageviews/per-article/{PROJECT}/all-access/user/{article}/daily/"
            f"{start:%Y%m%d}00/{end:%Y%m%d}00"
        )
        try:
            answer = get_json(self._base_url, path, title=Wikimedia.title, seconds=self._seconds)
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
