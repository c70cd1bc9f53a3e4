"""Sessions: a sign-in, its rotating refresh tokens, and their end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import jwt
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from svckit import logging
from svckit.auth import ALGORITHM, AUDIENCE, ISSUER
from svckit.db import utcnow
from svckit.ids import uuid7
from svckit.problems import Forbidden, Unauthorized
from users_svc import queries
from users_svc.models.refresh_token import RefreshToken
from users_svc.models.session import UserSession
from users_svc.models.user import User
from users_svc.services import attempts, audit
from users_svc.services.keys import KeyRing
from users_svc.services.limits import Limits
from users_svc.services.passwords import Hasher
from users_svc.services.transactions import Begin

log = logging.get(__name__)

ACCESS_LIFETIME = timedelta(minutes=10)
REFRESH_LIFETIME = timedelta(days=14)
"""A session that isn't used for so long is over."""
SESSION_LIFETIME = timedelta(days=90)
"""And so is one that is, after this long: sign in again."""
_PREFIX = "tmr_"
_SWEEP = 50


@dataclass(frozen=True)
class Device:
    """Where a request came from."""

    address: str
    user_agent: str


@dataclass(frozen=True)
class Tokens:
    """What a sign-in or a refresh gives: ``expires_in`` in seconds."""

    access_token: str
    expires_in: int
    refresh_token: str
    user: User


@dataclass(frozen=True)
class Sessions:
    """Rules for signing in and staying signed in."""

    begin: Begin
    hasher: Hasher
    limits: Limits
    keys: KeyRing

    def sign_in(self, *, email: str, password: str, device: Device) -> Tokens:
        """Tokens for a person who gives the right password.

        An unknown address takes as long as a wrong password. The limits are looked at and failures
        counted within the turn to hash, so that a burst gets no more guesses than a trickle.

        Raises:
            Unauthorized: ``invalid-credentials``.
            Forbidden: ``email-not-verified`` or ``account-deactivated``; the password was right.
            TooManyRequests: too many failures for this account or from this address.
            Unavailable: ``busy``.
        """
        email = email.strip().lower()
        with self.hasher.turn() as turn:
            with self.begin() as session:
                attempts.require_room(session, self.limits.sign_in_account, email)
                attempts.require_room(session, self.limits.sign_in_address, device.address)
                user = queries.user_by_email(session, email)
            right = turn.verify(user.password_hash if user else None, password)
            if user is None or not right:
                self._note_failure(email, user, device)
                raise _wrong_credentials()
            renewed = turn.hash(password) if turn.outdated(user.password_hash) else None
        _require_usable(user)
        self.keys.signer()  # a first key is made before, not inside, our own transaction
        with self.begin() as session:
            attempts.forget(session, self.limits.sign_in_account, email)
            # Read again, locked: it may have been deactivated, or its password changed, meanwhile.
            fresh = queries.user_locked(session, user.id)
            if fresh is None or fresh.password_hash != user.password_hash:
                raise _wrong_credentials()
            _require_usable(fresh)
            if renewed is not None:
                fresh.password_hash = renewed
            family, refresh = self._open(session, fresh, device)
            audit.record(session, "session.started", actor=fresh, subject_id=fresh.id)
        return self._tokens(fresh, family, refresh)

    def refresh(self, token: str) -> Tokens:
        """New tokens for a refresh token, which is spent by it.

        A spent one coming back means that two parties hold it, so the whole family ends. There is no
        grace: clients refresh one at a time.

        Raises:
            Unauthorized: ``refresh-invalid``, ``session-ended`` or ``refresh-reused``.
        """
        self.keys.signer()  # see sign_in
        with self.begin() as session:
            row, family = _locked_with_family(session, token)
            user = queries.user(session, family.user_id) if family else None
            now = utcnow()
            if row is None or family is None or user is None:
                raise Unauthorized("refresh-invalid", "This refresh token isn't ours. Sign in again.")
            reused = row.spent_at is not None and family.revoked_at is None
            if reused:
                _end(family, "refresh-reused", now)
                audit.record(session, "session.reuse_detected", actor=None, subject_id=user.id)
            elif family.revoked_at or min(row.expires_at, family.expires_at) <= now or not user.active:
                raise Unauthorized("session-ended", "This session is over. Sign in again.")
            else:
                row.spent_at = family.last_used_at = now
                refresh = _new_token(session, family, now)
        if reused:
            log.warning("session.reuse_detected", user_id=str(user.id), session_id=str(family.id))
            raise Unauthorized(
                "refresh-reused",
                "This refresh token was used before, so the session was ended to be safe. Sign in again.",
            )
        return self._tokens(user, family, refresh)

    def revoke(self, token: str) -> None:
        """End the session a refresh token belongs to. Unknown ones are no error (RFC 7009)."""
        with self.begin() as session:
            _row, family = _locked_with_family(session, token)
            if family is not None and family.revoked_at is None:
                _end(family, "signed-out", utcnow())

    def _note_failure(self, email: str, user: User | None, device: Device) -> None:
        with self.begin() as session:
            attempts.count(session, self.limits.sign_in_account, email)
            attempts.count(session, self.limits.sign_in_address, device.address)
            if user is not None:
                audit.record(session, "session.refused", actor=None, subject_id=user.id)

    def _open(self, session: Session, user: User, device: Device) -> tuple[UserSession, str]:
        now = utcnow()
        _sweep(session, now)
        family = UserSession(
            id=uuid7(),
            user_id=user.id,
            created_at=now,
            last_used_at=now,
            expires_at=now + SESSION_LIFETIME,
            address=device.address[:64],
            user_agent=device.user_agent[:200],
        )
        session.add(family)
        session.flush()
        return family, _new_token(session, family, now)

    def _tokens(self, user: User, family: UserSession, refresh: str) -> Tokens:
        now = utcnow()
        signer = self.keys.signer()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user.id),
            "sid": str(family.id),
            "jti": str(uuid7()),
            "name": user.name,
            "role": user.role,
            "iat": now,
            "exp": now + ACCESS_LIFETIME,
        }
        access = jwt.encode(claims, signer.key, algorithm=ALGORITHM, headers={"kid": signer.kid})
        return Tokens(access, int(ACCESS_LIFETIME.total_seconds()), refresh, user)


