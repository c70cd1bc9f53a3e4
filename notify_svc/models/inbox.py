"""Which events had their effect."""

from notify_svc.models.base import Base
from svckit.events.inbox import InboxMixin


class Inbox(InboxMixin, Base):
    __tablename__ = "inbox"
