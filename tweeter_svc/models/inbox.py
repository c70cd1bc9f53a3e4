"""Which events had their effect here."""

from svckit.events.inbox import InboxMixin
from tweeter_svc.models.base import Base


class InboxRow(InboxMixin, Base):
    """One handled event."""

    __tablename__ = "inbox"
