"""Review walked at random, on the services and a real database: people who try everything under rules that
change. Nothing unapproved is ever fit to be published, and no approval survives an edit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid5

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.events.envelope import Envelope
from svckit.ids import uuid7
from thinker_svc import queries
from thinker_svc.events_heard import PostPublished
from thinker_svc.events_parts import PersonData
from thinker_svc.models import Decision, OutboxRow
from thinker_svc.models.draft import Draft
from thinker_svc.services import (
    approval,
    asides,
    drafts,
    figure_marks,
    incoming,
    journal,
    pictures,
    review,
    signing,
)
from thinker_svc.services import policy as policies
from thinker_svc.services.approval import Signer
from thinker_svc.services.content import content_hash
from thinker_svc.services.drafts import Edit
from thinker_svc.services.pictures import Wanted
from thinker_svc.services.states import OUT, State
from thinker_svc.services.terms import Policy
from thinker_svc.tests.pictures import drawing
from thinker_svc.tests.walking import ANYBODY, PEOPLE, TEXTS, WRITERS, Errands

DRAWING = drawing()
POLICIES = st.builds(
    Policy,
    approvals_required=st.integers(1, 3),
    own_approval=st.sampled_from(["never", "always"]),
    flagged_figures=st.sampled_from(["warn", "block"]),
    edit_approved=st.sampled_from(["author", "reviewer", "nobody"]),
    guest_approval_counts=st.booleans(),
)
GUESTS = ("client@bakery.example", "boss@bakery.example")


class Life(Errands):
    """People who review, and what becomes of it."""

    # What people do

    @rule(writer=WRITERS)
    def another_draft_once_this_one_ended(self, writer: str) -> None:
        with self.work() as session:
            draft = self.read_in(session)
            if draft.state == State.REJECTED or (draft.publication or {}).get("state") in OUT:
                self.make(session, writer)

    @rule(policy=POLICIES)
    def change_the_rules(self, policy: Policy) -> None:
        with self.work() as session:
            version = policies.current(session).version
            self.policy = policies.change(session, PEOPLE["ada"], version, policy)

    @rule(who=st.sampled_from(["author", "maya", "ada"]), text=st.sampled_from(TEXTS))
    def edit(self, who: str, text: str) -> None:
        with self.work() as session:
            before = self.read_in(session)
            version, was = before.version, before.text
        after = self.tried(lambda s: drafts.edit(s, PEOPLE[who], self.id, version, Edit(text)))
        if after is not None and text != was:
            assert after.version > version
            assert after.state != State.APPROVED
            assert approval.given(after) == []

    @rule(who=st.sampled_from(["author", "maya"]), alt=st.sampled_from(["A loaf", "Two loaves"]))
    def change_its_picture(self, who: str, alt: str) -> None:
        """Pictures are content: one more, or another description of the one there is."""
        with self.work() as session:
            before = self.read_in(session)
            version, images = before.version, list(before.images)
        if images:
            wanted = [Wanted(images[0]["sha256"], alt)]
            after = self.tried(lambda s: pictures.arrange(s, PEOPLE[who], self.id, version, wanted))
        else:
            after = self.tried(lambda s: pictures.add(s, PEOPLE[who], self.id, DRAWING, alt=alt))
        if after is not None and after.images != images:
            assert after.state != State.APPROVED
            assert approval.given(after) == []

    @rule(who=ANYBODY, again=st.booleans())
    def answer_for_a_figure(self, who: str, again: bool) -> None:
        """Set its mark aside, or let it count again: no content changes; what was signed before is void."""
        with self.work() as session:
            before = self.read_in(session)
            marks = next(iter(figure_marks.check(session, before).texts.values()))
            wrong = [key for key, one in zip(marks.keys, marks.claims, strict=True) if one.flagged]
        for mark in wrong:
            after = self.tried(partial(self._answered, who=PEOPLE[who], mark=mark, again=again))
            if after is not None:
                assert before.state != State.APPROVED
                assert (after.state, after.content_hash) == (before.state, before.content_hash)
                if after.version == before.version:
                    assert after.approvals == before.approvals
                else:
                    assert approval.given(after) == []
                if before.state == State.IN_REVIEW:
                    assert after.version > before.version

    def _answered(self, session: Session, who: Principal, mark: str, again: bool) -> Draft:
        if again:
            return asides.take_back(session, who, self.id, mark)
        return asides.set_aside(session, who, self.id, mark, "Counted by hand.")

    @rule(who=ANYBODY)
    def submit(self, who: str) -> None:
        after = self.tried(lambda s: review.submit(s, PEOPLE[who], self.id, None))
        if after is not None and self.policy.flagged_figures == "block":
            with self.work() as session:
                assert figure_marks.check(session, self.read_in(session)).counts.flagged == 0

    @rule(who=ANYBODY)
    def withdraw(self, who: str) -> None:
        after = self.tried(lambda s: review.withdraw(s, PEOPLE[who], self.id))
        assert after is None or approval.given(after) == []

    @rule(who=ANYBODY, do=st.sampled_from([review.request_changes, review.hold, review.reject]))
    def say_no(self, who: str, do: Callable[[Session, Principal, UUID, str], Draft]) -> None:
        self.tried(lambda s: do(s, PEOPLE[who], self.id, "Not like this."))

    @rule(who=ANYBODY)
    def release(self, who: str) -> None:
        self.tried(lambda s: review.release(s, PEOPLE[who], self.id))

    @rule()
    def read(self) -> None:
        """What whoever approves next has on their screen; it may be old by then."""
        with self.work() as session:
            draft = self.read_in(session)
            self.seen = draft.version, draft.content_hash

    @rule(who=ANYBODY, reads_first=st.booleans())
    def approve(self, who: str, reads_first: bool) -> None:
        if reads_first:
            self.read()
        version, seen = self.seen
        with self.work() as session:
            before = self.read_in(session)
            held, author = before.held, before.author_id
        after = self.tried(
            lambda s: review.approve(s, PEOPLE[who], self.id, seen_version=version, content_hash=seen)
        )
        if after is None:
            return
        assert PEOPLE[who].role >= Role.REVIEWER
        assert held is None
        assert after.content_hash == seen == journal.signed(after)
        assert PEOPLE[who].id != author or self.policy.own_approval == "always"
        if self.policy.flagged_figures == "block":
            with self.work() as session:
                assert figure_marks.check(session, self.read_in(session)).counts.flagged == 0
        self._check_signers(after)

    @rule(reviewers=st.permutations(["maya", "jonas", "ada"]), most=st.integers(1, 3))
    def all_goes_well(self, reviewers: list[str], most: int) -> None:
        """The usual way, so that walks get far: whoever may submits, then reviewers sign what they read."""
        for who in ("author", "maya"):
            self.submit(who)
        for who in reviewers[:most]:
            self.approve(who, reads_first=True)

    @rule(guest=st.sampled_from(GUESTS))
    def a_guest_approves(self, guest: str) -> None:
        """As the guests' pages do it, where their word counts."""
        vouched = PersonData(id=PEOPLE["ada"].id, name="Ada")
        with self.work() as session:
            draft = queries.draft(session, self.id, lock=True)
            if draft.state != State.IN_REVIEW or draft.held is not None:
                return
            signer = Signer(uuid5(self.id, guest), guest, vouched)
            signing.sign(session, draft, signer, policies.current(session))
        self._check_signers(draft)

    def _check_signers(self, draft: Draft) -> None:
        """It goes out exactly when enough different people signed just this."""
        signers = {one.signer.id for one in approval.given(draft) if one.counts(self.policy)}
        if draft.state == State.APPROVED:
            assert len(signers) >= self.policy.approvals_required
            with self.work() as session:
                logged = session.execute(
                    select(Decision.actor_id).where(
                        Decision.draft_id == draft.id,
                        Decision.kind == "approved",
                        Decision.content_hash == draft.content_hash,
                        Decision.version == draft.version,
                    )
                ).scalars()
                assert signers <= set(logged)

    @rule(state=st.sampled_from(["scheduled", "publishing", "published", "failed", "cancelled"]))
    def its_post_moves_on(self, state: str) -> None:
        with self.work() as session:
            if self.read_in(session).state != State.APPROVED:
                return
            data = PostPublished(post_id=uuid5(self.id, "post"), draft_id=self.id, state=state)
            event = Envelope(
                id=uuid7(), source="/test", type="tweeter.post.published", time=utcnow(), data={}
            )
            incoming.post_changed(session, event, data)

    # What always holds

    @invariant()
    def what_may_be_published_is_what_is_approved(self) -> None:
        """Played as tweeter does: approvals made posts, withdrawals stopped them."""
        with self.work() as session:
            draft = self.read_in(session)
            rows = session.execute(
                select(OutboxRow)
                .where(OutboxRow.name.in_(["thinker.draft.approved", "thinker.draft.withdrawn"]))
                .order_by(OutboxRow.id)
            ).scalars()
            live: dict[int, str] = {}
            for row in rows:
                data = row.payload["data"]
                if UUID(data["draft_id"]) != self.id:
                    continue
                if row.name == "thinker.draft.approved":
                    assert content_hash(data["texts"], data["images"]) == data["content_hash"]
                    # A newer approval takes the place of an older one.
                    live = {data["version"]: data["content_hash"]}
                else:
                    live = {v: h for v, h in live.items() if h != data["content_hash"]}
            if draft.state == State.APPROVED:
                assert live == {draft.version: draft.content_hash}
            else:
                assert live == {}

    @invariant()
    def what_it_says_is_what_its_hash_says(self) -> None:
        with self.work() as session:
            draft = self.read_in(session)
            assert draft.content_hash == journal.signed(draft)
            if (draft.publication or {}).get("state") in OUT:
                assert draft.state == State.APPROVED


def test_no_path_publishes_what_was_not_approved(app: Flask) -> None:
    class Here(Life):
        pass

    Here.app = app
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
