"""Every table of this service, so that whoever imports one of them has them all."""

from tweeter_svc.models.account import Account
from tweeter_svc.models.base import Base, db
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.delivery_attempt import DeliveryAttempt
from tweeter_svc.models.idempotency import IdempotencyKey
from tweeter_svc.models.image import Image
from tweeter_svc.models.inbox import InboxRow
from tweeter_svc.models.outbox import OutboxRow, outbox
from tweeter_svc.models.post import Post
from tweeter_svc.models.withdrawal import Withdrawal

__all__ = [
    "Account",
    "Base",
    "Delivery",
    "DeliveryAttempt",
    "IdempotencyKey",
    "Image",
    "InboxRow",
    "OutboxRow",
    "Post",
    "Withdrawal",
    "db",
    "outbox",
]
