"""Writing one generation, from claim to finish; what a worker does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from svckit import logging
from thinker_svc.engines.base import Engine, EngineError
from thinker_svc.events import ErrorData
from thinker_svc.services import drafting, generation
from thinker_svc.services.drafting import Drafting, Made
from thinker_svc.services.generation import Claim
from thinker_svc.services.streams import StreamPage, TokenStreams

log = logging.get(__name__)
Begin = Callable[[], AbstractContextManager[Session]]


class Writing:
    """`begin` opens a unit of work that commits at its end, in any thread."""

    def __init__(self, begin: Begin, engine: Engine, streams: TokenStreams) -> None:
        self._begin, self._engine, self._streams = begin, engine, streams

    def write(self, generation_id: UUID) -> None:
        """Claim the generation and write it. Nothing happens if it is finished, or somebody else's."""
        with self._begin() as session:
            claim = generation.claim(session, generation_id)
        if claim is None:
            log.info("generation.not_claimed", generation=str(generation_id))
            return
        log.info("generation.started", generation=str(generation_id), attempt=claim.attempt)
        page = self._streams.writer(generation_id, claim.attempt)
        if claim.order.sheet.empty:
            self._failed(claim, generation.nothing_to_say(), Made(""), page)
            return
        work = Drafting(self._engine)
        with Lease(self._begin, claim, work.stop) as lease:
            try:
                made = work.write(claim.order, page)
            except EngineError as error:
                if not lease.lost:
                    self._failed(claim, _told(error), drafting.assembled(claim.order), page)
                return
            self._finished(claim, made, page)

    def _finished(self, claim: Claim, made: Made, page: StreamPage) -> None:
        digest = self._digest(claim.order.model)
        with self._begin() as session:
            draft = generation.finish(session, claim, made, digest)
            version = draft.version if draft else None
        if version is not None:
            page.done(version)
            log.info("generation.finished", generation=str(claim.generation_id))

    def _failed(self, claim: Claim, error: ErrorData, made: Made, page: StreamPage) -> None:
        with self._begin() as session:
            draft = generation.give_up(session, claim, error, made, None)
        if draft is not None:
            page.failed(error.model_dump(mode="json"))
        log.warning("generation.failed", generation=str(claim.generation_id), error=error.type)

    def _digest(self, model: str) -> str | None:
        """Which build of the model it was, if the server tells."""
        try:
            there = {info.name: info.digest for info in self._engine.models()}
        except EngineError:
            return None
        return there.get(model) or there.get(f"{model}:latest")


class Lease:
    """Renews the claim while the block runs; stops the work when the claim is no longer ours."""

    def __init__(self, begin: Begin, claim: Claim, stop: Callable[[], None]) -> None:
        self._begin, self._claim, self._stop = begin, claim, stop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="generation-lease", daemon=True)
        self.lost = False

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.wait(generation.LEASE.total_seconds() / 3):
            try:
                with self._begin() as session:
                    held = generation.renew(session, self._claim)
            except SQLAlchemyError as error:  # tried again; if it stays away, `finish` sees who owns it
                log.warning("generation.lease_not_renewed", error=repr(error)[:300])
                continue
            if not held and not self._over.is_set():
                self.lost = True
                self._stop()
                return


def _told(error: EngineError) -> ErrorData:
    return ErrorData(type=error.type, title=error.title, detail=str(error))
