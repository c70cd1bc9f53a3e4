"""What must leave this service, written with the change itself."""

from svckit.outbox import Outbox, OutboxMixin
from tweeter_svc.models.base import Base


class OutboxRow(OutboxMixin, Base):
    """An event or a task that waits for the relay, or was sent by it."""

    __tablename__ = "outbox"


outbox = Outbox(OutboxRow, source="tweeter")
