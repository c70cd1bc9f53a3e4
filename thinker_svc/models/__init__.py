"""The tables of thinker_svc. Importing this package knows them all."""

from thinker_svc.models.base import db
from thinker_svc.models.decision import Decision
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.idempotency_key import IdempotencyKey
from thinker_svc.models.inbox import InboxRow
from thinker_svc.models.outbox import OutboxRow, outbox
from thinker_svc.models.person import Person
from thinker_svc.models.policy import PolicyChange, PolicyRow
from thinker_svc.models.revision import Revision
from thinker_svc.models.snapshot import StoredSnapshot
from thinker_svc.models.timeline_entry import TimelineEntry

__all__ = [
    "Decision",
    "Draft",
    "Generation",
    "IdempotencyKey",
    "InboxRow",
    "OutboxRow",
    "Person",
    "PolicyChange",
    "PolicyRow",
    "Revision",
    "StoredSnapshot",
    "TimelineEntry",
    "db",
    "outbox",
]
