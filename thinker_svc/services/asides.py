"""Setting a mark of the figures check aside, with the reason: the figure holds, whatever the check says."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import Conflict, NotFound
from thinker_svc import queries
from thinker_svc.models.aside import Aside
from thinker_svc.models.draft import Draft
from thinker_svc.services import approval, figure_marks, flags, journal, saying
from thinker_svc.services.drafts import open_for
from thinker_svc.services.states import Action, State


def set_aside(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    mark: str,
    reason: str,
    *,
    seen_version: int | None = None,
) -> Draft:
    """From now on that mark counts as set aside, for as long as its sentence and the check's word on it stay
    as they are. Set aside before, it gets the new reason, in the new person's name.

    Raises:
        Conflict: `mark-gone`: no figure of the draft, as it was saved last, bears that mark.
        PreconditionFailed: `stale-content`. Unprocessable: `reason-required`.
    """
    draft = open_for(session, Action.SET_ASIDE, principal, draft_id, seen_version)
    why = "Say why the figure holds, so that reviewers can judge."
    said = saying.required(reason, why, kind="reason-required", field="reason")
    quote = _quote(session, draft, mark)
    if quote is None:
        raise Conflict(
            "mark-gone",
            "No figure bears this mark any more: its sentence was changed. Look at the figures as they are.",
            state=draft.state,
        )
    aside = queries.asides(session, draft_id).get(mark)
    if aside is not None and (aside.reason, aside.by_id) == (said, principal.id):
        flags.keep(session, draft)
        return draft
    if aside is None:
        aside = Aside(draft_id=draft_id, mark=mark)
        session.add(aside)
    aside.reason, aside.by_id, aside.by_name, aside.at = said, principal.id, principal.name, utcnow()
    _noted(session, draft, "mark_set_aside", principal, quote=quote, comment=said)
    return draft


def take_back(
    session: Session, principal: Principal, draft_id: UUID, mark: str, *, seen_version: int | None = None
) -> Draft:
    """The mark counts again.

    Raises:
        NotFound: `mark-not-aside`. PreconditionFailed: `stale-content`.
    """
    draft = open_for(session, Action.SET_ASIDE, principal, draft_id, seen_version)
    aside = queries.asides(session, draft_id).get(mark)
    if aside is None:
        raise NotFound("mark-not-aside", "This mark isn't set aside; somebody may have raised it meanwhile.")
    session.delete(aside)
    _noted(session, draft, "mark_raised", principal, quote=_quote(session, draft, mark) or "")
    return draft


def _quote(session: Session, draft: Draft, mark: str) -> str | None:
    """The words that bear the mark in the draft as it was saved last; None where none do."""
    texts = journal.texts(draft)
    for platform, marks in figure_marks.check(session, draft).texts.items():
        for claim, key in zip(marks.claims, marks.keys, strict=True):
            if key == mark and claim.flagged:
                return texts[platform][claim.start : claim.end]
    return None


def _noted(
    session: Session, draft: Draft, kind: str, principal: Principal, *, quote: str, comment: str = ""
) -> None:
    session.flush()
    # Of what is in review the newest version may be an edit that nobody decided on: reviewers read it too.
    if draft.state == State.IN_REVIEW or journal.was_shown(session, draft):
        # What people go by is another now: nobody has signed that, and a page that is open is old; also one
        # from before the draft was taken back, should it be submitted again.
        approval.void_given(session, draft, principal, kind)
        draft.version += 1
    flags.keep(session, draft)
    journal.note(session, draft, kind, principal, message=quote, comment=comment, version=draft.version)
