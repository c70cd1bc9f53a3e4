"""The life of a generation in the database: waiting, queued, running, done or failed.

The database is the truth and a task only a hint: whoever takes a generation raises its attempt number and
holds it by a lease that it renews; a result under an older number is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from thinker_svc import queries
from thinker_svc.events import DraftFailed, DraftReady
from thinker_svc.events_parts import ErrorData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.revision import Revision
from thinker_svc.models.snapshot import StoredSnapshot
from thinker_svc.names import GENERATE, QUEUE
from thinker_svc.services import (
    alternatives,
    choices,
    facts,
    journal,
    own_texts,
    precedents,
    recording,
    wording,
)
from thinker_svc.services.order import Made, Order
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.states import State
from thinker_svc.services.wishes import Wishes
from thinker_svc.services.writer import Model

LEASE = timedelta(seconds=15)
Hold = Literal["held", "stop", "lost"]
"""A claim is ours; it is, but a person wants it stopped; or it is somebody else's, or over."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A generation that is ours to write, under this attempt number: `variants` texts, of which those before
    `order.variant` are written."""

    generation_id: UUID
    attempt: int
    order: Order
    variants: int = 1


def start(session: Session, draft: Draft, asker: Principal, model: Model, wishes: Wishes) -> Generation:
    """Make the draft's next generation: queued if the snapshot is there, waiting if not, failed if the search
    failed. The lock keeps a snapshot that arrives at this moment from being overlooked."""
    lock_search(session, draft.search_id)
    writer, columns = precedents.resolve(session, draft, wishes, model)
    generation = Generation(
        draft_id=draft.id,
        search_id=draft.search_id,
        number=journal.count(session, Generation, draft) + 1,
        status="waiting",
        requested_by_id=asker.id,
        requested_by_name=asker.name,
        model=writer.name,
        basic_model=writer.basic,
        **columns,
    )
    session.add(generation)
    session.flush()
    draft.generation_id = generation.id
    draft.basic_model = writer.basic
    if not draft.text:
        draft.language = generation.language
    stored = queries.snapshot(session, draft.search_id)
    if stored is not None:
        proceed(session, draft, generation, stored)
    return generation


def proceed(session: Session, draft: Draft, generation: Generation, stored: StoredSnapshot) -> None:
    """The search has ended: queue what waited for it, or fail it with the search's own reason."""
    draft.keywords, draft.geo, draft.sample = list(stored.keywords), stored.geo, stored.sample
    if not draft.title_edited and not draft.text:
        draft.title = wording.capital(", ".join(stored.keywords))[:200]
    if stored.data is None:
        fail(session, draft, generation, ErrorData.model_validate(stored.error))
        return
    queue(session, generation)


def queue(session: Session, generation: Generation) -> None:
    """Send it to a worker. One that waits already keeps its place; one that was running goes to the end."""
    now = utcnow()
    if generation.status == "running":
        generation.put_back_at = now
    generation.queued_at = generation.queued_at or now
    generation.status, generation.sent_at, generation.lease_until = "queued", now, None
    outbox.enqueue(session, GENERATE, queue=QUEUE, generation_id=str(generation.id))


