"""Submit, withdraw, approve, request changes, reject; put on hold and release."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import PreconditionFailed, Unprocessable
from thinker_svc import queries
from thinker_svc.events import DraftChangesRequested, DraftHeld, DraftRejected, DraftSubmitted
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.services import approval, content, flags, journal, policy, saying, signing, utm
from thinker_svc.services.approval import Signer
from thinker_svc.services.drafts import open_for
from thinker_svc.services.permits import require
from thinker_svc.services.states import Action, State

Keep = Literal["keep"]
KEEP: Keep = "keep"


def submit(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    publish_at: datetime | None,
    *,
    seen_version: int | None = None,
) -> Draft:
    """Show it to the reviewers. `publish_at`: when it should go out; None for as soon as it is approved.

    Raises:
        Unprocessable: `not-publishable` with the platforms at fault, or `time-passed`.
        Conflict: `figures-flagged` where the policy blocks figures that the data doesn't bear out.
        PreconditionFailed: `stale-content`.
    """
    draft = open_for(session, Action.SUBMIT, principal, draft_id, seen_version)
    _require_future(publish_at)
    utm.apply(session, draft, principal)
    _require_publishable(draft)
    if publish_at != draft.publish_at and journal.was_shown(session, draft):
        # Whoever still has it on their screen saw another time: what they approve is that, not this.
        draft.version += 1
    draft.state, draft.submitted_at, draft.publish_at, draft.review = (
        State.IN_REVIEW,
        utcnow(),
        publish_at,
        None,
    )
    draft.approvals, draft.reminded_at = [], None
    flags.keep(session, draft)
    journal.seal(session, draft)
    journal.note(
        session, draft, "submitted", principal, version=draft.version, content_hash=draft.content_hash
    )
    outbox.emit(session, DraftSubmitted(**journal.with_content(draft)))
    return draft


def withdraw(session: Session, principal: Principal, draft_id: UUID) -> Draft:
    """Take it back to edit it; an approval is void with that."""
    draft = queries.draft(session, draft_id, lock=True)
    require(session, Action.WITHDRAW, draft, principal)
    if draft.state == State.APPROVED:
        approval.void(session, draft, principal, "withdrawn")
    approval.void_given(session, draft, principal, "withdrawn")
    journal.seal(session, draft)
    draft.state, draft.submitted_at = State.DRAFT, None
    journal.note(session, draft, "withdrawn", principal)
    return draft


def approve(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    *,
    seen_version: int,
    content_hash: str,
    publish_at: datetime | Keep | None = KEEP,
    seen_publish_at: datetime | Keep | None = KEEP,
) -> Draft:
    """Sign exactly the content of that hash, for the time asked for unless another (None: at once) is given.
    It goes out when as many people have signed it as the policy asks for. `seen_publish_at`: the time that
    was shown, where the caller tells. Another time than others signed for voids their approvals.

    Raises:
        PreconditionFailed: `stale-content`: the draft no longer says what the reviewer read, or it has
            another time, by somebody else who approved it.
    """
    draft = open_for(session, Action.APPROVE, principal, draft_id, seen_version)
    # The column is not trusted: what is signed is computed from what will be sent.
    if content_hash != journal.signed(draft) or content_hash != draft.content_hash:
        raise PreconditionFailed(
            "stale-content",
            "The content isn't what you read any more. Read it again before you approve it.",
            current_version=draft.version,
        )
    if publish_at == KEEP and seen_publish_at not in (KEEP, draft.publish_at):
        raise PreconditionFailed(
            "stale-content",
            "It goes out at another time now than the one you saw. Look at it again before you approve it.",
            current_version=draft.version,
        )
    _require_publishable(draft)
    asked_for, signer = draft.publish_at, Signer(principal.id, principal.name)
    if publish_at != KEEP:
        _require_future(publish_at)
        asked_for = approval.change_time(session, draft, signer, publish_at)
    signing.sign(session, draft, signer, policy.current(session))
    approval.remember_time(draft, asked_for)
    return draft


def request_changes(
    session: Session, principal: Principal, draft_id: UUID, comment: str, *, seen_version: int | None = None
) -> Draft:
    """Send it back with what should change."""
    draft = open_for(session, Action.REQUEST_CHANGES, principal, draft_id, seen_version)
    said = _because(comment)
    _decided(session, draft, principal, "changes_requested", state=State.CHANGES_REQUESTED, comment=said)
    reviewer = PersonData(id=principal.id, name=principal.name)
    outbox.emit(
        session, DraftChangesRequested(**journal.with_content(draft), reviewer=reviewer, comment=said)
    )
    return draft


def reject(
    session: Session, principal: Principal, draft_id: UUID, comment: str, *, seen_version: int | None = None
) -> Draft:
    """Refuse it for good, with the reason."""
    draft = open_for(session, Action.REJECT, principal, draft_id, seen_version)
    said = _because(comment)
    _decided(session, draft, principal, "rejected", state=State.REJECTED, comment=said)
    reviewer = PersonData(id=principal.id, name=principal.name)
    outbox.emit(session, DraftRejected(**journal.with_content(draft), reviewer=reviewer, comment=said))
    return draft


def hold(session: Session, principal: Principal, draft_id: UUID, reason: str) -> Draft:
    """Keep it from being approved until a reviewer releases it; whatever else happens to it meanwhile."""
    draft = queries.draft(session, draft_id, lock=True)
    require(session, Action.HOLD, draft, principal)
    why = "Say what it waits for, so that others know when to go on."
    said = saying.required(reason, why, kind="reason-required", field="reason")
    draft.held = {"by": principal.as_person(), "at": utcnow().isoformat(), "reason": said}
    journal.note(session, draft, "held", principal, comment=said, version=draft.version)
    by = PersonData(id=principal.id, name=principal.name)
    outbox.emit(session, DraftHeld(**journal.with_content(draft), reviewer=by, comment=said))
    return draft


def release(session: Session, principal: Principal, draft_id: UUID) -> Draft:
    """End the hold: it can be approved again."""
    draft = queries.draft(session, draft_id, lock=True)
    require(session, Action.RELEASE, draft, principal)
    draft.held = None
    journal.note(session, draft, "released", principal, version=draft.version)
    return draft


def _decided(
    session: Session, draft: Draft, reviewer: Principal, kind: str, *, state: State, comment: str = ""
) -> None:
    approval.void_given(session, draft, reviewer, kind)
    draft.state = state
    decision = journal.decide(session, draft, kind, reviewer, comment)
    draft.review = {
        "decision": kind,
        "comment": comment,
        "reviewer": reviewer.as_person(),
        "decided_at": utcnow().isoformat(),
        "content_hash": decision.content_hash,
    }
    journal.seal(session, draft)
    journal.note(
        session,
        draft,
        kind,
        reviewer,
        comment=comment,
        version=draft.version,
        content_hash=draft.content_hash,
    )


def _because(comment: str) -> str:
    why = "Say what should change or why not, so that the author can act on it."
    return saying.required(comment, why, kind="comment-required", field="comment")


def _require_future(at: datetime | str | None) -> None:
    if isinstance(at, datetime) and at <= utcnow():
        raise Unprocessable(
            "time-passed",
            "That time has passed. Choose a later one, or leave it out to publish once approved.",
            errors=[{"field": "publish_at", "message": "This time has passed."}],
        )


def _require_publishable(draft: Draft) -> None:
    faults = content.faults(journal.texts(draft)) + content.image_faults(draft.images)
    if faults:
        raise Unprocessable("not-publishable", faults[0]["message"], errors=faults)
