"""What the events of other services change here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from svckit.events.envelope import Envelope
from thinker_svc import queries
from thinker_svc.events_heard import PostChanged, SearchCompleted, SearchFailed, UserChanged
from thinker_svc.events_parts import ErrorData
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.person import Person
from thinker_svc.models.snapshot import StoredSnapshot
from thinker_svc.services import generation, journal
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.states import State


def search_completed(session: Session, _event: Envelope, data: SearchCompleted) -> None:
    """Keep the snapshot, and start what waited for it."""
    try:
        read = Snapshot.model_validate(data.snapshot)
    except ValidationError as error:
        # Nobody can draft from it: whoever waits is told, and the fault stands in the log of this service.
        fault = f"{error.errors()[0]['loc']}: {error.errors()[0]['msg']}"
        _settle(session, StoredSnapshot(search_id=data.search_id, **_unreadable(data.snapshot, fault)))
        return
    _settle(
        session,
        StoredSnapshot(
            search_id=data.search_id,
            keywords=read.keywords,
            geo=read.geo,
            timeframe=read.timeframe,
            sample=read.sample,
            data=data.snapshot,
            error=None,
        ),
    )


def search_failed(session: Session, _event: Envelope, data: SearchFailed) -> None:
    """Fail what waited for it, with the search's own reason."""
    _settle(
        session,
        StoredSnapshot(
            search_id=data.search_id,
            keywords=list(data.keywords),
            geo=data.geo,
            timeframe=data.timeframe,
            sample=False,
            data=None,
            error=data.error.model_dump(mode="json"),
        ),
    )


def user_changed(session: Session, event: Envelope, data: UserChanged) -> None:
    """Events may arrive in another order than they happened: the youngest counts."""
    values = {
        "name": data.name,
        "role": data.role,
        "active": data.active,
        "verified": data.verified,
        "told_at": event.time,
    }
    session.execute(
        insert(Person)
        .values(id=data.user_id, **values)
        .on_conflict_do_update(index_elements=[Person.id], set_=values, where=Person.told_at < event.time)
    )


def post_changed(session: Session, event: Envelope, data: PostChanged) -> None:
    """Remember what became of the post. News of an older approval's post, and old news, change nothing."""
    draft = session.execute(
        select(Draft).where(Draft.id == data.draft_id).with_for_update()
    ).scalar_one_or_none()
    if draft is None or not _is_news(draft, event.time, data):
        return
    draft.publication = {
        "post_id": str(data.post_id),
        "state": data.state,
        "scheduled_at": data.scheduled_at.isoformat() if data.scheduled_at else None,
        "published_at": data.published_at.isoformat() if data.published_at else None,
        "at": event.time.isoformat(),
    }
    journal.note(session, draft, f"post_{data.state}", post_id=str(data.post_id))


def _is_news(draft: Draft, at: datetime, data: PostChanged) -> bool:
    if data.state in ("published", "partially_published"):
        return True  # it is out, whatever else was said
    known: dict[str, Any] | None = draft.publication
    if draft.state != State.APPROVED:
        return False  # its approval was voided meanwhile: that post is no longer this draft's
    if known is None:
        return data.state != "cancelled"  # an older approval's post, called off when it was voided
    if known["post_id"] != str(data.post_id) and data.state == "cancelled":
        return False
    return known["state"] != "published" and datetime.fromisoformat(known["at"]) <= at


def _settle(session: Session, stored: StoredSnapshot) -> None:
    """Each search ends once; what waits for it goes on."""
    generation.lock_search(session, stored.search_id)
    if queries.snapshot(session, stored.search_id) is not None:
        return
    session.add(stored)
    session.flush()
    waiting = session.execute(
        select(Generation).where(Generation.search_id == stored.search_id, Generation.status == "waiting")
    ).scalars()
    for found in waiting:
        generation.proceed(session, queries.draft(session, found.draft_id, lock=True), found, stored)


def _unreadable(snapshot: dict[str, Any], fault: str) -> dict[str, Any]:
    error = ErrorData(
        type="snapshot-unreadable",
        title="The search's result can't be read",
        detail=f"The result doesn't have the shape drafts are written from ({fault}). Search again.",
    )
    keywords = snapshot.get("keywords")
    return {
        "keywords": [str(word) for word in keywords] if isinstance(keywords, list) else [],
        "geo": str(snapshot.get("geo", ""))[:16],
        "timeframe": str(snapshot.get("timeframe", ""))[:40],
        "sample": bool(snapshot.get("sample", False)),
        "data": None,
        "error": error.model_dump(mode="json"),
    }
