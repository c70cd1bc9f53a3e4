"""Approving several drafts in one go: clean ones only, each for exactly what was shown of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.problems import Conflict, Forbidden, Problem
from thinker_svc import queries
from thinker_svc.models.draft import Draft
from thinker_svc.services import flags, review
from thinker_svc.services.review import KEEP, Keep
from thinker_svc.services.states import State, flagged_words

Outcome = Literal["approved", "given", "refused"]


@dataclass(frozen=True, slots=True)
class Item:
    """A draft as it was shown to whoever approves it."""

    draft_id: UUID
    version: int
    content_hash: str
    publish_at: datetime | Keep | None = KEEP


@dataclass(frozen=True, slots=True)
class Result:
    """`given`: more approvals are needed. `refused`: `type` and `detail` say why, and nothing was done."""

    draft_id: UUID
    outcome: Outcome
    title: str = ""
    type: str = ""
    detail: str = ""


def approve(session: Session, principal: Principal, items: Sequence[Item]) -> list[Result]:
    """One result per item, in their order; what is refused keeps nothing else back."""
    # Locked in one order by everybody, so that two people's choices never wait for each other.
    results = {item.draft_id: _one(session, principal, item) for item in sorted(items, key=_id)}
    return [results[item.draft_id] for item in items]


def _id(item: Item) -> UUID:
    return item.draft_id


def _one(session: Session, principal: Principal, item: Item) -> Result:
    title = ""
    try:
        with session.begin_nested():
            draft = queries.draft(session, item.draft_id, lock=True)
            title = draft.title
            _require_clean(session, principal, draft)
            review.approve(
                session,
                principal,
                item.draft_id,
                seen_version=item.version,
                content_hash=item.content_hash,
                seen_publish_at=item.publish_at,
            )
            outcome: Outcome = "approved" if draft.state == State.APPROVED else "given"
    except Problem as problem:
        return Result(item.draft_id, "refused", title, problem.type, problem.detail)
    return Result(item.draft_id, outcome, title)


def _require_clean(session: Session, principal: Principal, draft: Draft) -> None:
    """What may be approved among others: nothing that somebody should look at by itself."""
    if str(principal.id) in (str(draft.author_id), *draft.former_author_ids):
        raise Forbidden("own-draft", "You wrote this draft; it can't be among several.")
    counts = flags.keep(session, draft)
    if not counts.checked:
        raise Conflict(
            "figures-unchecked",
            "Its figures aren't checked in its language. Read it and approve it by itself.",
            state=draft.state,
        )
    if counts.flagged:
        raise Conflict("figures-flagged", flagged_words(counts.flagged), state=draft.state)
    if counts.set_aside:
        raise Conflict(
            "marks-set-aside",
            "Somebody answers for a figure that the data doesn't bear out. Read it and approve it by itself.",
            state=draft.state,
        )
