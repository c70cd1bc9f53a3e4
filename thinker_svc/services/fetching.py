"""Having the model server fetch models: in a thread, for a large one takes longer than any task may."""

from __future__ import annotations

import threading

from sqlalchemy.exc import SQLAlchemyError

from svckit import logging
from thinker_svc.engines.base import Cancelled, Engine, EngineError, Pulling, PullStep
from thinker_svc.events_parts import ErrorData
from thinker_svc.services import pulling
from thinker_svc.services.leasing import Begin
from thinker_svc.services.pulling import Hold, Progress

log = logging.get(__name__)
LOOK_SECONDS = 1.0
REPORT_SECONDS = 0.5


class Fetching:
    """`begin` opens a unit of work that commits at its end, in any thread."""

    def __init__(self, begin: Begin, engine: Engine) -> None:
        self._begin, self._engine = begin, engine
        self._over = threading.Event()

    def start(self) -> None:
        """Look for work until the process ends. Several processes may do this at once."""
        if self._engine.fetches:
            threading.Thread(target=self._run, name="fetching", daemon=True).start()

    def stop(self) -> None:
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            try:
                self.work()
            except SQLAlchemyError as error:  # the database is away: what is under way is taken up later
                log.warning("pull.database_away", error=repr(error)[:300])

    def work(self) -> bool:
        """Fetch one, if one waits; whether there was any."""
        with self._begin() as session:
            hold = pulling.claim(session)
        if hold is None:
            return False
        log.info("pull.started", model=hold.model, attempt=hold.attempt)
        watched: _Watched | None = None
        try:
            with self._engine.pull(hold.model) as under_way:
                watched = _Watched(self._begin, hold, under_way)
                watched.follow()
        except Cancelled:
            self._end(hold, "cancelled")
        except EngineError as error:
            moving = watched is not None and watched.progress.completed > 0
            if error.transient and moving and hold.attempt < pulling.MOST_ATTEMPTS:
                self._put_back(hold)
            else:
                self._end(hold, "failed", error)
        else:
            self._end(hold, "done")
        return True

    def _end(self, hold: Hold, status: pulling.End, error: EngineError | None = None) -> None:
        told = ErrorData(type=error.type, title=error.title, detail=str(error)) if error else None
        with self._begin() as session:
            pulling.finish(session, hold, status, told)
        log.info("pull.ended", model=hold.model, status=status, error=str(error) if error else None)

    def _put_back(self, hold: Hold) -> None:
        with self._begin() as session:
            pulling.put_back(session, hold)
        log.warning("pull.put_back", model=hold.model, attempt=hold.attempt)


class _Watched:
    """Reads what the server says in a thread, and meanwhile writes it down, renews the claim and listens for
    a cancel: a server that verifies a large model is silent for long."""

    def __init__(self, begin: Begin, hold: Hold, under_way: Pulling) -> None:
        self._begin, self._hold, self._under_way = begin, hold, under_way
        self._parts: dict[str, PullStep] = {}
        self._ended = threading.Event()
        self._error: EngineError | None = None
        self.progress = Progress()

    def follow(self) -> None:
        """Until it is there. Raises EngineError; Cancelled also when the claim is somebody else's."""
        reader = threading.Thread(target=self._read, name="pull-reader", daemon=True)
        reader.start()
        standing: pulling.Standing = "held"
        while not self._ended.wait(REPORT_SECONDS):
            standing = self._report()
            if standing != "held":
                self._under_way.cancel()
                break
        reader.join()
        if standing == "held":
            self._report()
        if self._error is not None:
            raise self._error
        if standing != "held":
            raise Cancelled("The fetching was stopped.")

    def _report(self) -> pulling.Standing:
        with self._begin() as session:
            return pulling.report(session, self._hold, self.progress)

    def _read(self) -> None:
        try:
            for step in self._under_way:
                if step.total:
                    self._parts[step.part or step.status] = step
                parts = self._parts.values()
                self.progress = Progress(
                    step.status, sum(part.completed for part in parts), sum(part.total for part in parts)
                )
        except EngineError as error:
            self._error = error
        finally:
            self._ended.set()
