"""Who gets to ask a source now: at most one search at a time, the first in line; the others wait there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from svckit import logging
from svckit.outbox import Outbox
from trends_svc import queries
from trends_svc.services import claims, searches
from trends_svc.services.claims import Job
from trends_svc.services.gate import Admission, Gate
from trends_svc.services.sources import SourceUnavailable

log = logging.get(__name__)

Transaction = Callable[[], AbstractContextManager[Session]]
WITHOUT_REDIS = 5.0
"""Seconds until we look again whether the queue's Redis is back."""
A_MOMENT = timedelta(milliseconds=50)


class Doorkeeper:
    """Lets searches in to one source.

    Args:
        source: its name.
        gate: the gate that all workers share.
        lease: how long a worker inside may be silent.
    """

    def __init__(
        self,
        transaction: Transaction,
        outbox: Outbox,
        *,
        source: str,
        gate: Gate,
        lease: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._transaction, self._outbox, self._clock = transaction, outbox, clock
        self._source, self.gate, self._lease = source, gate, lease

    def admit(self, search_id: UUID) -> Job | None:
        """The search whose turn it is, claimed. None: nobody may go now, and ``search_id`` waits.

        A message asks for a worker, not for one search: whoever is first in line gets it.
        """
        me = claims.this_process()
        try:
            admission = self.gate.enter(me, self._lease.total_seconds(), claims.is_alive)
        except SourceUnavailable:
            admission = Admission(granted=False, seconds=WITHOUT_REDIS, paused=True)
        if not admission.granted:
            self._wait(search_id, admission)
            return None
        try:
            with self._transaction() as session:
                now = self._clock()
                job = claims.take_next(session, self._source, now=now, lease=self._lease)
                if job is None:  # a dead worker's isn't in line before its lease has run out
                    job = claims.take(session, search_id, now=now, lease=self._lease)
        except BaseException:
            self.gate.leave(me)
            raise
        if job is None:
            self.gate.leave(me)
        return job

    def stay(self) -> None:
        """We are still at it."""
        self.gate.renew(claims.this_process(), self._lease.total_seconds())

    def dismiss(self) -> None:
        """Let the next one in: its message may have come while the door was closed."""
        self.gate.leave(claims.this_process())
        self.call_next()

    def call_next(self) -> bool:
        """Send a message for the first in line, if there is one. Returns whether there was."""
        state = self.gate.state()
        if state.occupied:
            return False
        now = self._clock()
        with self._transaction() as session:
            search = queries.first_in_line(session, self._source, now)
            if search is None or search.step != "waiting":  # others have a message under way
                return False
            due = now + timedelta(seconds=state.paused) + A_MOMENT if state.paused else None
            search.step = "queued"
            search.hint_at = (due or now) + searches.HINT_AFTER
            searches.enqueue(session, self._outbox, search.id, not_before=due)
        return True

    def _wait(self, search_id: UUID, admission: Admission) -> None:
        """The search stays in line; whoever is inside calls the next one when it leaves."""
        now = self._clock()
        with self._transaction() as session:
            search = queries.free_search(session, search_id, now)
            if search is None or search.follows is not None:
                return
            search.step, search.message = "waiting", "Waiting for Google."
            due = now + timedelta(seconds=admission.seconds) + A_MOMENT
            search.hint_at = due + searches.HINT_AFTER
            if admission.paused:
                searches.enqueue(session, self._outbox, search.id, not_before=due)
        log.info("search.waits", search=str(search_id), paused=admission.paused)
