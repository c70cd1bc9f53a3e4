"""What a source of search interest can do, and how it fails. One folder per source under providers/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel

from trends_svc.services.questions import Question
from trends_svc.services.snapshot import SeriesPart
from trends_svc.services.trending import Trend

SERIES = "series"
"""The part without which a search has no result."""


class SourceError(Exception):
    """A source gave no answer.

    Attributes:
        type: stable slug, shown to people and scripts.
        title, detail: what happened and what it means, for a person.
        transient: another try may succeed.
        slow_down: the source asked for fewer calls; every worker should hold back.
    """

    type = "source-unavailable"
    title = "Google Trends doesn't answer"
    transient = True
    slow_down = False

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class RateLimited(SourceError):
    """Refused for asking too much: 429, or the page that asks whether we are a robot."""

    type = "rate-limited"
    title = "Google asked us to slow down"
    slow_down = True


class SourceUnavailable(SourceError):
    """No connection, or an error on the source's side."""


class SourceTimeout(SourceError):
    """No answer in time."""

    type = "source-timeout"
    title = "Google Trends took too long"


class SourceMalformed(SourceError):
    """An answer that can't be read."""

    type = "source-malformed"
    title = "Google Trends sent something we can't read"


class QuestionRefused(SourceError):
    """The source won't answer this question, ever."""

    type = "invalid-question"
    title = "Google Trends won't answer this question"
    transient = False


class NoData(SourceError):
    """An honest answer: too little is searched for this. Not an error of anybody, and not zero."""

    type = "no-data"
    title = "Not enough data"
    transient = False


class Busy(Exception):
    """Not asked at all: it isn't our turn for another ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"our turn comes in {seconds:.0f} s")
        self.seconds = seconds


class Inquiry(Protocol):
    """A question in the source's hands. Calls are made when ``fetch`` is called, one at a time."""

    def fetch(self, part: str) -> BaseModel:
        """The data of a part: ``SeriesPart``, ``RegionsPart`` or ``RelatedPart``.

        Raises:
            SourceError | Busy
        """

    def close(self) -> None:
        """Let go of the connection."""


class Source(Protocol):
    """Where search interest comes from."""

    name: str
    title: str
    """As people know it."""

    def parts(self, question: Question) -> Sequence[str]:
        """Names of the parts of an answer, ``series`` first."""

    def open(self, question: Question, known: Mapping[str, dict[str, Any]]) -> Inquiry:
        """Put the question. ``known``: the parts that an earlier try fetched.

        Raises:
            SourceError | Busy
        """


class TrendingSource(Protocol):
    """Who tells what is trending now."""

    def now(self, geo: str) -> list[Trend]:
        """What a country (empty: everybody the source knows) looks for now, strongest or newest first.

        Raises:
            SourceError | Busy
        """


@dataclass(frozen=True)
class UploadedSeries:
    """A file with interest over time, and the question it answers."""

    question: Question
    series: SeriesPart


@dataclass(frozen=True)
class UploadedTrending:
    """A file with what was trending in a country."""

    geo: str
    items: list[Trend]


class UnreadableError(ValueError):
    """A file that can't be read; says where, and what to upload instead."""

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__(message)
        self.field = field


class Reader(Protocol):
    """Reads files that people got from a source by themselves."""

    def read(self, data: bytes, *, geo: str | None, now: datetime) -> UploadedSeries | UploadedTrending:
        """``geo``: the region, where the file doesn't tell it in words we know.

        Raises:
            UnreadableError
        """
