"""Which events had their effect."""

from svckit.events.inbox import InboxMixin
from thinker_svc.models.base import Base


class InboxRow(InboxMixin, Base):
    __tablename__ = "inbox"
