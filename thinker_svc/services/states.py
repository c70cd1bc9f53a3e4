"""The states of a draft, and who may do what in which of them. Pure: no store, no framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from svckit.auth import Role


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
}
REVIEWS = frozenset((Action.APPROVE, Action.REQUEST_CHANGES, Action.REJECT))
OUT = frozenset(("publishing", "published", "partially_published"))
"""States of the post from which nothing can be called back."""

SAID = {
    State.GENERATING: "It is still being written.",
    State.GENERATION_FAILED: "It could not be written. Regenerate it, or edit what there is.",
    State.DRAFT: "It is a draft: submit it for review first.",
    State.IN_REVIEW: "It is in review: withdraw it first.",
    State.CHANGES_REQUESTED: "Changes were requested: make them and submit it again.",
    State.APPROVED: "It is approved. Edit or withdraw it to void the approval.",
    State.REJECTED: "It was rejected. Start a new draft from the same search.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not. `kind` is the problem's type: wrong-state, own-draft, not-your-draft or role-required."""

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
    """What of a draft decides: its state, its author, and what became of its post."""

    state: State
    author_id: UUID
    post_state: str | None = None


def refusal(action: Action, draft: Standing, caller: Caller) -> Refusal | None:
    """None when the caller may, else the reason that weighs most: who they are, then how things stand."""
    return _by_person(action, draft, caller) or _by_state(action, draft)


def after_edit(state: State) -> State:
    """An edit voids an approval and picks up a failed or sent-back draft; a review goes on, with the new
    content for the reviewer to see."""
    return state if state is State.IN_REVIEW else State.DRAFT


def _by_person(action: Action, draft: Standing, caller: Caller) -> Refusal | None:
    own = caller.id == draft.author_id
    if action in REVIEWS:
        if caller.role < Role.REVIEWER:
            return Refusal("role-required", "Only reviewers decide. Ask an admin for the role.")
        if action is Action.APPROVE and own and not caller.alone:
            return Refusal("own-draft", "You wrote this draft, so somebody else has to approve it.")
        return None
    if caller.role < Role.AUTHOR:
        return Refusal("role-required", "Viewers can't change drafts. Ask an admin for the author role.")
    if not own and caller.role < Role.REVIEWER:
        return Refusal("not-your-draft", "Only its author and reviewers may do this.")
    return None


def _by_state(action: Action, draft: Standing) -> Refusal | None:
    if draft.post_state in OUT:
        return Refusal("wrong-state", "It is being published, or is out already.")
    if draft.state not in OPEN_IN[action]:
        return Refusal("wrong-state", SAID[draft.state])
    return None
