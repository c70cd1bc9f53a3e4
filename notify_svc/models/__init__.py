"""Tables of notify_svc. Importing the package registers them all."""

from notify_svc.models.base import Base, db
from notify_svc.models.dead_letter import DeadLetter
from notify_svc.models.delivery import Delivery
from notify_svc.models.inbox import Inbox
from notify_svc.models.person import Person

__all__ = ["Base", "DeadLetter", "Delivery", "Inbox", "Person", "db"]
