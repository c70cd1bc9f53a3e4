"""Reads of users_svc. They never commit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarResult, func, or_, select
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.paging import Page, keyset
from users_svc.models.audit_event import AuditEvent
from users_svc.models.one_time_token import OneTimeToken
from users_svc.models.refresh_token import RefreshToken
from users_svc.models.session import UserSession
from users_svc.models.signing_key import SigningKey
from users_svc.models.user import User


def user(session: Session, user_id: UUID) -> User | None:
    return session.get(User, user_id)


def user_locked(session: Session, user_id: UUID) -> User | None:
    """The account, as it is in the database now, locked until the end of the transaction."""
    return session.get(User, user_id, with_for_update=True, populate_existing=True)


def user_by_email(session: Session, email: str) -> User | None:
    """By the normalised address."""
    return session.execute(select(User).where(User.email == email)).scalar_one_or_none()


def any_user(session: Session) -> bool:
    return session.execute(select(User.id).limit(1)).first() is not None


def usable_admins(session: Session) -> int:
    """How many admins can sign in."""
    statement = select(func.count()).where(
        User.role == Role.ADMIN.label, User.active.is_(True), User.verified_at.is_not(None)
    )
    return session.execute(statement).scalar_one()


def people(session: Session, *, q: str | None, cursor: str | None, limit: int) -> Page[User]:
    """Accounts, newest first; ``q`` finds part of a name or address."""
    statement = select(User)
    if q and q.strip():
        pattern = q.strip().lower()
        statement = statement.where(
            or_(
                User.email.contains(pattern, autoescape=True),
                func.lower(User.name).contains(pattern, autoescape=True),
            )
        )
    return keyset(session, statement, [User.id], cursor=cursor, limit=limit)


def directory(session: Session) -> Sequence[User]:
    """Everybody who can sign in, by name."""
    statement = (
        select(User)
        .where(User.active.is_(True), User.verified_at.is_not(None))
        .order_by(func.lower(User.name), User.id)
    )
    return session.execute(statement).scalars().all()


def one_time_token_locked(session: Session, token_id: UUID) -> OneTimeToken | None:
    return session.get(OneTimeToken, token_id, with_for_update=True, populate_existing=True)


def refresh_token(session: Session, token_hash: bytes) -> RefreshToken | None:
    return session.get(RefreshToken, token_hash, populate_existing=True)


def user_session_locked(session: Session, session_id: UUID) -> UserSession | None:
    """The session as it is now, locked: two uses of its tokens come one after the other."""
    return session.get(UserSession, session_id, with_for_update=True, populate_existing=True)


def newest_key(session: Session) -> SigningKey | None:
    statement = select(SigningKey).order_by(SigningKey.signs_until.desc(), SigningKey.created_at.desc())
    return session.execute(statement.limit(1)).scalar_one_or_none()


def signing_key(session: Session, now: datetime) -> SigningKey | None:
    """The key that signs at this moment."""
    statement = (
        select(SigningKey)
        .where(SigningKey.signs_from <= now, SigningKey.signs_until > now)
        .order_by(SigningKey.signs_from.desc(), SigningKey.created_at.desc())
    )
    return session.execute(statement.limit(1)).scalar_one_or_none()


def published_keys(session: Session, now: datetime) -> Sequence[SigningKey]:
    """Keys a verifier must know: past ones whose tokens are about, the present one, the coming one."""
    statement = (
        select(SigningKey).where(SigningKey.published_until > now).order_by(SigningKey.signs_from.desc())
    )
    return session.execute(statement).scalars().all()


def last_audit_event(session: Session) -> AuditEvent | None:
    statement = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)
    return session.execute(statement).scalar_one_or_none()


def audit_chain(session: Session) -> ScalarResult[AuditEvent]:
    """The whole log from its first line, in portions; to be closed."""
    statement = select(AuditEvent).order_by(AuditEvent.seq)
    return session.execute(statement.execution_options(yield_per=500, populate_existing=True)).scalars()
