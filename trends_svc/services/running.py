"""Running a search: the worker's side. Puts the question, keeps the parts, ends it or tries again later.

Every step is a transaction of its own, so that the page shows where it is, a cancelled search stops at
the next step, and a worker that dies loses one call at most.
"""

import random
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.orm import Session

from svckit import logging
from svckit.outbox import Outbox
from trends_svc import queries
from trends_svc.models import Search, SearchPart
from trends_svc.services import claims, endings, searches
from trends_svc.services.admitting import Doorkeeper, Transaction
from trends_svc.services.claims import Job, LostError
from trends_svc.services.gate import Gate
from trends_svc.services.news import KeptNews
from trends_svc.services.sources import SERIES, Busy, Source, SourceError

log = logging.get(__name__)

LONGEST_DELAY = 600.0
TRIES_FOR_THE_REST = 2
"""A result without regions or related queries is still a result: it isn't kept waiting for long."""


@dataclass(frozen=True)
class Policy:
    """How often and how patiently.

    Attributes:
        attempts: tries before a search fails for good.
        retry_seconds: wait after the first refusal; doubles with each further one.
        lease: how long a worker may be silent; longer than two calls take.
        sample: the source makes its numbers up.
    """

    attempts: int
    retry_seconds: float
    lease: timedelta
    sample: bool

    def delay(self, failures: int, error: SourceError) -> float:
        """Seconds until the next try, spread so that postponed searches don't return together."""
        base = self.retry_seconds if error.slow_down else self.retry_seconds / 4
        spread = random.uniform(0.8, 1.25)  # noqa: S311 - no secret: it only spreads load
        return float(min(base * 2 ** (failures - 1), LONGEST_DELAY) * spread)


