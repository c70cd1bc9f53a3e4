"""What is written down next to a change: revision, timeline, event."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from thinker_svc.events_parts import ImageData, PersonData
from thinker_svc.models.decision import Decision
from thinker_svc.models.draft import Draft
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_visit import GuestVisit
from thinker_svc.models.revision import Revision
from thinker_svc.models.timeline_entry import TimelineEntry
from thinker_svc.services import content

FOLD_SECONDS = 60  # saves of one person within a minute are one revision


class Actor(Protocol):
    """Whoever did it: somebody signed in, or a guest."""

    @property
    def id(self) -> UUID: ...

    @property
    def name(self) -> str: ...


def note(
    session: Session, draft: Draft, kind: str, actor: Actor | None = None, **detail: Any
) -> TimelineEntry:
    """A line in the draft's timeline; a guest's with the address they confirmed."""
    if email := getattr(actor, "guest_email", None):
        detail["guest_email"] = email
    entry = TimelineEntry(
        draft_id=draft.id,
        kind=kind,
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else "",
        detail=detail,
    )
    session.add(entry)
    return entry


def decide(session: Session, draft: Draft, kind: str, actor: Actor, comment: str = "") -> Decision:
    """A line in the log that nobody can alter."""
    decision = Decision(
        draft_id=draft.id,
        kind=kind,
        actor_id=actor.id,
        actor_name=actor.name,
        guest_email=getattr(actor, "guest_email", None),
        comment=comment,
        content_hash=draft.content_hash,
        version=draft.version,
    )
    session.add(decision)
    return decision


def revise(
    session: Session,
    draft: Draft,
    *,
    now: datetime,
    actor: Actor | None = None,
    generation_id: UUID | None = None,
    apart: bool = False,
) -> Revision:
    """Keep the draft's content as it is now. A quick further save by the same person goes into their last
    revision, unless somebody was shown that one for review, or it is another text (`apart`) rather than the
    same written on."""
    last = session.execute(
        select(Revision).where(Revision.draft_id == draft.id).order_by(Revision.number.desc()).limit(1)
    ).scalar_one_or_none()
    quick = (
        last is not None
        and actor is not None
        and last.author_id == actor.id
        and not last.reviewed
        and not apart
        and (now - last.saved_at).total_seconds() < FOLD_SECONDS
    )
    if last is None or not quick:
        last = Revision(
            draft_id=draft.id,
            number=last.number + 1 if last else 1,
            origin="edited" if actor else "generated",
            author_id=actor.id if actor else None,
            author_name=actor.name if actor else "",
            generation_id=generation_id,
            saved_at=now,
        )
        session.add(last)
        if actor is not None:
            note(session, draft, "edited", actor, version=draft.version)
    last.version, last.title, last.text = draft.version, draft.title, draft.text
    last.platform_texts, last.platforms = dict(draft.platform_texts), list(draft.platforms)
    last.account_ids, last.content_hash = list(draft.account_ids), draft.content_hash
    last.images = list(draft.images)
    last.ai_spans, last.language = list(draft.ai_spans), draft.language
    return last


def seal(session: Session, draft: Draft) -> None:
    """Somebody is shown the draft as it is: its revisions stay as they are from here on."""
    session.flush()
    session.execute(
        update(Revision)
        .where(Revision.draft_id == draft.id, Revision.reviewed.is_(False))
        .values(reviewed=True)
    )


def was_shown(session: Session, draft: Draft) -> bool:
    """Whether somebody may have this very content on their screen: it was in review before, or a guest opened
    a link to the draft, which shows it in any state."""
    reviewed = select(Revision.id).where(
        Revision.draft_id == draft.id, Revision.reviewed, Revision.content_hash == draft.content_hash
    )
    visited = select(GuestVisit.id).join(GuestLink, GuestVisit.link_id == GuestLink.id)
    visited = visited.where(GuestLink.draft_id == draft.id)
    return bool(session.execute(select(reviewed.exists() | visited.exists())).scalar())


def language_of(session: Session, draft: Draft, texts: Collection[str]) -> str | None:
    """The language that the draft was in when it first had one of these texts; None where it had none."""
    first = select(Revision.language).where(Revision.draft_id == draft.id, Revision.text.in_(texts))
    first = first.where(Revision.language.is_not(None)).order_by(Revision.number).limit(1)
    return session.execute(first).scalar_one_or_none()


def keep_language(session: Session, draft: Draft) -> None:
    """After a rewrite that brought nothing: an older release had the draft take the language asked for."""
    draft.language = language_of(session, draft, (draft.text,)) or draft.language


def texts(draft: Draft) -> dict[str, str]:
    return content.texts(draft.platforms, draft.text, draft.platform_texts)


def signed(draft: Draft) -> str:
    """The hash of exactly what would go out now; never read from the column."""
    return content.content_hash(texts(draft), draft.images)


def described(draft: Draft) -> dict[str, Any]:
    """What every event about a draft carries."""
    return {
        "draft_id": draft.id,
        "title": draft.title,
        "search_id": draft.search_id,
        "keywords": draft.keywords,
        "author": PersonData(id=draft.author_id, name=draft.author_name),
        "platforms": draft.platforms,
        "sample": draft.sample,
    }


def with_content(draft: Draft) -> dict[str, Any]:
    """`described`, and the content that somebody acted on."""
    return described(draft) | {
        "version": draft.version,
        "content_hash": draft.content_hash,
        "texts": texts(draft),
        "images": [ImageData(**image) for image in draft.images],
        "publish_at": draft.publish_at,
    }


def count(session: Session, model: type[Any], draft: Draft) -> int:
    """How many rows of `model` the draft has."""
    return int(session.execute(select(func.count()).where(model.draft_id == draft.id)).scalar_one())
