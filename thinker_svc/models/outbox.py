"""What must leave with a change, written with the change itself."""

from svckit.outbox import Outbox, OutboxMixin
from thinker_svc.models.base import Base


class OutboxRow(OutboxMixin, Base):
    """An event or task that waits for the relay, or was sent by it."""

    __tablename__ = "outbox"


outbox = Outbox(OutboxRow, source="thinker")
