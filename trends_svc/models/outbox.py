"""Events and tasks that leave with a change."""

from svckit.outbox import Outbox, OutboxMixin
from trends_svc.models.base import Base


class OutboxRow(OutboxMixin, Base):
    __tablename__ = "outbox"


outbox = Outbox(OutboxRow, source="trends")
