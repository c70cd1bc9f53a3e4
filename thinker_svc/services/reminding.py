"""Reminding reviewers of drafts that wait longer than the team wants: once for each time one is submitted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from svckit.db import utcnow
from thinker_svc.events import DraftReminderDue
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.services import approval, flags, journal
from thinker_svc.services import policy as policies
from thinker_svc.services.states import State

EVERY_SECONDS = 30.0
BATCH = 50


def remind(session: Session) -> None:
    """One round. Any number of processes may do this at once. What is on hold waits by somebody's wish."""
    policy = policies.current(session)
    _check_figures(session)
    if policy.reminder_after_hours == 0:
        return
    now = utcnow()
    waiting = (
        select(Draft)
        .where(
            Draft.state == State.IN_REVIEW,
            Draft.reminded_at.is_(None),
            Draft.held.is_(None),
            Draft.submitted_at <= now - timedelta(hours=policy.reminder_after_hours),
        )
        .order_by(Draft.submitted_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    for draft in session.execute(waiting).scalars().all():
        if draft.submitted_at is None:
            continue
        given = [one for one in approval.given(draft) if one.counts(policy)]
        outbox.emit(
            session,
            DraftReminderDue(
                **journal.with_content(draft),
                submitted_at=draft.submitted_at,
                approvals_needed=max(1, policy.approvals_required - len(given)),
                approved_by=[PersonData(id=one.signer.id, name=one.signer.name) for one in given],
            ),
        )
        journal.note(session, draft, "reminded", version=draft.version)
        # A reminder is no change of the draft: it keeps its place in the lists.
        session.execute(
            update(Draft)
            .where(Draft.id == draft.id)
            .values(reminded_at=now, updated_at=Draft.updated_at)
            .execution_options(synchronize_session=False)
        )


def _check_figures(session: Session) -> None:
    """Count the figures of what was submitted before there were counts, so that the inbox can tell."""
    unchecked = (
        select(Draft)
        .where(Draft.state == State.IN_REVIEW, Draft.figures.is_(None))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    for draft in session.execute(unchecked).scalars().all():
        flags.keep(session, draft)
