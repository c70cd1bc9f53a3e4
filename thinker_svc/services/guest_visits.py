"""A guest's browser: let in by the link, known by an address that a code confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.db import utcnow
from svckit.problems import Forbidden, Gone, TooManyRequests
from thinker_svc import queries, queries_guests
from thinker_svc.events import GuestCodeRequested
from thinker_svc.models import outbox
from thinker_svc.models.guest_code import GuestCode
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_visit import GuestVisit
from thinker_svc.services.addresses import address
from thinker_svc.services.guest_keys import GuestKeys
from thinker_svc.services.guest_links import require_open

VISIT_LASTS = timedelta(hours=24)
CODE_LASTS = timedelta(minutes=10)
WINDOW = timedelta(hours=1)
PAUSE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
MOST_CODES_PER_ADDRESS = 5
MOST_CODES_PER_LINK = 20
MOST_GUESSES_PER_LINK = 30
MOST_VISITS_PER_DAY = 300

Outcome = Literal["confirmed", "wrong", "spent", "none"]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How typing in a code ended. It is data rather than an error: a wrong attempt has to be kept."""

    outcome: Outcome
    attempts_left: int = 0


def enter(session: Session, keys: GuestKeys, token: str, earlier: str) -> GuestVisit:
    """Open a link. A browser that comes back with its visit to the same link goes on with that.

    Raises:
        BadRequest: `link-invalid`. Gone: `link-expired`, `link-revoked`.
        TooManyRequests: `too-many-visits`.
    """
    link_id = keys.link_of(token)
    link = require_open(queries_guests.link_locked(session, link_id) if link_id else None)
    now = utcnow()
    link.last_used_at = now
    before = _visit(session, keys, earlier)
    if before is not None and before.link_id == link.id:
        return before
    if queries_guests.visits_since(session, link.id, now - timedelta(days=1)) >= MOST_VISITS_PER_DAY:
        raise TooManyRequests(
            "too-many-visits", "This link was opened very often today. Try again tomorrow.", retry_after=3600
        )
    visit = GuestVisit(link_id=link.id, expires_at=min(now + VISIT_LASTS, link.expires_at))
    session.add(visit)
    session.flush()
    return visit


def require(session: Session, keys: GuestKeys, token: str) -> tuple[GuestVisit, GuestLink]:
    """The visit of a request, and the link behind it, which must still be open.

    Raises:
        Gone: `visit-over`, `link-expired` or `link-revoked`.
    """
    visit_id = keys.visit_of(token)
    visit = session.get(GuestVisit, visit_id, populate_existing=True) if visit_id else None
    if visit is None:
        raise Gone("visit-over", "Open the link you were sent once more.")
    link = require_open(session.get(GuestLink, visit.link_id, populate_existing=True))
    if visit.expires_at <= utcnow():
        raise Gone("visit-over", "You were away for long. Open the link you were sent once more.")
    return visit, link


def ask_code(
    session: Session, keys: GuestKeys, token: str, *, name: str, email: str
) -> tuple[GuestVisit, GuestLink]:
    """Send a code to the address that a guest gives. Any earlier code is void.

    Raises:
        Unprocessable: `invalid-address`. Forbidden: `other-address`.
        TooManyRequests: `code-sent-lately` or `too-many-codes`.
    """
    visit, link = require(session, keys, token)
    to = address(email)
    if link.email and to != link.email:
        raise Forbidden(
            "other-address",
            "This link was sent to another address. Use that one, or ask "
            f"{link.created_by_name} for a link of your own.",
        )
    # One at a time for each link and each address, so that the limits hold.
    queries_guests.link_locked(session, link.id)
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(to, 0))))
    latest = queries_guests.latest_code_locked(session, visit.id)
    _limit(session, link, to, latest)
    now = utcnow()
    if latest is not None and latest.closed_at is None:
        latest.closed_at = now
    visit.name, visit.email, visit.verified_at = name, to, None
    code = GuestCode(link_id=link.id, visit_id=visit.id, email=to, expires_at=now + CODE_LASTS)
    session.add(code)
    session.flush()
    draft = queries.draft(session, link.draft_id)
    outbox.emit(
        session,
        GuestCodeRequested(
            draft_id=draft.id,
            title=draft.title,
            token_id=code.id,
            email=to,
            name=name,
            expires_at=code.expires_at,
        ),
    )
    return visit, link


def confirm(session: Session, keys: GuestKeys, token: str, typed: str) -> Confirmation:
    """Hold what was typed against the latest code. Commit whatever comes of it: attempts count."""
    visit, link = require(session, keys, token)
    if visit.verified_at is not None:
        return Confirmation("confirmed")
    queries_guests.link_locked(session, link.id)
    code = queries_guests.latest_code_locked(session, visit.id)
    now = utcnow()
    if code is None or code.closed_at is not None or code.expires_at <= now:
        return Confirmation("none")
    if queries_guests.guesses_since(session, link.id, now - WINDOW) >= MOST_GUESSES_PER_LINK:
        return Confirmation("spent")
    code.attempts += 1
    if keys.fits(code.id, "".join(typed.split())):
        code.closed_at = visit.verified_at = now
        return Confirmation("confirmed")
    if code.attempts >= MOST_ATTEMPTS:
        code.closed_at = now
        return Confirmation("spent")
    return Confirmation("wrong", MOST_ATTEMPTS - code.attempts)


def pending(session: Session, visit: GuestVisit) -> bool:
    """Whether a code waits to be typed in."""
    code = queries_guests.latest_code_locked(session, visit.id)
    return (
        visit.verified_at is None
        and code is not None
        and code.closed_at is None
        and code.expires_at > utcnow()
    )


def _visit(session: Session, keys: GuestKeys, token: str) -> GuestVisit | None:
    visit_id: UUID | None = keys.visit_of(token) if token else None
    visit = session.get(GuestVisit, visit_id) if visit_id else None
    return visit if visit is not None and visit.expires_at > utcnow() else None


def _limit(session: Session, link: GuestLink, email: str, latest: GuestCode | None) -> None:
    now = utcnow()
    if latest is not None and now - latest.created_at < PAUSE:
        wait = int((PAUSE - (now - latest.created_at)).total_seconds()) + 1
        raise TooManyRequests(
            "code-sent-lately",
            f"A code is on its way. If it doesn't come, ask for another in {wait} seconds.",
            retry_after=wait,
        )
    per_address = queries_guests.codes_since(session, now - WINDOW, email=email)
    per_link = queries_guests.codes_since(session, now - WINDOW, link_id=link.id)
    if per_address >= MOST_CODES_PER_ADDRESS or per_link >= MOST_CODES_PER_LINK:
        raise TooManyRequests(
            "too-many-codes",
            "We sent many codes within the hour. Use the latest, or try again in an hour.",
            retry_after=int(WINDOW.total_seconds()),
        )
