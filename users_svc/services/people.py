"""Accounts: one's own, and everybody's for admins."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.problems import Conflict, NotFound, Unauthorized, Unprocessable
from users_svc import queries
from users_svc.events import UserDeactivated, UserUpdated
from users_svc.models.outbox import outbox
from users_svc.models.user import User
from users_svc.services import attempts, audit, links, sessions
from users_svc.services.emails import normalise_name
from users_svc.services.limits import Limits
from users_svc.services.links import Purpose
from users_svc.services.passwords import Hasher, require_strong
from users_svc.services.transactions import Begin

_ADMINS_LOCK = 0x7573_6572_0004


def me(session: Session, user_id: UUID) -> User:
    """The account behind a token.

    Raises:
        Unauthorized: ``session-ended``; it was deactivated or removed since the token was made.
    """
    user = queries.user(session, user_id)
    if user is None or not user.active:
        raise Unauthorized("session-ended", "This account can't be used any more. Ask an admin of your team.")
    return user


def rename(session: Session, user_id: UUID, name: str) -> User:
    """Change one's own name."""
    user = me(session, user_id)
    name = normalise_name(name)
    if name != user.name:
        audit.record(session, "user.renamed", actor=user, subject_id=user.id, before=user.name, after=name)
        user.name = name
        session.flush()
        outbox.emit(session, UserUpdated.about(user))
    return user


@dataclass(frozen=True)
class Passwords:
    """Changing one's own password."""

    begin: Begin
    hasher: Hasher
    limits: Limits

    def change(self, user_id: UUID, *, current: str, new: str, keep: UUID | None) -> None:
        """Set a new password and end every other session.

        Raises:
            Unprocessable: ``wrong-password`` under ``current``, or ``weak-password`` under ``new``.
            TooManyRequests: too many wrong ones; counted with failed sign-ins.
        """
        with self.begin() as session:
            user = me(session, user_id)
        require_strong(new, email=user.email, name=user.name, field="new")
        if new == current:
            message = "The new password is the same as the current one. Choose another."
            raise Unprocessable("weak-password", message, errors=[{"field": "new", "message": message}])
        with self.hasher.turn() as turn:
            with self.begin() as session:
                attempts.require_room(session, self.limits.sign_in_account, user.email)
            if not turn.verify(user.password_hash, current):
                with self.begin() as session:
                    attempts.count(session, self.limits.sign_in_account, user.email)
                message = "This isn't your current password."
                raise Unprocessable(
                    "wrong-password", message, errors=[{"field": "current", "message": message}]
                )
            password_hash = turn.hash(new)
        with self.begin() as session:
            locked = queries.user_locked(session, user_id)
            if locked is None or locked.password_hash != user.password_hash:
                raise Conflict("password-changed", "The password was changed meanwhile. Sign in again.")
            locked.password_hash, locked.must_change_password = password_hash, False
            links.void(session, locked, Purpose.PASSWORD_RESET)
            sessions.revoke_all(session, locked, "password-changed", keep=keep)
            audit.record(session, "user.password_changed", actor=locked, subject_id=locked.id)


def change_account(
    session: Session, user_id: UUID, *, actor_id: UUID, role: Role | None, active: bool | None
) -> User:
    """Set the role of an account, or close or reopen it, as an admin.

    The new role is in the access tokens made from now on: within ten minutes everywhere.

    Raises:
        NotFound: ``user-not-found``.
        Conflict: ``last-admin``; nobody could manage people any more.
    """
    # Two admins who demote each other at the same moment: the second finds the first one's change.
    session.execute(select(func.pg_advisory_xact_lock(_ADMINS_LOCK)))
    actor = queries.user_locked(session, actor_id)
    if actor is None or not actor.active or actor.rank < Role.ADMIN:
        raise Unauthorized("session-ended", "Your own account was changed meanwhile. Sign in again.")
    user = queries.user_locked(session, user_id)
    if user is None:
        raise NotFound("user-not-found", "There is no such account.")
    if role is not None and role.label != user.role:
        _set_role(session, user, role, actor)
    if active is not None and active != user.active:
        _set_active(session, user, active, actor)
    return user


def _set_role(session: Session, user: User, role: Role, actor: User) -> None:
    _require_another_admin(session, user)
    audit.record(
        session, "user.role_changed", actor=actor, subject_id=user.id, before=user.role, after=role.label
    )
    user.role = role.label
    session.flush()
    outbox.emit(session, UserUpdated.about(user))


def _set_active(session: Session, user: User, active: bool, actor: User) -> None:
    if not active:
        _require_another_admin(session, user)
    user.active = active
    session.flush()
    if active:
        outbox.emit(session, UserUpdated.about(user))
        audit.record(session, "user.activated", actor=actor, subject_id=user.id)
        return
    sessions.revoke_all(session, user, "deactivated")
    for purpose in Purpose:
        links.void(session, user, purpose)
    outbox.emit(session, UserDeactivated.about(user))
    audit.record(session, "user.deactivated", actor=actor, subject_id=user.id)


def _require_another_admin(session: Session, user: User) -> None:
    """Raise when this is the only account that can manage people."""
    counts = user.role == Role.ADMIN.label and user.active and user.verified
    if counts and queries.usable_admins(session) <= 1:
        raise Conflict(
            "last-admin",
            "This is the only admin. Make somebody else an admin first.",
            title="The last admin stays",
        )
