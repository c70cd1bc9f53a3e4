"""The tables of users_svc. Importing this package knows them all."""

from users_svc.models.attempt import Attempt
from users_svc.models.audit_event import AuditEvent
from users_svc.models.base import db
from users_svc.models.one_time_token import OneTimeToken
from users_svc.models.outbox import OutboxRow, outbox
from users_svc.models.refresh_token import RefreshToken
from users_svc.models.session import UserSession
from users_svc.models.signing_key import SigningKey
from users_svc.models.user import User

__all__ = [
    "Attempt",
    "AuditEvent",
    "OneTimeToken",
    "OutboxRow",
    "RefreshToken",
    "SigningKey",
    "User",
    "UserSession",
    "db",
    "outbox",
]
