"""Test runs: a template asked of the model on a real search, in a worker. Nothing of it becomes a draft.

As with generations, the database is the truth and a task a hint: whoever takes a run raises its attempt
number and holds it for as long as a run may last.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import redis
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from svckit import logging
from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import Conflict, Forbidden, NotFound, TooManyRequests
from thinker_svc.engines.base import Engine, EngineError
from thinker_svc.models import outbox
from thinker_svc.models.template import PromptTemplate
from thinker_svc.models.trial import Trial
from thinker_svc.names import QUEUE, TEST_TEMPLATE
from thinker_svc.services import choices, preview
from thinker_svc.services.asking import BUDGET
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.leasing import DEAF_SECONDS, Begin
from thinker_svc.services.order import Made, Order
from thinker_svc.services.preview import Trying
from thinker_svc.services.streams import TokenStreams
from thinker_svc.services.templates import Template
from thinker_svc.services.writer import Model

log = logging.get(__name__)
LEASE = timedelta(seconds=BUDGET + 60)
LOST_AFTER = timedelta(seconds=60)  # a task that nobody took: Redis may have been wiped
MOST_ATTEMPTS = 2
KEEP = timedelta(days=7)
AT_ONCE = 3  # of one person: the model is everybody's
LOOK_EVERY = 5.0  # seconds between two looks whether it is still ours; its bell rings at once
SHOW_EVERY = 0.5  # seconds between two looks of the page at what is written so far
EVERY_SECONDS = 20.0
UNFINISHED = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Claim:
    trial_id: UUID
    attempt: int
    order: Order


def start(
    session: Session,
    principal: Principal,
    *,
    head: PromptTemplate,
    template: Template,
    trying: Trying,
    model: Model,
) -> Trial:
    """Raises what `preview.order` does; TooManyRequests when this person has enough of them under way."""
    order = preview.order(session, template, trying, model)
    own = (Trial.requested_by_id == principal.id, Trial.status.in_(UNFINISHED))
    if session.execute(select(func.count()).select_from(Trial).where(*own)).scalar_one() >= AT_ONCE:
        raise TooManyRequests(
            "too-many-test-runs",
            f"{AT_ONCE} test runs of yours are under way. Wait for one to end.",
            retry_after=10,
        )
    content = template.model_dump(mode="json", exclude={"id", "version", "kind", "template_id"})
    trial = Trial(
        template_id=head.id,
        template_version=template.version or None,
        kind=head.kind,
        content=content | {"name": head.name},
        wishes={name: str(v) if isinstance(v, UUID) else v for name, v in asdict(trying).items()},
        search_id=trying.search_id,
        model=model.name,
        requested_by_id=principal.id,
        requested_by_name=principal.name,
    )
    trial.wishes |= {"basic": model.basic, "language": order.language}
    session.add(trial)
    session.flush()
    outbox.enqueue(session, TEST_TEMPLATE, queue=QUEUE, trial_id=str(trial.id))
    return trial


def one(session: Session, trial_id: UUID) -> Trial:
    found = session.get(Trial, trial_id)
    if found is None:
        raise gone()
    return found


def stop(session: Session, principal: Principal, trial_id: UUID) -> Trial:
    """End it with what is written so far. A worker that is at it finds it gone, and stops the model.

    Raises:
        Forbidden: it is somebody else's, and this is no admin.
        Conflict: it was over before.
    """
    trial = session.get(Trial, trial_id, with_for_update=True, populate_existing=True)
    if trial is None:
        raise gone()
    if trial.requested_by_id != principal.id and principal.role < Role.ADMIN:
        raise Forbidden("not-your-test-run", f"{trial.requested_by_name} started it. Ask them, or an admin.")
    if trial.status not in UNFINISHED:
        raise Conflict("test-run-over", "It was over before it could be stopped.")
    trial.status, trial.finished_at, trial.lease_until = "stopped", utcnow(), None
    return trial


def gone() -> NotFound:
    return NotFound("test-run-not-found", "There is no such test run. They are kept for a week.")


def claim(session: Session, trial_id: UUID) -> Claim | None:
    """Take it, unless it is finished or somebody else is at it."""
    trial = session.get(Trial, trial_id, with_for_update=True, populate_existing=True)
    now = utcnow()
    if trial is None or trial.status not in UNFINISHED:
        return None
    if trial.status == "running" and trial.lease_until and trial.lease_until > now:
        return None
    trial.status, trial.attempt, trial.lease_until = "running", trial.attempt + 1, now + LEASE
    trial.started_at = trial.started_at or now
    return Claim(trial.id, trial.attempt, _order(session, trial))


class Trials:
    """`begin` opens a unit of work that commits at its end."""

    def __init__(self, begin: Begin, engine: Engine, streams: TokenStreams) -> None:
        self._begin, self._engine, self._streams = begin, engine, streams

    def run(self, trial_id: UUID) -> None:
        """Ask the model and keep what came of it. Nothing happens if it is finished, or somebody else's."""
        with self._begin() as session:
            held = claim(session, trial_id)
        if held is None:
            return
        page = _Page(self._begin, held)
        work = Drafting(self._engine)
        try:
            with self._listening(held, work):
                made = work.write(held.order, page)
        except EngineError as error:
            told = {"type": error.type, "title": error.title, "detail": str(error)}
            self._end(held, work.record, error=told)
            return
        self._end(held, made)

    @contextmanager
    def _listening(self, held: Claim, work: Drafting) -> Iterator[None]:
        """The model is stopped, during the block, when the run is no longer ours."""
        over = threading.Event()
        listener = threading.Thread(target=self._listen, args=(held, work, over), daemon=True)
        listener.start()
        try:
            yield
        finally:
            over.set()
            self._streams.ring(held.trial_id)
            listener.join()

    def _listen(self, held: Claim, work: Drafting, over: threading.Event) -> None:
        while not over.is_set():
            try:
                self._streams.wait_for_bell(held.trial_id, LOOK_EVERY)
            except redis.RedisError:
                over.wait(DEAF_SECONDS)
            if over.is_set():
                return
            try:
                with self._begin() as session:
                    ours = session.execute(select(Trial.id).where(*_ours(held))).first() is not None
            except SQLAlchemyError as error:  # looked at again; `_end` sees whose it is
                log.warning("test_run.not_looked_at", error=repr(error)[:300])
                over.wait(DEAF_SECONDS)
                continue
            if not ours:
                work.stop()
                return

    def _end(self, held: Claim, made: Made, error: dict[str, Any] | None = None) -> None:
        values = {
            "status": "failed" if error else "done",
            "text": made.text,
            "result": _result(made),
            "error": error,
            "finished_at": utcnow(),
            "lease_until": None,
        }
        with self._begin() as session:
            ended = session.execute(
                update(Trial).where(*_ours(held)).values(**values).returning(Trial.id)
            ).first()
        told = values["status"] if ended is not None else "no longer ours"
        log.info("test_run.ended", trial=str(held.trial_id), status=told)


