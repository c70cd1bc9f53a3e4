"""What guests say about a draft, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import Conflict, Forbidden, PreconditionFailed, TooManyRequests
from thinker_svc import queries, queries_guests
from thinker_svc.events import GuestResponded
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_response import GuestResponse
from thinker_svc.models.guest_visit import GuestVisit
from thinker_svc.models.person import Person
from thinker_svc.services import (
    approval,
    content,
    flags,
    guest_visits,
    journal,
    people,
    permits,
    saying,
    signing,
)
from thinker_svc.services import policy as policies
from thinker_svc.services.approval import Signer
from thinker_svc.services.guest_keys import GuestKeys
from thinker_svc.services.review import KEEP, Keep
from thinker_svc.services.states import OUT, Action, State, refusal

Kind = Literal["approved", "changes_requested", "commented"]
MOST_RESPONSES = 60
PER = timedelta(hours=1)
NOTED = {"approved": "guest_approved", "changes_requested": "guest_changes", "commented": "guest_commented"}
"""What the timeline, and of decisions the log, call it."""
SHOWN_IN = frozenset((State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED, State.APPROVED))
"""States in which a guest's decision means something; a comment is taken in any."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a guest wants said. `content_hash`, `version` and `seen_publish_at`: of what they had on their
    screen; the version None, the time `KEEP`: they don't tell."""

    kind: Kind
    content_hash: str
    comment: str
    key: str
    version: int | None = None
    seen_publish_at: datetime | Keep | None = KEEP


def closed(draft: Draft) -> str:
    """Why a guest can't decide on it now, or nothing."""
    if (draft.publication or {}).get("state") in OUT:
        return "It is being published, or is out already."
    if draft.archived_at is not None:
        return "The team has put it away."
    if draft.state == State.REJECTED:
        return "The team decided not to publish it."
    if draft.state not in SHOWN_IN:
        return "It is being written. Come back in a few minutes."
    return ""


def counts(session: Session, draft: Draft, link: GuestLink) -> bool:
    """Whether a guest's approval now is one of those the policy asks for.

    It is where the policy says so, the content could go out, and whoever made the link could approve the
    draft themselves: nobody gets around the rules by inviting a second address of their own.
    """
    policy = policies.current(session)
    if not policy.guest_approval_counts or draft.state != State.IN_REVIEW:
        return False
    if content.faults(journal.texts(draft)) or content.image_faults(draft.images):
        return False
    found = session.get(Person, link.created_by_id)
    if found is None or not found.active:
        return False
    inviter = people.caller(session, Principal(found.id, found.name, Role.parse(found.role), "", 0))
    standing = permits.standing(draft, policy, flags.counts(session, draft).flagged)
    why = refusal(Action.APPROVE, standing, inviter, policy)
    return why is None or why.kind == "already-approved"


def respond(session: Session, keys: GuestKeys, token: str, answer: Answer) -> GuestResponse:
    """Take a guest's word. The same key again gives the same response.

    Raises:
        Forbidden: `address-not-confirmed`. Conflict: `wrong-state`.
        PreconditionFailed: `stale-content`: the draft no longer says what the guest read.
        Unprocessable: `comment-required`. TooManyRequests: `too-many-responses`.
    """
    visit, link = guest_visits.require(session, keys, token)
    if visit.verified_at is None:
        raise Forbidden("address-not-confirmed", "Confirm your address first: we send you a code.")
    draft = queries.draft(session, link.draft_id, lock=True)
    visit, link = guest_visits.require(session, keys, token)  # it may have been revoked while we waited
    known = queries_guests.response_by_key(session, visit.id, answer.key)
    if known is not None:
        return known
    _check(session, draft, link, answer)
    link.last_used_at = utcnow()
    guest = Signer(
        uuid5(NAMESPACE_URL, f"mailto:{visit.email}"),
        visit.name,
        PersonData(id=link.created_by_id, name=link.created_by_name),
        guest_email=visit.email,
    )
    flags.keep(session, draft)
    response = _written(draft, link, visit, answer, counted=counts(session, draft, link))
    session.add(response)
    _effect(session, draft, guest, response)
    _tell(session, draft, link, response)
    session.flush()
    return response


