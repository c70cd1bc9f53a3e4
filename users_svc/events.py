"""What users_svc tells the others. It handles no events itself.

No event carries a secret: where a mail needs a link, the event names the one-time token's id, and the
mailing service derives the link from it (``svckit.signing``).
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from svckit.events.envelope import EventData
from users_svc.models.one_time_token import OneTimeToken
from users_svc.models.user import User


class UserEvent(EventData):
    """A person as they are now."""

    user_id: UUID
    email: str
    name: str
    role: str
    active: bool
    verified: bool

    @classmethod
    def about(cls, user: User) -> "UserEvent":
        return cls(
            user_id=user.id,
            email=user.email,
            name=user.name,
            role=user.role,
            active=user.active,
            verified=user.verified,
        )


class UserRegistered(UserEvent):
    """An account was made; its address isn't verified yet."""

    type: ClassVar[str] = "user.registered"


class UserVerified(UserEvent):
    """The owner opened the link in the mail: the account can be used."""

    type: ClassVar[str] = "user.verified"


class UserUpdated(UserEvent):
    """Name or role changed, or the account was activated again."""

    type: ClassVar[str] = "user.updated"


class UserDeactivated(UserEvent):
    """The account was closed; its sessions are revoked."""

    type: ClassVar[str] = "user.deactivated"


class LinkEvent(EventData):
    """A link must be mailed."""

    user_id: UUID
    email: str
    name: str
    token_id: UUID
    expires_at: datetime

    @classmethod
    def about(cls, user: User, token: OneTimeToken) -> "LinkEvent":
        return cls(
            user_id=user.id,
            email=user.email,
            name=user.name,
            token_id=token.id,
            expires_at=token.expires_at,
        )


class VerificationRequested(LinkEvent):
    """Mail the link that verifies the address (purpose ``verify-email``)."""

    type: ClassVar[str] = "user.verification_requested"


class PasswordResetRequested(LinkEvent):
    """Mail the link that lets the owner choose a new password (purpose ``password-reset``)."""

    type: ClassVar[str] = "user.password_reset_requested"


class RegistrationRepeated(EventData):
    """Somebody tried to register an address that has a verified account; its owner is told."""

    type: ClassVar[str] = "user.registration_repeated"

    user_id: UUID
    email: str
    name: str


EMITTED: tuple[type[EventData], ...] = (
    UserRegistered,
    UserVerified,
    UserUpdated,
    UserDeactivated,
    VerificationRequested,
    PasswordResetRequested,
    RegistrationRepeated,
)
HANDLED: dict[str, type[EventData]] = {}
