"""One of several alternatives becomes the draft's text; the others stay in its provenance."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from thinker_svc import queries
from thinker_svc.models.alternative import Alternative
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services import alternatives, drafts, journal, own_texts, permits, spans, utm
from thinker_svc.services.states import Action, State


def offered(session: Session, draft: Draft) -> list[Alternative]:
    """Those of the draft's last generation, in the order they were written."""
    return alternatives.of(session, draft.generation_id) if draft.generation_id else []


def use(
    session: Session, principal: Principal, draft_id: UUID, seen_version: int, number: int
) -> tuple[Draft, bool]:
    """Put it in place of the draft's text, and its own texts in place of those that a model wrote. While
    others are still being written, that ends their writing: then the second value is True.

    Raises:
        NotFound: `alternative-not-found`.
        PreconditionFailed: `stale-content`.
    """
    draft = queries.draft(session, draft_id, lock=True)
    writing = draft.state == State.GENERATING
    permits.require(session, Action.STOP if writing else Action.EDIT, draft, principal)
    drafts.require_version(draft, seen_version)
    generation = session.get_one(Generation, _generation_id(draft))
    chosen = alternatives.one(session, generation.id, number)
    if writing:
        _end_writing(session, draft)
    before = draft.text, draft.platform_texts
    draft.text = utm.as_kept(session, draft, chosen.text)
    own_texts.put(session, draft, own_texts.read(chosen.own_texts))
    if (draft.text, draft.platform_texts) == before:
        return draft, writing
    draft.language = generation.language
    draft.ai_spans = spans.kept(chosen.text, draft.text, chosen.ai_spans)
    drafts.changed(session, draft, principal, apart=True)
    journal.note(session, draft, "alternative_used", principal, version=draft.version, number=number)
    return draft, writing


def _end_writing(session: Session, draft: Draft) -> None:
    """The worker's claim is over with this: it finds out when it next renews it, and stops the model."""
    found = session.get_one(Generation, draft.generation_id, with_for_update=True)
    found.status, found.finished_at, found.lease_until = "stopped", utcnow(), None
    found.stop_requested_at = utcnow()
    draft.state = State.DRAFT


def _generation_id(draft: Draft) -> UUID:
    assert draft.generation_id is not None  # noqa: S101 - a draft is asked for together with its generation
    return draft.generation_id
