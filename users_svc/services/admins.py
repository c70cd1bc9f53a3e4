"""The first admin of a deployment, made from the command line."""

import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.db import utcnow
from users_svc import queries
from users_svc.events import UserRegistered, UserUpdated, UserVerified
from users_svc.models.outbox import outbox
from users_svc.models.user import User
from users_svc.services import audit, sessions
from users_svc.services.registration import FIRST_LOCK

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are read as another
_GROUPS, _GROUP = 4, 5


def one_time_password() -> str:
    """A random password that can be read aloud: 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def create_first(session: Session, *, email: str, name: str, password_hash: str) -> bool:
    """Make an admin who can sign in and must change the password, unless there is one already.

    An account of that address becomes the admin; otherwise a new one is made. The address counts as
    verified: whoever runs commands on this machine vouches for it.

    Returns: whether it was made.
    """
    session.execute(select(func.pg_advisory_xact_lock(FIRST_LOCK)))
    if queries.usable_admins(session) > 0:
        return False
    user = queries.user_by_email(session, email)
    known = user is not None
    if user is None:
        user = User(email=email, name=name)
        session.add(user)
    user.role, user.active = Role.ADMIN.label, True
    user.verified_at = user.verified_at or utcnow()
    user.password_hash, user.must_change_password = password_hash, True
    session.flush()
    sessions.revoke_all(session, user, "password-reset")
    outbox.emit(session, UserUpdated.about(user) if known else UserRegistered.about(user))
    outbox.emit(session, UserVerified.about(user))
    audit.record(session, "user.made_admin", actor=None, subject_id=user.id)
    return True
