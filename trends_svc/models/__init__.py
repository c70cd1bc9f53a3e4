"""The tables of trends_svc, a file each."""

from trends_svc.models.base import Base, db
from trends_svc.models.idempotency import IdempotencyKey
from trends_svc.models.outbox import OutboxRow, outbox
from trends_svc.models.part import SearchPart
from trends_svc.models.result import SearchResult
from trends_svc.models.search import OPEN, Priority, Search, Status
from trends_svc.models.watch import Outcome, Watch, WatchCheck

__all__ = [
    "OPEN",
    "Base",
    "IdempotencyKey",
    "OutboxRow",
    "Outcome",
    "Priority",
    "Search",
    "SearchPart",
    "SearchResult",
    "Status",
    "Watch",
    "WatchCheck",
    "db",
    "outbox",
]
