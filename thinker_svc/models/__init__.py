"""The tables of thinker_svc. Importing this package knows them all."""

from thinker_svc.models.alternative import Alternative
from thinker_svc.models.aside import Aside
from thinker_svc.models.base import db
from thinker_svc.models.bulk_action import BulkAction
from thinker_svc.models.comment import Comment
from thinker_svc.models.decision import Decision
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.guest_code import GuestCode
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_response import GuestResponse
from thinker_svc.models.guest_visit import GuestVisit
from thinker_svc.models.idempotency_key import IdempotencyKey
from thinker_svc.models.image import Image
from thinker_svc.models.inbox import InboxRow
from thinker_svc.models.model_choice import ModelChoice
from thinker_svc.models.outbox import OutboxRow, outbox
from thinker_svc.models.person import Person
from thinker_svc.models.policy import PolicyChange, PolicyRow
from thinker_svc.models.pull import Pull
from thinker_svc.models.reviewing import Look
from thinker_svc.models.revision import Revision
from thinker_svc.models.saved_filter import SavedFilter
from thinker_svc.models.snapshot import StoredSnapshot
from thinker_svc.models.template import PromptTemplate, TemplateVersion
from thinker_svc.models.timeline_entry import TimelineEntry
from thinker_svc.models.trial import Trial
from thinker_svc.models.voice import BrandVoice, VoiceVersion

__all__ = [
    "Alternative",
    "Aside",
    "BrandVoice",
    "BulkAction",
    "Comment",
    "Decision",
    "Draft",
    "Generation",
    "GuestCode",
    "GuestLink",
    "GuestResponse",
    "GuestVisit",
    "IdempotencyKey",
    "Image",
    "InboxRow",
    "Look",
    "ModelChoice",
    "OutboxRow",
    "Person",
    "PolicyChange",
    "PolicyRow",
    "PromptTemplate",
    "Pull",
    "Revision",
    "SavedFilter",
    "StoredSnapshot",
    "TemplateVersion",
    "TimelineEntry",
    "Trial",
    "VoiceVersion",
    "db",
    "outbox",
]
