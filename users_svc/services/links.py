"""Links that work once: verify an address, choose a new password."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from svckit.db import utcnow
from svckit.problems import BadRequest, Gone
from svckit.signing import read_token
from users_svc import queries
from users_svc.models.one_time_token import OneTimeToken
from users_svc.models.user import User


class Purpose(StrEnum):
    """What a link is for; part of what its token is derived from."""

    VERIFY_EMAIL = "verify-email"
    PASSWORD_RESET = "password-reset"  # noqa: S105 - a purpose, not a password


LIFETIME = {Purpose.VERIFY_EMAIL: timedelta(hours=48), Purpose.PASSWORD_RESET: timedelta(hours=1)}


def issue(session: Session, user: User, purpose: Purpose, *, replace: bool) -> OneTimeToken:
    """A new link for a person.

    Args:
        replace: earlier links for this purpose stop working.
    """
    now = utcnow()
    if replace:
        void(session, user, purpose)
    row = OneTimeToken(
        user_id=user.id, purpose=purpose.value, created_at=now, expires_at=now + LIFETIME[purpose]
    )
    session.add(row)
    session.flush()
    return row


def void(session: Session, user: User, purpose: Purpose) -> None:
    """Make every open link of this purpose stop working."""
    session.execute(
        update(OneTimeToken)
        .where(
            OneTimeToken.user_id == user.id,
            OneTimeToken.purpose == purpose.value,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.replaced_at.is_(None),
        )
        .values(replaced_at=utcnow())
    )


def redeem(session: Session, key: str, purpose: Purpose, token: str) -> User:
    """Use a link up and return its owner, locked.

    Raises:
        BadRequest: ``link-invalid``; we never made it.
        Gone: ``link-used`` or ``link-expired``.
    """
    token_id = read_token(key, purpose.value, token.strip())
    row = queries.one_time_token_locked(session, token_id) if token_id else None
    user = queries.user_locked(session, row.user_id) if row else None
    if row is None or user is None:
        raise BadRequest(
            "link-invalid", "This link isn't complete. Open it again from the e-mail, or copy all of it."
        )
    now = utcnow()
    if row.used_at is not None:
        raise Gone("link-used", "This link has been used already. Sign in, or ask for a new link.")
    if row.replaced_at is not None:
        raise Gone("link-expired", "A newer link was sent since. Use the one in the latest e-mail.")
    if row.expires_at <= now:
        raise Gone("link-expired", "This link has expired. Ask for a new one.")
    row.used_at = now
    session.flush()
    void(session, user, purpose)
    return user