def _check(session: Session, draft: Draft, link: GuestLink, answer: Answer) -> None:
    if answer.kind != "approved":
        why = "Say what should change." if answer.kind == "changes_requested" else "Write your comment."
        saying.required(answer.comment, why, kind="comment-required", field="comment")
    if answer.kind != "commented" and (why := closed(draft)):
        raise Conflict("wrong-state", why, state=draft.state)
    # Only an approval depends on every word: what should change is worth hearing anyway.
    if answer.kind == "approved" and (
        answer.version not in (None, draft.version)
        or not answer.content_hash == draft.content_hash == journal.signed(draft)
    ):
        raise PreconditionFailed(
            "stale-content",
            "The post changed since you read it. Read it again, then decide.",
            current_version=draft.version,
        )
    if answer.kind == "approved" and answer.seen_publish_at not in (KEEP, draft.publish_at):
        raise PreconditionFailed(
            "stale-content",
            "It goes out at another time now than the one you saw. Look at it again, then decide.",
            current_version=draft.version,
        )
    if queries_guests.responses_since(session, link.id, utcnow() - PER) >= MOST_RESPONSES:
        raise TooManyRequests(
            "too-many-responses", "That was a lot within the hour. Try again later.", retry_after=3600
        )


def _written(
    draft: Draft, link: GuestLink, visit: GuestVisit, answer: Answer, *, counted: bool
) -> GuestResponse:
    return GuestResponse(
        draft_id=draft.id,
        link_id=link.id,
        visit_id=visit.id,
        key=answer.key,
        kind=answer.kind,
        comment=answer.comment.strip(),
        name=visit.name,
        email=visit.email,
        # What they read: for an approval, that is what the draft says.
        content_hash=answer.content_hash,
        version=draft.version,
        counted=counted and answer.kind != "commented",
    )


def _effect(session: Session, draft: Draft, guest: Signer, response: GuestResponse) -> None:
    journal.seal(session, draft)
    if response.kind == "approved" and response.counted:
        journal.note(session, draft, "guest_approved", guest, **_detail(draft, response))
        signing.sign(session, draft, guest, policies.current(session))
        return
    if response.kind == "changes_requested" and response.counted:
        _send_back(session, draft, guest, response)
        return
    if response.kind != "commented":
        journal.decide(session, draft, NOTED[response.kind], guest, response.comment)
    journal.note(session, draft, NOTED[response.kind], guest, **_detail(draft, response))


def _send_back(session: Session, draft: Draft, guest: Signer, response: GuestResponse) -> None:
    """A guest whose approval would count may also ask for changes as a reviewer does."""
    approval.void_given(session, draft, guest, "changes_requested")
    journal.decide(session, draft, "changes_requested", guest, response.comment)
    draft.state = State.CHANGES_REQUESTED
    draft.review = {
        "decision": "changes_requested",
        "comment": response.comment,
        "reviewer": {"id": str(guest.id), "name": guest.name},
        "decided_at": utcnow().isoformat(),
        "content_hash": draft.content_hash,
    }
    journal.note(session, draft, "guest_changes", guest, **_detail(draft, response))


def _detail(draft: Draft, response: GuestResponse) -> dict[str, object]:
    return {
        "comment": response.comment,
        "version": draft.version,
        "content_hash": response.content_hash,
        "guest": True,
    }


def _tell(session: Session, draft: Draft, link: GuestLink, response: GuestResponse) -> None:
    outbox.emit(
        session,
        GuestResponded(
            draft_id=draft.id,
            title=draft.title,
            author=PersonData(id=draft.author_id, name=draft.author_name),
            invited_by=PersonData(id=link.created_by_id, name=link.created_by_name),
            guest_name=response.name,
            guest_email=response.email,
            kind=response.kind,
            comment=response.comment,
            state=draft.state,
            counted=response.counted,
            current=response.content_hash == draft.content_hash,
            sample=draft.sample,
        ),
    )


def stands(draft: Draft, response: GuestResponse) -> bool:
    """Whether the draft still says what the guest spoke about."""
    return response.content_hash == draft.content_hash
