"""The life of a generation in the database: waiting, queued, running, done or failed.

The database is the truth and a task only a hint: whoever takes a generation raises its attempt number and
holds it by a lease that it renews; a result under an older number is thrown away.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from thinker_svc import queries
from thinker_svc.events import DraftFailed, DraftReady, ErrorData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.revision import Revision
from thinker_svc.models.snapshot import StoredSnapshot
from thinker_svc.names import GENERATE, QUEUE
from thinker_svc.services import content, facts, journal, wording
from thinker_svc.services.assemble import Length
from thinker_svc.services.drafting import Made, Order
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.states import State
from thinker_svc.services.templates import Tone

LEASE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Model:
    """The model that will write: its name, and whether it is one of the basic ones."""

    name: str
    basic: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A generation that is ours to write, under this attempt number."""

    generation_id: UUID
    attempt: int
    order: Order


def start(session: Session, draft: Draft, asker: Principal, model: Model, wishes: Wishes) -> Generation:
    """Make the draft's next generation: queued if the snapshot is there, waiting if not, failed if the search
    failed. The lock keeps a snapshot that arrives at this moment from being overlooked."""
    lock_search(session, draft.search_id)
    generation = Generation(
        draft_id=draft.id,
        search_id=draft.search_id,
        number=journal.count(session, Generation, draft) + 1,
        status="waiting",
        requested_by_id=asker.id,
        requested_by_name=asker.name,
        model=model.name,
        basic_model=model.basic,
        **asdict(wishes),
    )
    session.add(generation)
    session.flush()
    draft.generation_id = generation.id
    draft.basic_model = model.basic
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
    generation.status, generation.queued_at, generation.lease_until = "queued", utcnow(), None
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
    return Claim(generation.id, generation.attempt, _order(generation, draft, stored))


def renew(session: Session, held: Claim) -> bool:
    """Hold it for another while; False when it is somebody else's, or over."""
    renewed = session.execute(
        update(Generation)
        .where(
            Generation.id == held.generation_id,
            Generation.attempt == held.attempt,
            Generation.status == "running",
        )
        .values(lease_until=utcnow() + LEASE)
        .returning(Generation.id)
    )
    return renewed.first() is not None


def finish(session: Session, held: Claim, made: Made, digest: str | None) -> Draft | None:
    """The written text becomes the draft's content. None when the claim was lost meanwhile."""
    pair = _ours(session, held)
    if pair is None:
        return None
    draft, generation = pair
    _record(generation, made, digest)
    generation.status, generation.finished_at, generation.lease_until = "done", utcnow(), None
    _put(draft, made)
    draft.state = State.DRAFT
    journal.revise(session, draft, now=utcnow(), generation_id=generation.id)
    journal.note(session, draft, "written", version=draft.version, message=generation.model)
    outbox.emit(session, DraftReady(**journal.described(draft)))
    return draft


def give_up(session: Session, held: Claim, error: ErrorData, made: Made, digest: str | None) -> Draft | None:
    """The model can't be asked. `made` is the assembled text: kept, so that the author may go on from it."""
    pair = _ours(session, held)
    if pair is None:
        return None
    draft, generation = pair
    _record(generation, made, digest)
    if not draft.text:
        _put(draft, made)
        journal.revise(session, draft, now=utcnow(), generation_id=generation.id)
    fail(session, draft, generation, error)
    return draft


def fail(session: Session, draft: Draft, generation: Generation, error: ErrorData) -> None:
    """A draft that was one before goes back to being one; nothing is lost by asking again."""
    generation.status, generation.finished_at, generation.lease_until = "failed", utcnow(), None
    generation.error = error.model_dump(mode="json")
    draft.state = State.DRAFT if _was_written(session, draft) else State.GENERATION_FAILED
    draft.updated_at = utcnow()
    journal.note(session, draft, "generation_failed", message=error.detail)
    outbox.emit(session, DraftFailed(**journal.described(draft), error=error))


def _was_written(session: Session, draft: Draft) -> bool:
    """Whether a model once finished it, or a person edited it."""
    done = select(Generation.id).where(Generation.draft_id == draft.id, Generation.status == "done")
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


def _order(generation: Generation, draft: Draft, stored: StoredSnapshot) -> Order:
    snapshot = Snapshot.model_validate({"sample": stored.sample} | dict(stored.data or {}))
    order = Order(facts.read(snapshot), list(draft.platforms), generation.model, generation.basic_model)
    wishes: dict[str, Any] = {"tone": generation.tone, "length": generation.length}
    return replace(order, **wishes, instructions=generation.instructions, number=generation.number)


def _record(generation: Generation, made: Made, digest: str | None) -> None:
    generation.template, generation.template_version = made.template or None, made.template_version or None
    generation.prompt, generation.answer_format, generation.options = made.prompt, made.format, made.options
    generation.answers = [asdict(answer) for answer in made.answers]
    generation.digest, generation.text = digest, made.text
    generation.first_token_at = made.first_token_at
    generation.prompt_tokens = _sum([answer.prompt_tokens for answer in made.answers])
    generation.answer_tokens = _sum([answer.answer_tokens for answer in made.answers])


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _put(draft: Draft, made: Made) -> None:
    draft.text, draft.platform_texts = made.text, {}
    draft.ai_spans = [list(span) for span in made.ai_spans]
    if not draft.title_edited:
        draft.title = made.title
    draft.version += 1
    draft.content_hash = content.content_hash(journal.texts(draft))
    draft.updated_at = utcnow()
