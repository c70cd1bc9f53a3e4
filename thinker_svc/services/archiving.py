"""Putting drafts away and fetching them back, and giving them to somebody else."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import Conflict, Forbidden, Unprocessable
from thinker_svc import queries
from thinker_svc.models.draft import Draft
from thinker_svc.models.person import Person
from thinker_svc.services import journal
from thinker_svc.services.states import State

_WAITS = frozenset((None, "scheduled", "publishing"))


def archive(session: Session, principal: Principal, draft_id: UUID) -> Draft:
    """Out of the lists, with all that was said and decided. Nobody changes it until it is fetched back.

    Raises:
        Conflict: `wrong-state`: somebody, or a publication, still waits for it.
    """
    draft = _mine(session, principal, draft_id)
    if draft.archived_at is not None:
        return draft
    if why := _needed(draft):
        raise Conflict("wrong-state", why, state=draft.state)
    draft.archived_at = utcnow()
    journal.note(session, draft, "archived", principal)
    return draft


def unarchive(session: Session, principal: Principal, draft_id: UUID) -> Draft:
    """Back into the lists, as it was."""
    draft = _mine(session, principal, draft_id)
    if draft.archived_at is not None:
        draft.archived_at = None
        journal.note(session, draft, "unarchived", principal)
    return draft


def reassign(session: Session, principal: Principal, draft_id: UUID, owner_id: UUID) -> Draft:
    """Make it somebody else's to write.

    Raises:
        Conflict: `wrong-state`: it is being decided on, and its author may not sign it.
        Unprocessable: `no-such-author`.
    """
    draft = _mine(session, principal, draft_id)
    owner = session.get(Person, owner_id)
    if owner is None or not owner.active or Role.parse(owner.role) < Role.AUTHOR:
        raise Unprocessable(
            "no-such-author",
            "Choose somebody of the team who may write drafts.",
            errors=[{"field": "owner_id", "message": "Choose somebody who may write drafts."}],
        )
    if draft.state in (State.IN_REVIEW, State.APPROVED):
        raise Conflict(
            "wrong-state", "Whose it is decides who may sign it: take it back first.", state=draft.state
        )
    if owner.id != draft.author_id:
        draft.former_author_ids = sorted({*draft.former_author_ids, str(draft.author_id)})
        draft.author_id, draft.author_name = owner.id, owner.name
        journal.note(session, draft, "reassigned", principal, message=owner.name)
    return draft


def _mine(session: Session, principal: Principal, draft_id: UUID) -> Draft:
    """The draft, locked, if it is the caller's to put away: its author's, and any reviewer's."""
    draft = queries.draft(session, draft_id, lock=True)
    if principal.role < Role.REVIEWER and draft.author_id != principal.id:
        raise Forbidden("not-your-draft", "Only its author and reviewers may do this.")
    return draft


def _needed(draft: Draft) -> str:
    """Why it can't be put away, or nothing."""
    if draft.state == State.GENERATING:
        return "It is still being written."
    if draft.state == State.IN_REVIEW:
        return "It is in review: take it back first."
    if draft.state == State.APPROVED and (draft.publication or {}).get("state") in _WAITS:
        return "It is approved and waits to go out: take it back first."
    return ""
