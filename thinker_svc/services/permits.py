"""Whether somebody may do a thing with a draft: the rules of `states`, asked about a draft that is stored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.problems import Conflict, Forbidden
from thinker_svc.models.draft import Draft
from thinker_svc.services import approval, flags, people
from thinker_svc.services import policy as policies
from thinker_svc.services.states import STANDING, Action, Caller, Refusal, Standing, State, refusal
from thinker_svc.services.terms import Policy


def standing(draft: Draft, policy: Policy, flagged: int = 0) -> Standing:
    post = draft.publication or {}
    return Standing(
        State(draft.state),
        draft.author_id,
        post.get("state"),
        held=draft.held["reason"] if draft.held else None,
        approved_by=frozenset(one.signer.id for one in approval.given(draft) if one.counts(policy)),
        flagged=flagged,
        archived=draft.archived_at is not None,
        former_authors=frozenset(UUID(one) for one in draft.former_author_ids),
    )


def require(session: Session, action: Action, draft: Draft, principal: Principal) -> None:
    """Raises Forbidden or Conflict (with the state) unless the principal may."""
    policy = policies.current(session)
    # What decides is checked anew, against the text as it stands under the lock.
    flagged = flags.keep(session, draft).flagged if action in (Action.SUBMIT, Action.APPROVE) else 0
    why = refusal(action, standing(draft, policy, flagged), people.caller(session, principal), policy)
    if why is not None:
        raise problem(why, draft)


def permissions(draft: Draft, caller: Caller, policy: Policy, flagged: int = 0) -> dict[str, dict[str, Any]]:
    """What the caller may do with the draft: `{action: {"allowed", "reason"}}`."""
    now = standing(draft, policy, flagged)
    refusals = {action: refusal(action, now, caller, policy) for action in Action}
    return {
        str(action): {"allowed": why is None, "reason": why.reason if why else None}
        for action, why in refusals.items()
    }


def problem(why: Refusal, draft: Draft) -> Exception:
    """A refusal as the API tells it."""
    if why.kind in STANDING:
        return Conflict(why.kind, why.reason, state=draft.state)
    return Forbidden(why.kind, why.reason)