class Runner:
    """Runs searches against their sources.

    Args:
        transaction: a session that is committed at the end of the block.
        outbox: takes the events and the tasks of later tries.
        sources: whom to ask, by name.
        gates: by source, the gate in front of it; a source without one may be asked at any time.
        news: what is known to be in the news, which a completed search takes along.
        policy, clock: how often, and what time it is.
    """

    def __init__(
        self,
        transaction: Transaction,
        outbox: Outbox,
        sources: Mapping[str, Source],
        gates: Mapping[str, Gate],
        *,
        news: KeptNews,
        policy: Policy,
        clock: Callable[[], datetime],
    ) -> None:
        self._transaction = transaction
        self._outbox = outbox
        self._sources = sources
        self._news = news
        self._policy = policy
        self._clock = clock
        self._doors = {
            name: Doorkeeper(transaction, outbox, source=name, gate=gate, lease=policy.lease, clock=clock)
            for name, gate in gates.items()
        }

    @property
    def sample(self) -> bool:
        """Google's numbers are made up here."""
        return self._policy.sample

    def run(self, search_id: UUID) -> None:
        """Do what is to be done now, on this search or on the one before it in its source's line.

        Harmless when called twice, or for nothing.
        """
        with self._transaction() as session:
            found = queries.search(session, search_id)
            source = found.source if found else ""
        door = self._doors.get(source)
        if door is not None:
            job = door.admit(search_id)
        else:
            with self._transaction() as session:
                job = claims.take(session, search_id, now=self._clock(), lease=self._policy.lease)
        if job is None:
            log.info("search.not_now", search=str(search_id))
            return
        try:
            self._run(job)
        except LostError:
            log.info("search.given_up", search=str(job.id))
        finally:
            if door is not None:
                door.dismiss()

    def call_next(self) -> None:
        """Where somebody waits and nobody is at it, see to it: a worker may have died."""
        for door in self._doors.values():
            if door.call_next():
                log.info("line.called_next")

    def _run(self, job: Job) -> None:
        if job.exhausted:
            self._fail(job, endings.BROKEN_OFF)
            return
        source = self._sources.get(job.source)
        if source is None:
            self._fail(job, endings.NO_SUCH_SOURCE)
            return
        try:
            problem = self._ask(job, source)
        except Busy as busy:
            self._postpone(job, busy.seconds, "Waiting for our turn at Google.")
        except SourceError as error:
            self._refused(job, error)
        else:
            if problem is None:
                self._complete(job)
            else:
                self._refused(job, problem)

    def _ask(self, job: Job, source: Source) -> SourceError | None:
        """Fetch what isn't there yet. Returns what kept a part from us that a result can do without."""
        todo = [name for name in source.parts(job.question) if name not in job.parts]
        self._step(job, "explore", f"Asking {source.title}.")
        trouble: SourceError | None = None
        with closing(source.open(job.question, job.parts)) as inquiry:
            self._answered(job)
            for name in todo:
                self._step(job, name, f"Fetching {_in_words(name, job)}.")
                try:
                    self._keep(job, name, inquiry.fetch(name))
                    self._answered(job)
                except SourceError as error:
                    log.warning("search.part_failed", search=str(job.id), part=name, error=error.type)
                    if name.partition(":")[0] == SERIES:
                        raise
                    trouble = error
                    if error.slow_down:
                        break
        return trouble

    def _answered(self, job: Job) -> None:
        if job.source in self._doors:
            self._doors[job.source].gate.answered()

    def _trouble(self, job: Job, error: SourceError) -> float:
        """Tell the gate. Returns for how many seconds it stays closed."""
        door = self._doors.get(job.source)
        return door.gate.refused(error) if door is not None and error.transient else 0.0

    def _step(self, job: Job, step: str, message: str) -> None:
        with self._transaction() as session:
            search = claims.held(session, job)
            search.step, search.message = step.partition(":")[0], message
            search.steps_done = len(job.parts) + (step != "explore")
            claims.renew(search, self._clock(), self._policy.lease)
        if job.source in self._doors:
            self._doors[job.source].stay()

    def _keep(self, job: Job, name: str, data: BaseModel) -> None:
        job.parts[name] = data.model_dump(mode="json")
        with self._transaction() as session:
            claims.renew(claims.held(session, job), self._clock(), self._policy.lease)
            session.add(SearchPart(search_id=job.id, name=name, data=job.parts[name]))

    def _refused(self, job: Job, error: SourceError) -> None:
        """Try again later, make do with what there is, or fail."""
        failures = job.attempts + 1
        has_series = SERIES in job.parts
        tries = min(TRIES_FOR_THE_REST, self._policy.attempts) if has_series else self._policy.attempts
        delay = max(self._policy.delay(failures, error), self._trouble(job, error))
        if error.transient and failures < tries:
            message = f"{error.title}. Try {failures + 1} of {tries} follows by itself."
            self._postpone(job, delay, message, failures=failures)
        elif has_series:
            self._complete(job)
        else:
            self._fail(job, endings.fault_of(error, retry_after=delay * 2))

    def _postpone(self, job: Job, seconds: float, message: str, *, failures: int | None = None) -> None:
        """Give the search back until later; the worker takes up another one meanwhile."""
        with self._transaction() as session:
            search = claims.held(session, job)
            due = self._clock() + timedelta(seconds=seconds)
            search.step, search.message = "waiting", message
            search.not_before, search.hint_at, search.hints = due, due + searches.HINT_AFTER, 0
            if failures is not None:
                search.attempts = failures
            claims.give_back(search)
            searches.enqueue(session, self._outbox, job.id, not_before=due)
        log.info("search.postponed", search=str(job.id), seconds=round(seconds, 1), reason=message)

    def _complete(self, job: Job) -> None:
        sample = self._policy.sample and job.source == "google"
        # Read before the transaction, so that the search's row isn't locked while Redis is waited for.
        news = self._news.about(job.question, source=job.source, sample=sample)
        self._end(job, lambda session, search: endings.complete(
            session, self._outbox, search, job.parts, source=job.source,
            sample=sample, news=news, now=self._clock()
        ))  # fmt: skip

    def _fail(self, job: Job, fault: dict[str, Any]) -> None:
        self._end(job, lambda session, search: endings.fail(
            session, self._outbox, search, fault, now=self._clock()
        ))  # fmt: skip

    def _end(self, job: Job, ending: Callable[[Session, Search], None]) -> None:
        with self._transaction() as session:
            search = claims.held(session, job)
            search.finished_at = self._clock()
            ending(session, search)
            claims.give_back(search)
            status = search.status
        log.info("search.ended", search=str(job.id), status=status)


def _in_words(part: str, job: Job) -> str:
    if part.startswith("related:"):
        keyword = job.question.keywords[int(part.partition(":")[2])]
        return f"queries related to “{keyword}”"
    if part.startswith(f"{SERIES}:"):
        return "the next keywords of the comparison"
    if part == SERIES:
        return "1 series" if len(job.question.keywords) == 1 else f"{len(job.question.keywords)} series"
    return part
