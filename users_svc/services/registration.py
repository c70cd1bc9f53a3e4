"""Becoming a user: register, verify the address, and the way back in after a forgotten password.

No answer tells whether an address has an account: what differs goes by mail to its owner alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.db import utcnow
from svckit.problems import Forbidden
from users_svc import queries
from users_svc.events import (
    PasswordResetRequested,
    RegistrationRepeated,
    UserRegistered,
    UserVerified,
    VerificationRequested,
)
from users_svc.models.outbox import outbox
from users_svc.models.user import User
from users_svc.services import attempts, audit, links, sessions
from users_svc.services.emails import normalise_email, normalise_name
from users_svc.services.limits import Limits
from users_svc.services.links import Purpose
from users_svc.services.passwords import Hasher, require_strong
from users_svc.services.transactions import Begin

FIRST_LOCK = 0x7573_6572_0003


class Registration(StrEnum):
    """Who may register: anybody, whoever was invited, or nobody."""

    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


@dataclass(frozen=True)
class Newcomers:
    """Rules for people without a session.

    Attributes:
        begin: opens a unit of work; none is open while a password is hashed.
        link_key: the key link tokens are derived with.
        role: what a newcomer becomes; the first account is the admin.
    """

    begin: Begin
    hasher: Hasher
    limits: Limits
    registration: Registration
    role: Role
    link_key: str

    def register(self, *, email: str, name: str, password: str, address: str) -> None:
        """Make an account and have its verification mailed; the same outward for a taken address.

        Raises:
            Forbidden: ``registration-closed`` or ``invite-needed``.
            Unprocessable: ``invalid-email``, ``invalid-name`` or ``weak-password``.
            TooManyRequests: too often from here or for this address.
        """
        self._require_open()
        email, name = normalise_email(email), normalise_name(name)
        require_strong(password, email=email, name=name)
        self._spend_mail(email, address)
        password_hash = self.hasher.hash(password)
        with self.begin() as session:
            # Two first registrations at the same moment: one of them is the first.
            session.execute(select(func.pg_advisory_xact_lock(FIRST_LOCK)))
            known = queries.user_by_email(session, email)
            if known is None:
                self._add(session, email=email, name=name, password_hash=password_hash)
            elif known.verified:
                outbox.emit(
                    session, RegistrationRepeated(user_id=known.id, email=known.email, name=known.name)
                )
            else:
                # Nobody has proved to own the address: the latest registration counts, and links of
                # earlier ones stop working, so that nobody verifies an account with a stranger's password.
                known.name, known.password_hash = name, password_hash
                self._ask_to_verify(session, known, replace=True)

    def resend(self, *, email: str, address: str) -> None:
        """Mail the verification link again, where there is something to verify."""
        email = normalise_email(email)
        self._spend_mail(email, address)
        with self.begin() as session:
            user = queries.user_by_email(session, email)
            if user is not None and user.active and not user.verified:
                self._ask_to_verify(session, user, replace=False)

    def verify(self, session: Session, token: str) -> User:
        """The account whose address the link proves.

        Raises:
            BadRequest | Gone: see ``links.redeem``.
        """
        user = links.redeem(session, self.link_key, Purpose.VERIFY_EMAIL, token)
        mark_verified(session, user)
        return user

    def ask_reset(self, *, email: str, address: str) -> None:
        """Mail a link to choose a new password, where there is an account."""
        email = normalise_email(email)
        self._spend_mail(email, address)
        with self.begin() as session:
            user = queries.user_by_email(session, email)
            if user is not None and user.active:
                token = links.issue(session, user, Purpose.PASSWORD_RESET, replace=True)
                outbox.emit(session, PasswordResetRequested.about(user, token))

    def reset(self, *, token: str, password: str) -> None:
        """Set a new password by link, and end every session. The link proves the address as well.

        Raises:
            BadRequest | Gone: see ``links.redeem``.
            Unprocessable: ``weak-password``; the link stays usable.
        """
        with self.begin() as session:
            user = links.redeem(session, self.link_key, Purpose.PASSWORD_RESET, token)
            require_strong(password, email=user.email, name=user.name)
            session.rollback()  # not used up before the new password is in place
        password_hash = self.hasher.hash(password)
        with self.begin() as session:
            user = links.redeem(session, self.link_key, Purpose.PASSWORD_RESET, token)
            user.password_hash, user.must_change_password = password_hash, False
            mark_verified(session, user)
            sessions.revoke_all(session, user, "password-reset")
            attempts.forget(session, self.limits.sign_in_account, user.email)
            audit.record(session, "user.password_reset", actor=user, subject_id=user.id)

    def _require_open(self) -> None:
        if self.registration is Registration.CLOSED:
            raise Forbidden(
                "registration-closed",
                "Nobody can register here. Ask an admin of your team for an account.",
                title="Registration is closed",
            )
        if self.registration is Registration.INVITE:
            raise Forbidden(
                "invite-needed",
                "You need an invitation to register here. Ask an admin of your team for one.",
                title="By invitation only",
            )

    def _spend_mail(self, email: str, address: str) -> None:
        """Count a mail that may be sent, whether or not one will be."""
        attempts.spend(self.begin, (self.limits.mail_account, email), (self.limits.mail_address, address))

    def _add(self, session: Session, *, email: str, name: str, password_hash: str) -> None:
        role = self.role if queries.any_user(session) else Role.ADMIN
        user = User(email=email, name=name, password_hash=password_hash, role=role.label)
        session.add(user)
        session.flush()
        outbox.emit(session, UserRegistered.about(user))
        self._ask_to_verify(session, user, replace=False)
        audit.record(session, "user.registered", actor=user, subject_id=user.id, role=role.label)

    @staticmethod
    def _ask_to_verify(session: Session, user: User, *, replace: bool) -> None:
        token = links.issue(session, user, Purpose.VERIFY_EMAIL, replace=replace)
        outbox.emit(session, VerificationRequested.about(user, token))


def mark_verified(session: Session, user: User) -> None:
    """Note that the owner reads mail at this address. Does nothing the second time."""
    if user.verified:
        return
    user.verified_at = utcnow()
    session.flush()
    outbox.emit(session, UserVerified.about(user))
    audit.record(session, "user.verified", actor=user, subject_id=user.id)
