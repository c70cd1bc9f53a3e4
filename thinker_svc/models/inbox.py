"""Which events had their effect."""

from svckit.events.consumer import InboxMixin
from thinker_svc.models.base import Base


class InboxRow(InboxMixin, Base):
    __tablename__ = "inbox"
