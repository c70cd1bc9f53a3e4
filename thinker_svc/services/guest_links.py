"""Links for guests: making and revoking them, and whether one still opens anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import BadRequest, Forbidden, Gone, Unprocessable
from thinker_svc import queries, queries_guests
from thinker_svc.events import GuestInvited
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.services import journal
from thinker_svc.services.addresses import address

LinkState = Literal["open", "expired", "revoked"]
DAYS = 7
MOST_DAYS = 90
MOST_OPEN = 50


def state(link: GuestLink) -> LinkState:
    if link.revoked_at is not None:
        return "revoked"
    return "expired" if link.expires_at <= utcnow() else "open"


def may_invite(draft: Draft, principal: Principal) -> bool:
    """Its author, and whoever reviews."""
    return principal.role >= Role.REVIEWER or (
        principal.role >= Role.AUTHOR and principal.id == draft.author_id
    )


def may_read(draft: Draft, link: GuestLink, principal: Principal) -> bool:
    """Whether the link itself may be shown to them: to its maker, and where only one mailbox can answer
    through it. Else an author would sign their own draft by a reviewer's link and an address of their own."""
    return may_invite(draft, principal) and (link.email is not None or link.created_by_id == principal.id)


def create(
    session: Session, principal: Principal, draft_id: UUID, *, label: str, email: str | None, days: int
) -> GuestLink:
    """A link to this draft. With an address it is mailed there, and nobody else may confirm through it.

    Raises:
        Forbidden: `not-your-draft`.
        Unprocessable: `invalid-address`, or `too-many-links`.
    """
    draft = queries.draft(session, draft_id, lock=True)
    _require_may_invite(draft, principal)
    open_ones = queries_guests.links(session, draft_id, cursor=None, limit=MOST_OPEN).items
    if len([one for one in open_ones if state(one) == "open"]) >= MOST_OPEN:
        raise Unprocessable(
            "too-many-links", f"This draft has {MOST_OPEN} open links. Revoke those nobody needs."
        )
    link = GuestLink(
        draft_id=draft.id,
        label=label,
        email=address(email) if email else None,
        created_by_id=principal.id,
        created_by_name=principal.name,
        expires_at=utcnow() + timedelta(days=days),
    )
    session.add(link)
    session.flush()
    journal.note(session, draft, "guest_invited", principal, message=label)
    if link.email:
        outbox.emit(
            session,
            GuestInvited(
                draft_id=draft.id,
                title=draft.title,
                token_id=link.id,
                email=link.email,
                name=label,
                invited_by=PersonData(id=principal.id, name=principal.name),
                expires_at=link.expires_at,
                sample=draft.sample,
            ),
        )
    return link


def revoke(session: Session, principal: Principal, draft_id: UUID, link_id: UUID) -> GuestLink:
    """From now on it opens nothing, also for those who have it open. Revoking twice changes nothing."""
    draft = queries.draft(session, draft_id, lock=True)
    link = queries_guests.link(session, draft_id, link_id)
    _require_may_invite(draft, principal)
    if link.revoked_at is None:
        link.revoked_at = utcnow()
        link.revoked_by_id, link.revoked_by_name = principal.id, principal.name
        journal.note(session, draft, "guest_revoked", principal, message=link.label)
    return link


def require_open(link: GuestLink | None) -> GuestLink:
    """Raises BadRequest `link-invalid`, Gone `link-expired` or `link-revoked`."""
    if link is None:
        raise BadRequest(
            "link-invalid", "This link isn't complete. Open it again from the message, or copy all of it."
        )
    now = state(link)
    if now == "expired":
        raise Gone(
            "link-expired",
            f"This link has expired. Ask {link.created_by_name} for a new one.",
            inviter=link.created_by_name,
        )
    if now == "revoked":
        raise Gone(
            "link-revoked",
            f"This link was withdrawn by the team. Ask {link.created_by_name} if you still need it.",
            inviter=link.created_by_name,
        )
    return link


def _require_may_invite(draft: Draft, principal: Principal) -> None:
    if not may_invite(draft, principal):
        raise Forbidden(
            "not-your-draft", "Only its author and reviewers may show this draft to people outside."
        )
