"""What must be told to other services, written with the change itself."""

from svckit.outbox import Outbox, OutboxMixin
from users_svc.models.base import Base


class OutboxRow(OutboxMixin, Base):
    """An event that waits for the relay, or was sent by it."""

    __tablename__ = "outbox"


outbox = Outbox(OutboxRow, source="users")
