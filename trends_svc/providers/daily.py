"""What sources that count by day have in common: one part, the series, one question a keyword."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from trends_svc.services import timeframes
from trends_svc.services.questions import Question
from trends_svc.services.scaling import scaled
from trends_svc.services.sources import SERIES, Inquiry


class DailySource(ABC):
    """A subclass has ``name`` and ``title``, and says how often a keyword was met on each day."""

    def __init__(self, base_url: str, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self.base_url, self.seconds, self._clock = base_url, seconds, clock

    @abstractmethod
    def counts(self, keyword: str, start: datetime, end: datetime) -> dict[datetime, int]:
        """By day, both ends included; a day that isn't known isn't there.

        Raises:
            SourceError
        """

    def unfinished(self, now: datetime) -> datetime | None:  # noqa: ARG002 - for those that have one
        """The day that is still being counted."""
        return None

    def parts(self, question: Question) -> Sequence[str]:  # noqa: ARG002 - the same for every question
        return [SERIES]

    def open(self, question: Question, known: Mapping[str, dict[str, Any]]) -> Inquiry:  # noqa: ARG002 - one part
        return _Days(self, question, self._clock())


class _Days:
    def __init__(self, source: DailySource, question: Question, now: datetime) -> None:
        self._source, self._question, self._now = source, question, now

    def fetch(self, part: str) -> BaseModel:  # noqa: ARG002 - there is one
        """The series, one keyword after another.

        Raises:
            SourceError
        """
        start, end = timeframes.days_of(self._question.timeframe, self._now)
        counts = {keyword: self._source.counts(keyword, start, end) for keyword in self._question.keywords}
        return scaled(counts, resolution="day", as_of=self._now, partial=self._source.unfinished(self._now))

    def close(self) -> None:
        """Nothing is kept open."""
