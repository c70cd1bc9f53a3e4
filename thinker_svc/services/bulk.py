"""One action on several drafts: each for itself, told one by one, undone while nothing else happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import Conflict, Gone, NotFound, Problem, Unprocessable
from thinker_svc import queries
from thinker_svc.models.bulk_action import BulkAction
from thinker_svc.models.draft import Draft
from thinker_svc.services import archiving, flags, journal, permits, review
from thinker_svc.services.states import Action, State

Doing = Literal["submit", "withdraw", "archive", "unarchive", "reassign"]
UNDO_LASTS = timedelta(minutes=10)
MOST = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft. `reason`: why not; or, of what was done, what of it can't be undone.
    `undoable`: its state can be put back, whatever else stays."""

    draft_id: UUID
    title: str
    done: bool
    before: str
    after: str
    reason: str = ""
    undoable: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """What became of all. `action` is None of what was only tried."""

    outcomes: list[Outcome]
    action: BulkAction | None


def run(
    session: Session,
    principal: Principal,
    doing: Doing,
    draft_ids: Sequence[UUID],
    *,
    owner_id: UUID | None = None,
    preview: bool = False,
) -> Done:
    """Do it to each that allows it. A refusal of one holds up no other.

    Args:
        preview: find out what would happen, and change nothing.
    """
    if doing == "reassign" and owner_id is None:
        raise Unprocessable(
            "owner-required", "Say whose they shall be.",
            errors=[{"field": "owner_id", "message": "Choose somebody."}],
        )  # fmt: skip
    whole = session.begin_nested()
    told: dict[UUID, Outcome] = {}
    kept: list[dict[str, Any]] = []
    # Locked in one order, whoever does this to the same drafts at the same time.
    for draft_id in sorted(set(draft_ids)):
        told[draft_id] = _one(session, principal, doing, draft_id, owner_id, kept)
    outcomes = [told[draft_id] for draft_id in dict.fromkeys(draft_ids)]
    if preview:
        whole.rollback()
        session.expire_all()
        return Done(outcomes, None)
    whole.commit()
    action = BulkAction(
        actor_id=principal.id,
        actor_name=principal.name,
        action=doing,
        items=kept,
        undo_until=utcnow() + UNDO_LASTS,
    )
    session.add(action)
    session.flush()
    return Done(outcomes, action)


def undo(session: Session, principal: Principal, action_id: UUID) -> Done:
    """Put back what was changed, of each draft that nobody touched since.

    Raises:
        NotFound: `action-not-found`, also for somebody else's. Gone: `undo-over`.
    """
    action = session.get(BulkAction, action_id, with_for_update=True)
    if action is None or action.actor_id != principal.id:
        raise NotFound("action-not-found", "There is no such action of yours.")
    if action.undone_at is not None:
        raise Gone("undo-over", "It was undone already.")
    if action.undo_until <= utcnow():
        raise Gone("undo-over", "It is too long ago to be undone. Change the drafts themselves.")
    outcomes = [_back(session, principal, item) for item in action.items]
    action.undone_at = utcnow()
    return Done(outcomes, action)


def _one(  # noqa: PLR0917 - what it takes, and where the record goes
    session: Session,
    principal: Principal,
    doing: Doing,
    draft_id: UUID,
    owner_id: UUID | None,
    kept: list[dict[str, Any]],
) -> Outcome:
    title, before = "", {"state": ""}
    step = session.begin_nested()
    try:
        draft = queries.draft(session, draft_id, lock=True)
        title, before = draft.title, _standing(draft)
        _do(session, principal, doing, draft, owner_id)
        session.flush()
        after = _standing(draft)
        step.commit()
    except Problem as problem:
        step.rollback()
        return Outcome(draft_id, title, False, before["state"], before["state"], problem.detail)
    if after != before:
        kept.append({"id": str(draft_id), "title": title, "before": before, "after": after})
    lost = _lost(before, after)
    stays = "The policy marks its links; undoing leaves those marks." if _marked(before, after) else ""
    return Outcome(draft_id, title, True, _shown(before), _shown(after), lost or stays, undoable=not lost)


