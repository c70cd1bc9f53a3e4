"""Google Trends as a source: one conversation per question, a call per part."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from trends_svc.providers.google import normalise
from trends_svc.providers.google.client import CookieStore, GoogleClient
from trends_svc.providers.google.comparison import Comparison
from trends_svc.services import comparing
from trends_svc.services.gate import Gate
from trends_svc.services.questions import Question
from trends_svc.services.snapshot import RelatedPart, related_name
from trends_svc.services.sources import SERIES, Inquiry, SourceMalformed

REGIONS = "regions"
PATIENCE = 5.0
"""Seconds that a worker waits for its turn to make a call; the search that is inside goes first."""


class GoogleTrends:
    """The source named ``google``.

    Args:
        base_url: ``https://trends.google.com``, or a server that speaks its protocol.
        gate: whose turn it is.
        seconds: how long to wait for one answer.
        clock: the time, aware.
    """

    name = "google"
    title = "Google Trends"

    def __init__(self, base_url: str, gate: Gate, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self._base_url = base_url
        self._gate = gate
        self._seconds = seconds
        self._clock = clock
        self._cookies = CookieStore()

    def parts(self, question: Question) -> Sequence[str]:
        """Series, regions, and the related queries of each keyword; of more than five, series alone."""
        regular = [SERIES, REGIONS, *(related_name(index) for index in range(len(question.keywords)))]
        return comparing.parts_of(question.keywords, regular)

    def open(self, question: Question, known: Mapping[str, dict[str, Any]]) -> Inquiry:
        """Ask ``explore`` for the widgets.

        Raises:
            SourceError | Busy
        """
        if len(question.keywords) > comparing.PER_REQUEST:
            return Comparison(question, known, self._converse)
        return self._converse(question)

    def _converse(self, question: Question) -> "GoogleInquiry":
        client = GoogleClient(
            self._base_url,
            seconds=self._seconds,
            cookies=self._cookies,
            turn=lambda: self._gate.turn(PATIENCE),
        )
        try:
            self._put(client, question)
        except BaseException:
            client.close()
            raise
        return GoogleInquiry(client, question, self._clock)

    def _put(self, client: GoogleClient, question: Question) -> None:
        with readable():
            # Always a list: pytrends would take a string apart into letters.
            client.build_payload(
                list(question.keywords),
                cat=question.category,
                timeframe=question.timeframe,
                geo=question.geo,
                gprop=question.property,
            )


class GoogleInquiry:
    """The widgets of one question."""

    def __init__(self, client: GoogleClient, question: Question, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._question = question
        self._clock = clock
        self._related = list(client.related_queries_widget_list)

    def fetch(self, part: str) -> BaseModel:
        """Call for one part's data.

        Raises:
            SourceError | Busy
        """
        with readable():
            if part == SERIES:
                return self._series()
            if part == REGIONS:
                return self._regions()
            return self._related_queries(int(part.removeprefix(related_name(0)[:-1])))

    def close(self) -> None:
        self._client.close()

    def _series(self) -> BaseModel:
        self._client.interest_over_time()
        resolution = str(self._client.interest_over_time_widget["request"]["resolution"])
        return normalise.series(self._answer(), self._question.keywords, resolution, self._clock())

    def _regions(self) -> BaseModel:
        level = "COUNTRY" if not self._question.geo else "REGION"
        self._client.interest_by_region(resolution=level, inc_low_vol=True, inc_geo_code=True)
        return normalise.regions(self._answer(), self._question.keywords)

    def _related_queries(self, index: int) -> BaseModel:
        """One keyword at a time, so that a refusal in between keeps what came before."""
        keyword = self._question.keywords[index]
        widgets = [widget for widget in self._related if _keyword_of(widget) == keyword]
        if not widgets:  # offered for other keywords only
            return RelatedPart(rising=[], top=[])
        self._client.related_queries_widget_list = widgets[:1]
        try:
            self._client.related_queries()
        except IndexError:
            if self._answer()["default"]["rankedList"]:  # an empty one is Google's "there are none"
                raise
        return normalise.related(self._answer(), keyword)

    def _answer(self) -> Any:
        return self._client.answer


def _keyword_of(widget: Mapping[str, Any]) -> str:
    return str(widget["request"]["restriction"]["complexKeywordsRestriction"]["keyword"][0]["value"])


@contextmanager
def readable() -> Iterator[None]:
    """What pytrends or we stumble over in an answer is an answer that can't be read."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise SourceMalformed(
            "Google's answer isn't built as it used to be "
            f"({type(error).__name__}). If it stays so, this program needs an update."
        ) from error
