"""The states of a draft, walked at random: nothing unapproved goes out, no approval survives an edit."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from svckit.auth import Role
from svckit.ids import uuid7
from thinker_svc.services.content import content_hash, texts
from thinker_svc.services.states import OUT, Action, Caller, Standing, State, after_edit, refusal

AUTHOR = uuid7()
CALLERS = [Caller(AUTHOR, role) for role in Role] + [Caller(uuid7(), role) for role in Role]
NEXT = {
    Action.SUBMIT: State.IN_REVIEW,
    Action.WITHDRAW: State.DRAFT,
    Action.APPROVE: State.APPROVED,
    Action.REQUEST_CHANGES: State.CHANGES_REQUESTED,
    Action.REJECT: State.REJECTED,
    Action.REGENERATE: State.GENERATING,
}


class Life(RuleBasedStateMachine):
    """A draft, people who try everything, and a publisher that sends what was approved."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.GENERATING
        self.content = "0"
        self.approved: str | None = None
        self.approver: UUID | None = None
        self.post: str | None = None

    def _may(self, action: Action, caller: Caller) -> bool:
        return refusal(action, Standing(self.state, AUTHOR, self.post), caller) is None

    @rule(finished=st.booleans())
    def generation_ends(self, finished: bool) -> None:
        if self.state is State.GENERATING:
            self.content += "g"
            self.state = State.DRAFT if finished else State.GENERATION_FAILED

    @rule(caller=st.sampled_from(CALLERS))
    def edit(self, caller: Caller) -> None:
        if self._may(Action.EDIT, caller):
            self.content += "e"
            if self.state is State.APPROVED:
                self.approved, self.post = None, None
            self.state = after_edit(self.state)

    @rule(caller=st.sampled_from(CALLERS), action=st.sampled_from(sorted(NEXT)))
    def act(self, caller: Caller, action: Action) -> None:
        if not self._may(action, caller):
            return
        if self.state is State.APPROVED:
            self.approved, self.post = None, None
        self.state = NEXT[action]
        if action is Action.APPROVE:
            self.approved, self.approver = self.content, caller.id

    @rule(state=st.sampled_from(["scheduled", "publishing", "published", "failed", "cancelled"]))
    def post_changes(self, state: str) -> None:
        if self.approved is not None and self.post not in OUT:
            self.post = state

    @invariant()
    def what_is_approved_is_what_it_says(self) -> None:
        assert (self.state is State.APPROVED) == (self.approved is not None)
        assert self.approved in (None, self.content)

    @invariant()
    def what_is_out_was_approved_by_somebody_else(self) -> None:
        if self.post in OUT:
            assert self.approved == self.content
            assert self.approver != AUTHOR


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase


@pytest.mark.parametrize("action", list(Action))
def test_a_viewer_may_do_nothing_in_any_state(action: Action) -> None:
    for state in State:
        for who in (AUTHOR, uuid7()):
            assert refusal(action, Standing(state, AUTHOR), Caller(who, Role.VIEWER)) is not None


@pytest.mark.parametrize("action", list(Action))
def test_every_refusal_says_why(action: Action) -> None:
    for state in State:
        for caller in CALLERS:
            why = refusal(action, Standing(state, AUTHOR), caller)
            assert why is None or why.reason.endswith(".")


def test_the_only_person_of_a_team_may_approve_their_own() -> None:
    standing = Standing(State.IN_REVIEW, AUTHOR)
    assert refusal(Action.APPROVE, standing, Caller(AUTHOR, Role.ADMIN, alone=True)) is None
    refused = refusal(Action.APPROVE, standing, Caller(AUTHOR, Role.ADMIN))
    assert refused is not None
    assert refused.kind == "own-draft"


def test_the_hash_is_of_what_each_platform_shows_whatever_the_order() -> None:
    one = texts(["webhook", "other"], "Shared", {"other": "Own"})
    two = texts(["other", "webhook"], "Shared", {"other": "Own", "gone": "x"})
    assert one == two == {"other": "Own", "webhook": "Shared"}
    assert content_hash(one) == content_hash(two)
    assert content_hash(one) != content_hash({"other": "Own", "webhook": "Shared "})
    # Pinned: whoever publishes computes the same from what arrived.
    assert content_hash({"webhook": "é"}) == (
        "0bf6c8631541cfc20d099f1357f5fc9df8357f298d80bfc8a763c54af848cfb9"
    )