def claim(session: Session, generation_id: UUID) -> Claim | None:
    """Take it, unless it is finished or somebody else is at it."""
    generation = session.execute(
        select(Generation)
        .where(Generation.id == generation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    now = utcnow()
    if generation is None or generation.status not in ("queued", "running"):
        return None
    if generation.status == "running" and generation.lease_until and generation.lease_until > now:
        return None
    stored = queries.snapshot(session, generation.search_id)
    draft = queries.draft(session, generation.draft_id)
    if stored is None or stored.data is None:
        return None
    generation.status, generation.attempt = "running", generation.attempt + 1
    generation.started_at = generation.started_at or now
    generation.lease_until = now + LEASE
    variant = alternatives.count(session, generation) + 1
    order = replace(order_of(session, generation, draft, stored), variant=variant)
    return Claim(generation.id, generation.attempt, order, generation.variants)


def renew(session: Session, held: Claim) -> Hold:
    """Hold it for another while, and hear whether a person wants it stopped."""
    renewed = session.execute(
        update(Generation)
        .where(
            Generation.id == held.generation_id,
            Generation.attempt == held.attempt,
            Generation.status == "running",
        )
        .values(lease_until=utcnow() + LEASE)
        .returning(Generation.stop_requested_at)
    )
    row = renewed.first()
    return "lost" if row is None else "held" if row[0] is None else "stop"


def keep(session: Session, held: Claim, made: Made) -> bool:
    """One of several texts is written. False when the claim was lost meanwhile."""
    pair = _ours(session, held)
    if pair is not None:
        alternatives.add(session, pair[1], made)
    return pair is not None


def pause(session: Session, held: Claim) -> None:
    """What is left to write is another task's: this one's time is up."""
    pair = _ours(session, held)
    if pair is not None:
        queue(session, pair[1])


def finish(
    session: Session, held: Claim, made: Made, digest: str | None, error: ErrorData | None = None
) -> Draft | None:
    """The written text, or the first of several, becomes the draft's content. `error` says why there are
    fewer than were asked for. None when the claim was lost meanwhile."""
    pair = _ours(session, held)
    if pair is None:
        return None
    draft, generation = pair
    if error is not None:
        generation.error = error.model_dump(mode="json")
    unfinished = made if made.stopped or error is not None else None
    settle(session, draft, generation, alternatives.together(session, generation, unfinished) or made, digest)
    return draft


def settle(
    session: Session, draft: Draft, generation: Generation, made: Made, digest: str | None = None
) -> None:
    """The generation ends with this text. One that was stopped before the model had finished anything leaves
    the text that was there."""
    recording.record(generation, made, digest)
    generation.status = "stopped" if made.stopped else "done"
    generation.finished_at, generation.lease_until = utcnow(), None
    draft.state, draft.updated_at = State.DRAFT, utcnow()
    if made.stopped and not made.ai_spans and draft.text:
        generation.text = None  # the assembled one, which went nowhere
        journal.keep_language(session, draft)
        return
    _put(session, draft, generation, made)
    journal.revise(session, draft, now=utcnow(), generation_id=generation.id)
    if not made.stopped:
        journal.note(session, draft, "written", version=draft.version, message=generation.model)
    outbox.emit(session, DraftReady(**journal.described(draft)))


def give_up(session: Session, held: Claim, error: ErrorData, made: Made, digest: str | None) -> Draft | None:
    """The model can't be asked. `made` is the assembled text: where there is no other, it is kept for the
    author to go on from."""
    pair = _ours(session, held)
    if pair is None:
        return None
    draft, generation = pair
    recording.record(generation, made, digest)
    if not draft.text:
        _put(session, draft, generation, made)
        journal.revise(session, draft, now=utcnow(), generation_id=generation.id)
    fail(session, draft, generation, error)
    return draft


def fail(session: Session, draft: Draft, generation: Generation, error: ErrorData) -> None:
    """A draft that was one before goes back to being one; nothing is lost by asking again."""
    generation.status, generation.finished_at, generation.lease_until = "failed", utcnow(), None
    generation.error = error.model_dump(mode="json")
    draft.state = State.DRAFT if _was_written(session, draft) else State.GENERATION_FAILED
    journal.keep_language(session, draft)
    draft.updated_at = utcnow()
    journal.note(session, draft, "generation_failed", message=error.detail)
    outbox.emit(session, DraftFailed(**journal.described(draft), error=error))


def _was_written(session: Session, draft: Draft) -> bool:
    """Whether a model once finished it or was stopped at it, or a person edited it."""
    done = select(Generation.id).where(
        Generation.draft_id == draft.id,
        Generation.status.in_(("done", "stopped")),
        Generation.text.is_not(None),
    )
    edited = select(Revision.id).where(Revision.draft_id == draft.id, Revision.author_id.is_not(None))
    return bool(session.execute(select(done.exists() | edited.exists())).scalar())


def lock_search(session: Session, search_id: UUID) -> None:
    """One transaction at a time looks for, or brings, the snapshot of a search."""
    session.execute(select(func.pg_advisory_xact_lock(search_id.int % (1 << 63))))


def nothing_to_say() -> ErrorData:
    return ErrorData(
        type="nothing-to-say",
        title="The search holds no data",
        detail="Google has too little data for these keywords there and then. "
        "Search a wider region or period.",
    )


def _ours(session: Session, held: Claim) -> tuple[Draft, Generation] | None:
    """Draft and generation, locked in that order as everywhere, if the claim still holds."""
    draft_id = session.execute(
        select(Generation.draft_id).where(Generation.id == held.generation_id)
    ).scalar_one()
    draft = queries.draft(session, draft_id, lock=True)
    generation = session.execute(
        select(Generation)
        .where(Generation.id == held.generation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    current = generation.attempt == held.attempt and generation.status == "running"
    return (draft, generation) if current and draft.generation_id == generation.id else None


def order_of(session: Session, generation: Generation, draft: Draft, stored: StoredSnapshot) -> Order:
    snapshot = Snapshot.model_validate({"sample": stored.sample} | dict(stored.data or {}))
    order = Order(facts.read(snapshot), list(draft.platforms), generation.model, generation.basic_model)
    wishes: dict[str, Any] = {"tone": generation.tone, "length": generation.length}
    wishes |= {"template": choices.template_of(session, generation)}
    wishes |= {"voice": choices.voice_of(session, generation), "language": choices.language_of(generation)}
    wishes |= {"instructions": generation.instructions, "each_platform": generation.each_platform}
    return replace(order, **wishes, number=generation.number)


def _put(session: Session, draft: Draft, generation: Generation, made: Made) -> None:
    draft.text, draft.ai_spans = made.text, [list(span) for span in made.ai_spans]
    draft.language = generation.language
    own_texts.put(session, draft, made.own)
    if not draft.title_edited:
        draft.title = made.title
    draft.version += 1
    draft.content_hash = journal.signed(draft)
    draft.updated_at = utcnow()
