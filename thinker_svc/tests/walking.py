"""A team and one draft of it, on the services and a real database, for walks at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.db import unit_of_work
from svckit.problems import Problem
from thinker_svc import queries
from thinker_svc.models import db
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services import approval, archiving, drafts, generation
from thinker_svc.services import policy as policies
from thinker_svc.services.order import Made
from thinker_svc.services.states import State
from thinker_svc.services.terms import Policy
from thinker_svc.services.wishes import Wishes
from thinker_svc.services.writer import Model
from thinker_svc.tests.factories import principal, stored_draft
from thinker_svc.tests.team import WRONG

TEXTS = (
    "Pumpkin spice is on our minds.",
    "What would you like on yours?",
    WRONG,
)
PEOPLE = {
    "author": principal(Role.AUTHOR, "Tom"),
    "colleague": principal(Role.AUTHOR, "Priya"),
    "maya": principal(Role.REVIEWER, "Maya"),
    "jonas": principal(Role.REVIEWER, "Jonas"),
    "ada": principal(Role.ADMIN, "Ada"),
}
ANYBODY = st.sampled_from(sorted(PEOPLE))
WRITERS = st.sampled_from(["author", "maya"])


class Walk(RuleBasedStateMachine):
    """One draft after another, by an author or by a reviewer."""

    app: Flask
    id: UUID

    def __init__(self) -> None:
        super().__init__()
        self.seen: tuple[int, str] = (0, "")
        self.policy = Policy(own_approval="never")

    @initialize(writer=WRITERS)
    def begin(self, writer: str) -> None:
        with self.work() as session:
            version = policies.current(session).version
            self.policy = policies.change(session, PEOPLE["ada"], version, self.policy)
            self.make(session, writer)

    def make(self, session: Session, writer: str) -> None:
        """Another draft, which is the one that is walked on with."""
        self.id = stored_draft(session, PEOPLE[writer], TEXTS[0]).id

    @contextmanager
    def work(self) -> Iterator[Session]:
        with self.app.app_context(), unit_of_work(db) as session:
            yield session

    def tried(self, act: Callable[[Session], Draft]) -> Draft | None:
        """The draft afterwards, or None when it was refused, which leaves all as it was."""
        try:
            with self.work() as session:
                return act(session)
        except Problem:
            return None

    def read_in(self, session: Session) -> Draft:
        return queries.draft(session, self.id)


class Errands(Walk):
    """What happens to the draft beside its review: it is written again, put away, fetched back."""

    @rule(who=ANYBODY, text=st.sampled_from(TEXTS), fails=st.booleans())
    def have_it_written_again(self, who: str, text: str, fails: bool) -> None:
        with self.work() as session:
            before = self.read_in(session)
        model = Model("smollm2:135m", basic=True)
        asked = self.tried(lambda s: drafts.regenerate(s, PEOPLE[who], model, self.id, Wishes()))
        if asked is None:
            return
        assert approval.given(asked) == []
        assert self.tried(lambda s: archiving.archive(s, PEOPLE["ada"], self.id)) is None
        with self.work() as session:
            draft = queries.draft(session, self.id, lock=True)
            written = session.get_one(Generation, draft.generation_id)
            if fails:
                generation.fail(session, draft, written, generation.nothing_to_say())
                assert (draft.version, draft.content_hash) == (before.version, before.content_hash)
            else:
                generation.settle(session, draft, written, Made(title="Pumpkin spice", text=text))
                assert (draft.state, draft.version) == (State.DRAFT, before.version + 1)

    @rule(who=ANYBODY)
    def put_it_away(self, who: str) -> None:
        """Nobody waits for what is put away, and nobody changes it, until whoever may has fetched it back."""
        away = self.tried(lambda s: archiving.archive(s, PEOPLE[who], self.id))
        if away is None:
            return
        assert away.state not in (State.IN_REVIEW, State.GENERATING)
        waits = (away.publication or {}).get("state") in (None, "scheduled", "publishing")
        assert away.state != State.APPROVED or not waits
        edit = drafts.Edit("Changed in the archive.")
        assert self.tried(lambda s: drafts.edit(s, PEOPLE[who], self.id, away.version, edit)) is None
        back = self.tried(lambda s: archiving.unarchive(s, PEOPLE[who], self.id))
        assert back is not None
        assert (back.state, back.version, back.content_hash) == (away.state, away.version, away.content_hash)
