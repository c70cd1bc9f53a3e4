"""Writing one generation, from claim to finish; what a worker does."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

from svckit import logging
from thinker_svc.engines.base import Engine, EngineError
from thinker_svc.events_parts import ErrorData
from thinker_svc.services import generation, material
from thinker_svc.services.asking import BUDGET
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.generation import Claim
from thinker_svc.services.leasing import Begin, Lease
from thinker_svc.services.order import Made
from thinker_svc.services.streams import StreamPage, TokenStreams
from thinker_svc.services.writer import same

log = logging.get(__name__)


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
        with Lease(self._begin, self._streams, claim) as lease, ThreadPoolExecutor(1) as meanwhile:
            # Which build it is, is asked while it writes: nobody waits for that.
            build = meanwhile.submit(self._digest, claim.order.model)
            self._texts(claim, page, lease, build)

    def _texts(self, claim: Claim, page: StreamPage, lease: Lease, build: Future[str | None]) -> None:
        """One text after the other. Each is stored when it is done: a worker that dies loses one at most."""
        began = time.monotonic()
        made = Made("")
        for number in range(claim.order.variant, claim.variants + 1):
            left = BUDGET - (time.monotonic() - began)
            if number > claim.order.variant and left < BUDGET / 2 and not lease.stopped:
                self._pause(claim, page)
                return
            if claim.variants > 1:
                page.variant(number, claim.variants)
            page.state("running")
            work = Drafting(self._engine, thinks=lambda: page.state("thinking"), budget=max(left, 1.0))
            order = replace(claim.order, variant=number)
            try:
                with lease.over(work):
                    made = work.write(order, page)
            except EngineError as error:
                if not lease.lost:
                    rest = material.assembled(order, work.record)
                    self._ended_by(error, claim, _built(rest, build), page, number)
                return
            if made.stopped:
                break  # of several, the one that was cut short is let go
            if claim.variants > 1 and not self._kept(claim, made):
                return
        self._finished(claim, _built(made, build), page)

    def _kept(self, claim: Claim, made: Made) -> bool:
        with self._begin() as session:
            return generation.keep(session, claim, made)

    def _pause(self, claim: Claim, page: StreamPage) -> None:
        with self._begin() as session:
            generation.pause(session, claim)
        page.state("queued")

    def _ended_by(self, error: EngineError, claim: Claim, made: Made, page: StreamPage, number: int) -> None:
        """With nothing written it failed; with some of several written, there are fewer."""
        told = ErrorData(type=error.type, title=error.title, detail=str(error))
        if number == 1:
            self._failed(claim, told, made, page)
        else:
            self._finished(claim, made, page, told)

    def _finished(self, claim: Claim, made: Made, page: StreamPage, error: ErrorData | None = None) -> None:
        with self._begin() as session:
            draft = generation.finish(session, claim, made, made.build, error)
            version = draft.version if draft else None
        if version is not None:
            page.done(version)
            log.info("generation.finished", generation=str(claim.generation_id), stopped=made.stopped)

    def _failed(self, claim: Claim, error: ErrorData, made: Made, page: StreamPage) -> None:
        with self._begin() as session:
            draft = generation.give_up(session, claim, error, made, None)
        if draft is not None:
            page.failed(error.model_dump(mode="json"))
        log.warning("generation.failed", generation=str(claim.generation_id), error=error.type)

    def _digest(self, model: str) -> str | None:
        """Which build of the model it was, if the server tells."""
        try:
            there = self._engine.models()
        except EngineError:
            return None
        return next((info.digest for info in there if same(info.name, model)), None) or None


def _built(made: Made, build: Future[str | None]) -> Made:
    """With what the server called the model: in its answer, else in its list."""
    return replace(made, build=made.build or build.result())
