"""Holding a generation while it is written, and hearing meanwhile that it is to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType

import redis
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from svckit import logging
from thinker_svc.services import generation
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.generation import Claim
from thinker_svc.services.streams import TokenStreams

log = logging.get(__name__)
Begin = Callable[[], AbstractContextManager[Session]]
DEAF_SECONDS = 1.0
"""How often the database is asked while Redis, where the bell hangs, is away."""


class Lease:
    """Renews the claim while the block runs. Stops the work when the claim is no longer ours, and when a
    person wants it stopped; of that it hears by the generation's bell, at once."""

    def __init__(self, begin: Begin, streams: TokenStreams, claim: Claim) -> None:
        self._begin, self._streams, self._claim = begin, streams, claim
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._work: Drafting | None = None
        self._thread = threading.Thread(target=self._keep, name="generation-lease", daemon=True)
        self.lost = False
        self.stopped = False

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._streams.ring(self._claim.generation_id)
        self._thread.join()

    @contextmanager
    def over(self, work: Drafting) -> Iterator[None]:
        """The work that is stopped, if it comes to that, during the block."""
        with self._lock:
            self._work = work
            self._end_work()
        try:
            yield
        finally:
            with self._lock:
                self._work = None

    def _keep(self) -> None:
        pace = generation.LEASE.total_seconds() / 3
        while not self._over.is_set():
            self._wait(pace)
            if self._over.is_set():
                return
            try:
                with self._begin() as session:
                    hold = generation.renew(session, self._claim)
            except SQLAlchemyError as error:  # tried again; if it stays away, `finish` sees who owns it
                log.warning("generation.lease_not_renewed", error=repr(error)[:300])
                self._over.wait(DEAF_SECONDS)
                continue
            if hold == "held":
                continue
            with self._lock:
                self.lost, self.stopped = self.lost or hold == "lost", self.stopped or hold == "stop"
                self._end_work()
            if self.lost:
                return

    def _wait(self, pace: float) -> None:
        """Until the bell rings, and no longer than the lease allows."""
        started = time.monotonic()
        try:
            self._streams.wait_for_bell(self._claim.generation_id, pace)
        except redis.RedisError:
            self._over.wait(max(min(pace, DEAF_SECONDS) - (time.monotonic() - started), 0.0))

    def _end_work(self) -> None:
        if self._work is not None and self.lost:
            self._work.stop()
        elif self._work is not None and self.stopped:
            self._work.stop(keep=True)
