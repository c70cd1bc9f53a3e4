"""More than five keywords: several requests to Google, one scale."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from trends_svc.services import comparing
from trends_svc.services.questions import Question
from trends_svc.services.snapshot import SeriesPart
from trends_svc.services.sources import SERIES, Inquiry


class Comparison:
    """A conversation per group of keywords, each opened when its part is asked for.

    Args:
        question: with more keywords than Google compares.
        known: parts that an earlier try fetched; what is fetched here is found in it by the next part.
        put: opens a conversation on a question of at most five keywords.
    """

    def __init__(
        self, question: Question, known: Mapping[str, dict[str, Any]], put: Callable[[Question], Inquiry]
    ) -> None:
        self._question, self._known, self._put = question, known, put
        self._ready: tuple[int, Inquiry] | None = None
        left = (
            number
            for number in range(comparing.count_groups(question.keywords))
            if f"{SERIES}:{number}" not in known
        )
        following = next(left, None)
        if following is not None:
            self._open(following)

    def fetch(self, part: str) -> BaseModel:
        """``series:0`` … each cost two calls; ``series`` is computed of them.

        Raises:
            SourceError | Busy
        """
        if part == SERIES:
            return comparing.combine(self._question.keywords, self._known)
        number = int(part.partition(":")[2])
        if self._ready is None or self._ready[0] != number:
            self._open(number)
        assert self._ready is not None  # noqa: S101 - just opened; for the type checker
        return self._ready[1].fetch(SERIES)

    def close(self) -> None:
        if self._ready is not None:
            self._ready[1].close()
            self._ready = None

    def _open(self, number: int) -> None:
        self.close()
        known = self._known.get(f"{SERIES}:0")
        first = SeriesPart.model_validate(known) if known else None
        keywords = tuple(comparing.group(self._question.keywords, number, first))
        asked = Question(
            keywords,
            self._question.geo,
            self._question.timeframe,
            self._question.category,
            self._question.property,
        )
        self._ready = (number, self._put(asked))