def revoke_all(session: Session, user: User, reason: str, *, keep: UUID | None = None) -> None:
    """End every session of a person, but the one to keep."""
    statement = update(UserSession).where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
    if keep is not None:
        statement = statement.where(UserSession.id != keep)
    session.execute(statement.values(revoked_at=utcnow(), revoked_reason=reason))


def _hash(token: str) -> bytes:
    # A plain hash will do for 256 random bits: there is nothing to guess.
    return hashlib.sha256(token.encode()).digest()


def _new_token(session: Session, family: UserSession, now: datetime) -> str:
    token = _PREFIX + secrets.token_urlsafe(32)
    session.add(
        RefreshToken(
            token_hash=_hash(token),
            session_id=family.id,
            created_at=now,
            expires_at=min(now + REFRESH_LIFETIME, family.expires_at),
        )
    )
    session.flush()
    return token


def _locked_with_family(session: Session, token: str) -> tuple[RefreshToken | None, UserSession | None]:
    """The token and its session; the session is locked first, so that uses come one after the other."""
    row = queries.refresh_token(session, _hash(token))
    if row is None:
        return None, None
    family = queries.user_session_locked(session, row.session_id)
    return queries.refresh_token(session, row.token_hash), family


def _end(family: UserSession, reason: str, now: datetime) -> None:
    family.revoked_at, family.revoked_reason = now, reason


def _sweep(session: Session, now: datetime) -> None:
    """Take some sessions away that are long over, with their tokens."""
    over = (
        select(UserSession.id)
        .where(UserSession.expires_at < now)
        .limit(_SWEEP)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        delete(UserSession).where(UserSession.id.in_(over)).execution_options(synchronize_session=False)
    )


def _wrong_credentials() -> Unauthorized:
    return Unauthorized(
        "invalid-credentials",
        "The e-mail address or the password isn't right. Check both, or reset the password.",
        title="That didn't match",
    )


def _require_usable(user: User) -> None:
    if not user.active:
        raise Forbidden(
            "account-deactivated",
            "This account was deactivated. Ask an admin of your team.",
            title="This account is closed",
        )
    if not user.verified:
        raise Forbidden(
            "email-not-verified",
            "Open the link in the mail we sent you, then sign in. We can send it again.",
            title="Verify your e-mail address first",
        )
