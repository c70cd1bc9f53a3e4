"""A person stops the writing: the model stops, and what there is stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import Conflict
from thinker_svc import queries
from thinker_svc.events_parts import ErrorData
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services import alternatives, generation, journal, material, permits
from thinker_svc.services.states import Action, State

Outcome = Literal["stopping", "stopped"]
"""A worker is told to stop and keeps what it has; or nobody was at it, and it is stopped."""


def stop(session: Session, principal: Principal, draft_id: UUID) -> tuple[Draft, Outcome]:
    """Raises Conflict (`not-being-written`, with the state) when it comes too late."""
    draft = queries.draft(session, draft_id, lock=True)
    if draft.state != State.GENERATING:
        raise Conflict("not-being-written", "It was finished before it could be stopped.", state=draft.state)
    permits.require(session, Action.STOP, draft, principal)
    found = _current(session, draft)
    if found.stop_requested_at is None:
        found.stop_requested_at = utcnow()
        journal.note(session, draft, "stopped", principal)
    if found.status == "running" and found.lease_until and found.lease_until > utcnow():
        return draft, "stopping"
    settle(session, draft, found)
    return draft, "stopped"


def settle(session: Session, draft: Draft, found: Generation) -> None:
    """End a stopped generation that no worker is at: with the texts that are written, else with the one that
    was there before, else with the assembled one."""
    stored = queries.snapshot(session, found.search_id)
    if stored is None or stored.data is None:
        _end(session, draft, found)
        return
    made = alternatives.together(session, found)
    order = generation.order_of(session, found, draft, stored)
    if made is None and order.sheet.empty:
        _end(session, draft, found)
        return
    generation.settle(
        session, draft, found, replace(made or material.assembled(order), stopped=True), found.digest
    )


def _end(session: Session, draft: Draft, found: Generation) -> None:
    """Nothing to write from has come yet."""
    found.status, found.finished_at, found.lease_until = "stopped", utcnow(), None
    found.error = ErrorData(
        type="stopped",
        title="Stopped",
        detail="It was stopped before the data of its search had come, so nothing is written. "
        "Have it written again when you like.",
    ).model_dump(mode="json")
    draft.state = State.DRAFT if draft.text else State.GENERATION_FAILED
    draft.updated_at = utcnow()
    journal.keep_language(session, draft)


def _current(session: Session, draft: Draft) -> Generation:
    return session.execute(
        select(Generation)
        .where(Generation.id == draft.generation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
