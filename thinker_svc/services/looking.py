"""What a reviewer has read of a draft, so that the next time they see what changed since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from thinker_svc import queries
from thinker_svc.models.draft import Draft
from thinker_svc.models.reviewing import Look
from thinker_svc.services import journal
from thinker_svc.services.drafts import require_version


def look(session: Session, principal: Principal, draft_id: UUID, version: int) -> Look:
    """They have this version before them now. `before` is what they had read until then; it stays while the
    version does, so that reading twice doesn't hide the difference.

    Raises:
        PreconditionFailed: `stale-content`: there is another version by now.
    """
    draft = queries.draft(session, draft_id, lock=True)
    require_version(draft, version)
    row = session.get(Look, (draft.id, principal.id))
    if row is None:
        row = Look(draft_id=draft.id, person_id=principal.id, before=None)
        session.add(row)
    elif row.version == version:
        return row
    else:
        row.before = _content(row)
    row.version, row.title, row.at = version, draft.title, utcnow()
    row.texts = journal.texts(draft)
    row.images = [{"sha256": image["sha256"], "alt": image["alt"]} for image in draft.images]
    row.beside = _beside(session, draft)
    return row


def _beside(session: Session, draft: Draft) -> dict[str, Any]:
    asides = queries.asides(session, draft.id)
    return {
        "publish_at": draft.publish_at.isoformat() if draft.publish_at else None,
        "account_ids": draft.account_ids,
        "reasons": {mark: aside.reason for mark, aside in asides.items()},
    }


def _content(row: Look) -> dict[str, Any]:
    return {
        "version": row.version,
        "title": row.title,
        "texts": row.texts,
        "images": row.images,
        "beside": row.beside,
        "at": row.at.isoformat(),
    }