def _do(session: Session, principal: Principal, doing: Doing, draft: Draft, owner_id: UUID | None) -> None:
    if doing == "submit":
        review.submit(session, principal, draft.id, draft.publish_at)
    elif doing == "withdraw":
        review.withdraw(session, principal, draft.id)
    elif doing == "archive":
        archiving.archive(session, principal, draft.id)
    elif doing == "unarchive":
        archiving.unarchive(session, principal, draft.id)
    elif owner_id is not None:
        archiving.reassign(session, principal, draft.id, owner_id)


def _standing(draft: Draft) -> dict[str, Any]:
    """What of a draft these actions change, as JSON."""
    return {
        "state": draft.state,
        "version": draft.version,
        "owner": [str(draft.author_id), draft.author_name],
        "archived": draft.archived_at.isoformat() if draft.archived_at else None,
        "submitted_at": draft.submitted_at.isoformat() if draft.submitted_at else None,
        "publish_at": draft.publish_at.isoformat() if draft.publish_at else None,
        "approvals": len(draft.approvals),
        "review": draft.review,
    }


def _shown(standing: dict[str, Any]) -> str:
    return "archived" if standing["archived"] else str(standing["state"])


def _lost(before: dict[str, Any], after: dict[str, Any]) -> str:
    """An approval that ended is given anew or not at all."""
    if before["state"] == State.APPROVED and after["state"] != State.APPROVED:
        return "Its approval is void; undoing won't bring that back."
    if before["approvals"] > after["approvals"]:
        return "The approvals so far are void; undoing won't bring those back."
    return ""


def _marked(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether submitting marked its links: that alone of these actions makes a version of its texts."""
    return bool(after["state"] == State.IN_REVIEW and before["version"] != after["version"])


def _back(session: Session, principal: Principal, item: dict[str, Any]) -> Outcome:
    draft_id, before, after = UUID(item["id"]), item["before"], item["after"]
    step = session.begin_nested()
    now = after
    try:
        draft = queries.draft(session, draft_id, lock=True)
        now = _standing(draft)
        # What was kept by an older release names less.
        if any(now[name] != value for name, value in after.items()):
            raise Conflict("changed-since", "Somebody changed it since, so it stays as it is.")
        _restore(session, principal, draft, before, after)
        session.flush()
        step.commit()
    except Problem as problem:
        step.rollback()
        return Outcome(draft_id, item["title"], False, _shown(now), _shown(now), problem.detail)
    stays = "The marks on its links stay." if _marked(before, after) else ""
    return Outcome(draft_id, item["title"], True, _shown(after), _shown(_standing(draft)), stays)


def _restore(
    session: Session, principal: Principal, draft: Draft, before: dict[str, Any], after: dict[str, Any]
) -> None:
    if lost := _lost(before, after):
        raise Conflict("approval-void", lost)
    if before["archived"] != after["archived"]:
        fetch = archiving.unarchive if after["archived"] else archiving.archive
        fetch(session, principal, draft.id)
    elif before["owner"] != after["owner"]:
        # No longer theirs to give, but theirs to take back.
        owner_id, draft.author_name = before["owner"]
        draft.author_id = UUID(owner_id)
        journal.note(session, draft, "reassigned", principal, message=draft.author_name)
    elif after["state"] == State.IN_REVIEW:
        permits.require(session, Action.WITHDRAW, draft, principal)
        draft.state, draft.submitted_at = State(before["state"]), None
        draft.publish_at, draft.review = _moment(before["publish_at"]), before.get("review")
        journal.note(session, draft, "withdrawn", principal)
    else:
        # Back into review as it was: reviewers were told of it the first time.
        permits.require(session, Action.SUBMIT, draft, principal)
        draft.state, draft.submitted_at = State.IN_REVIEW, _moment(before["submitted_at"])
        flags.keep(session, draft)
        journal.note(
            session, draft, "submitted", principal, version=draft.version, content_hash=draft.content_hash
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