class _Page:
    """Where the text appears while it is written: the run's row, not more often than anybody looks."""

    def __init__(self, begin: Begin, held: Claim) -> None:
        self._begin, self._held = begin, held
        self._text, self._shown_at = "", 0.0

    def write(self, text: str) -> None:
        self._text += text
        self._show()

    def rewind(self, length: int) -> None:
        self._text = self._text[:length]

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._shown_at < SHOW_EVERY:
            return
        self._shown_at = now
        with self._begin() as session:
            session.execute(update(Trial).where(*_ours(self._held)).values(text=self._text))


def sweep(session: Session) -> None:
    """Put back what no worker is at, give up what was tried enough, forget what is old."""
    now = utcnow()
    lost = (Trial.status == "queued", Trial.updated_at < now - LOST_AFTER)
    dead = (Trial.status == "running", Trial.lease_until < now)
    for such in (lost, dead):
        rows = session.execute(
            select(Trial).where(*such).limit(50).with_for_update(skip_locked=True)
        ).scalars()
        for trial in rows:
            if trial.attempt >= MOST_ATTEMPTS:
                trial.status, trial.finished_at, trial.error = "failed", now, _worn_out()
            else:
                trial.status, trial.updated_at = "queued", now
                outbox.enqueue(session, TEST_TEMPLATE, queue=QUEUE, trial_id=str(trial.id))
    session.execute(delete(Trial).where(Trial.created_at < now - KEEP))


def _order(session: Session, trial: Trial) -> Order:
    head = session.get_one(PromptTemplate, trial.template_id)
    content = {name: value for name, value in trial.content.items() if name != "name"}
    template = choices.usable(head, trial.content["name"], trial.template_version or 0, content)
    wishes = dict(trial.wishes)
    model = Model(trial.model, wishes.pop("basic"))
    voice = wishes.pop("voice_id")
    trying = Trying(
        search_id=UUID(wishes.pop("search_id")),
        voice_id=voice if voice in (None, choices.NO_VOICE) else UUID(voice),
        **wishes,
    )
    return preview.order(session, template, trying, model)


def _ours(held: Claim) -> tuple[Any, ...]:
    return Trial.id == held.trial_id, Trial.attempt == held.attempt, Trial.status == "running"


def _result(made: Made) -> dict[str, Any]:
    return {
        "title": made.title,
        "ai_spans": [list(span) for span in made.ai_spans],
        "messages": made.prompt,
        "format": made.format,
        "options": made.options,
        "answers": [asdict(answer) for answer in made.answers],
    }


def _worn_out() -> dict[str, Any]:
    return {
        "type": "worker-lost",
        "title": "The worker died while writing",
        "detail": "It was tried twice and the worker ended each time. Ask an admin to look at the workers.",
    }
