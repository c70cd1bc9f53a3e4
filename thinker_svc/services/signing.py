"""Signing: each approval is written down for exactly one content; with the last one needed it goes out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.db import utcnow
from thinker_svc.events import DraftApproved
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.services import journal, pictures
from thinker_svc.services.approval import Signer, given, given_rows
from thinker_svc.services.states import State
from thinker_svc.services.terms import Policy


def sign(session: Session, draft: Draft, signer: Signer, policy: Policy) -> bool:
    """Write down an approval of the draft as it stands, locked by the caller, who made sure that this
    signer may. True when it was the last one needed: the draft is approved and goes out.

    Signing again adds nothing, but completes what is complete under a policy that asks for fewer now.
    """
    first = not any(one.signer.id == signer.id for one in given(draft))
    if first:
        journal.decide(session, draft, "approved", signer)
        draft.approvals = [*given_rows(draft), _row(draft, signer)]
        journal.seal(session, draft)
    counted = [one.signer for one in given(draft) if one.counts(policy)]
    missing = policy.approvals_required - len(counted)
    # A guest's word that doesn't count moves nothing on, however many others are there.
    if missing <= 0 and signer.id in {one.id for one in counted}:
        _complete(session, draft, signer, counted)
        return True
    if first:
        _note(session, draft, "approval_given", signer, f"{max(missing, 1)} more needed")
    return False


def _complete(session: Session, draft: Draft, last: Signer, signers: list[Signer]) -> None:
    draft.state = State.APPROVED
    draft.publication = None
    draft.review = {
        "decision": "approved",
        "comment": "",
        "reviewer": {"id": str(last.id), "name": last.name},
        "decided_at": utcnow().isoformat(),
        "content_hash": draft.content_hash,
    }
    _note(session, draft, "approved", last)
    pictures.tell(session, draft)
    outbox.emit(
        session,
        DraftApproved(
            **journal.with_content(draft),
            reviewer=last.member,
            approvers=[PersonData(id=one.id, name=one.name) for one in signers],
            account_ids=[UUID(account) for account in draft.account_ids],
        ),
    )


def _note(session: Session, draft: Draft, kind: str, signer: Signer, message: str = "") -> None:
    signed = {"version": draft.version, "content_hash": draft.content_hash}
    journal.note(session, draft, kind, signer, **signed, guest=signer.guest, message=message)


def _row(draft: Draft, signer: Signer) -> dict[str, Any]:
    return {
        "reviewer": {"id": str(signer.id), "name": signer.name},
        "vouched_by": signer.vouched_by.model_dump(mode="json") if signer.vouched_by else None,
        "at": utcnow().isoformat(),
        "content_hash": draft.content_hash,
        "version": draft.version,
    }
