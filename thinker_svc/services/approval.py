"""An approval's end before publishing: written down, and told to whoever waits to publish."""

from __future__ import annotations

from sqlalchemy.orm import Session

from svckit.auth import Principal
from thinker_svc.events import DraftWithdrawn
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.services import journal


def void(session: Session, draft: Draft, actor: Principal, because: str) -> None:
    """Call before the content changes: the log names the content that is no longer approved."""
    journal.decide(session, draft, "approval_voided", actor, because)
    journal.note(session, draft, "approval_voided", actor, content_hash=draft.content_hash, message=because)
    outbox.emit(session, DraftWithdrawn(draft_id=draft.id, content_hash=draft.content_hash))
    # Another approval of the same words is another approval: it signs another version.
    draft.version += 1
    draft.review = None
    draft.publication = None
    draft.submitted_at = None
