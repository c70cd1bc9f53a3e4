"""The states of a draft, and who may do what in which of them. Pure: no store, no framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from svckit.auth import Role
from thinker_svc.services.terms import Policy


class State(StrEnum):
    GENERATING = "generating"
    GENERATION_FAILED = "generation_failed"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class Action(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    REGENERATE = "regenerate"
    STOP = "stop"
    HOLD = "hold"
    RELEASE = "release"
    SET_ASIDE = "set_aside"


OPEN_IN: dict[Action, frozenset[State]] = {
    Action.EDIT: frozenset(
        (State.DRAFT, State.CHANGES_REQUESTED, State.IN_REVIEW, State.APPROVED, State.GENERATION_FAILED)
    ),
    Action.SUBMIT: frozenset((State.DRAFT, State.CHANGES_REQUESTED)),
    Action.WITHDRAW: frozenset((State.IN_REVIEW, State.APPROVED)),
    Action.APPROVE: frozenset((State.IN_REVIEW,)),
    Action.REQUEST_CHANGES: frozenset((State.IN_REVIEW,)),
    Action.REJECT: frozenset((State.IN_REVIEW,)),
    Action.REGENERATE: frozenset((State.DRAFT, State.CHANGES_REQUESTED, State.GENERATION_FAILED)),
    Action.STOP: frozenset((State.GENERATING,)),
    Action.HOLD: frozenset((State.IN_REVIEW,)),
    # Taking a held draft back, or sending it back, doesn't lift the hold.
    Action.RELEASE: frozenset((State.IN_REVIEW, State.DRAFT, State.CHANGES_REQUESTED)),
    # Once it is approved, what its reviewers saw of its figures stays as they saw it.
    Action.SET_ASIDE: frozenset((State.DRAFT, State.CHANGES_REQUESTED, State.IN_REVIEW)),
}
REVIEWS = frozenset((Action.APPROVE, Action.REQUEST_CHANGES, Action.REJECT, Action.HOLD, Action.RELEASE))
OUT = frozenset(("publishing", "published", "partially_published"))
"""States of the post from which nothing can be called back."""

SAID = {
    State.GENERATING: "It is still being written.",
    State.GENERATION_FAILED: "It could not be written. Have it written again, or edit what there is.",
    State.DRAFT: "It is a draft: submit it for review first.",
    State.IN_REVIEW: "It is in review: withdraw it first.",
    State.CHANGES_REQUESTED: "Changes were requested: make them and submit it again.",
    State.APPROVED: "It is approved. Edit or withdraw it to void the approval.",
    State.REJECTED: "It was rejected. Start a new draft from the same search.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not. `kind` is the problem's type. About the person: own-draft, not-your-draft, role-required,
    approved-stays; about how things stand: see STANDING."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks; `alone` when they are the only person on the team."""

    id: UUID
    role: Role
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a draft decides: its state, its author, what became of its post, and how far its review is.

    `former_authors`: whose it was before it was given to its author.
    `held`: why it is on hold, or None. `approved_by`: whose approvals of just this content count.
    `flagged`: figures that the data doesn't bear out, and that nobody has answered for.
    """

    state: State
    author_id: UUID
    post_state: str | None = None
    held: str | None = None
    approved_by: frozenset[UUID] = frozenset()
    flagged: int = 0
    archived: bool = False
    former_authors: frozenset[UUID] = frozenset()


STANDING = frozenset(
    ("wrong-state", "archived", "on-hold", "not-on-hold", "already-approved", "figures-flagged")
)
"""Kinds of refusal that another moment, or another text, would not meet."""
DEFAULTS = Policy()


def refusal(action: Action, draft: Standing, caller: Caller, policy: Policy = DEFAULTS) -> Refusal | None:
    """None when the caller may, else the reason that weighs most: who they are, then how things stand."""
    return (
        _by_person(action, draft, caller, policy)
        or _by_state(action, draft)
        or _by_review(action, draft, caller, policy)
    )


def after_edit(state: State) -> State:
    """An edit voids an approval and picks up a failed or sent-back draft; a review goes on, with the new
    content for the reviewer to see."""
    return state if state is State.IN_REVIEW else State.DRAFT


def _by_person(action: Action, draft: Standing, caller: Caller, policy: Policy) -> Refusal | None:
    own = caller.id == draft.author_id
    if action in REVIEWS:
        # Who wrote it and gave it away wrote it still.
        return _by_reviewer(action, caller, policy, own=own or caller.id in draft.former_authors)
    if caller.role < Role.AUTHOR:
        return Refusal("role-required", "Viewers can't change drafts. Ask an admin for the author role.")
    if not own and caller.role < Role.REVIEWER:
        return Refusal("not-your-draft", "Only its author and reviewers may do this.")
    if draft.state is State.APPROVED:
        return _approved_stays(action, caller, policy)
    return None


def _by_reviewer(action: Action, caller: Caller, policy: Policy, *, own: bool) -> Refusal | None:
    if caller.role < Role.REVIEWER:
        return Refusal("role-required", "Only reviewers decide. Ask an admin for the role.")
    if action is Action.APPROVE and own and not may_approve_own(caller, policy):
        return Refusal("own-draft", "You wrote this draft, so somebody else has to approve it.")
    return None


def may_approve_own(caller: Caller, policy: Policy) -> bool:
    """Whether the policy lets them sign what they wrote."""
    if policy.own_approval == "one-person-team":
        return caller.alone
    return policy.own_approval == "always"


def _approved_stays(action: Action, caller: Caller, policy: Policy) -> Refusal | None:
    """Whoever may not edit what is approved may not take it back to edit it either."""
    if action not in (Action.EDIT, Action.WITHDRAW) or policy.edit_approved == "author":
        return None
    if caller.role < Role.REVIEWER:
        return Refusal("approved-stays", "It is approved. Only a reviewer may change that: ask one.")
    if action is Action.EDIT and policy.edit_approved == "nobody":
        return Refusal("approved-stays", "Approved drafts aren't edited here. Take it back first.")
    return None


def _by_state(action: Action, draft: Standing) -> Refusal | None:
    if draft.archived:
        return Refusal("archived", "It is archived. Fetch it back first.")
    if draft.post_state in OUT:
        return Refusal("wrong-state", "It is being published, or is out already.")
    if draft.state not in OPEN_IN[action]:
        return Refusal("wrong-state", SAID[draft.state])
    return None


def _by_review(action: Action, draft: Standing, caller: Caller, policy: Policy) -> Refusal | None:
    if action is Action.RELEASE:
        return None if draft.held is not None else Refusal("not-on-hold", "It isn't on hold.")
    if action is Action.HOLD and draft.held is not None:
        return Refusal("on-hold", "It is on hold already.")
    if action is Action.APPROVE:
        if draft.held is not None:
            return Refusal("on-hold", f"It is on hold: {draft.held} Release it first.")
        missing = policy.approvals_required - len(draft.approved_by)
        if caller.id in draft.approved_by and missing > 0:
            more = "one more approval" if missing == 1 else f"{missing} more approvals"
            return Refusal("already-approved", f"You approved it. It needs {more}, from somebody else.")
    if action in (Action.APPROVE, Action.SUBMIT) and draft.flagged and policy.flagged_figures == "block":
        return Refusal("figures-flagged", flagged_words(draft.flagged))
    return None


def flagged_words(flagged: int) -> str:
    """Why flagged figures stand in the way, and what to do."""
    if flagged == 1:
        return (
            "One figure in it isn't borne out by the data. "
            "Correct it, take it out, or set its mark aside and say why it holds."
        )
    return (
        f"{flagged} figures in it aren't borne out by the data. "
        "Correct them, take them out, or set their marks aside and say why they hold."
    )
