"""Rows as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.schemas import Person
from thinker_svc import queries
from thinker_svc.api import schemas as s
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.revision import Revision
from thinker_svc.models.timeline_entry import TimelineEntry
from thinker_svc.services import drafts as rules
from thinker_svc.services import people


def drafts(session: Session, found: Sequence[Draft], principal: Principal) -> list[s.DraftOut]:
    """Several at the cost of two reads."""
    caller = people.caller(session, principal)
    generations = queries.generations_of(session, found)
    return [_draft(item, generations[item.id], rules.permissions(item, caller)) for item in found]


def draft(session: Session, found: Draft, principal: Principal) -> s.DraftOut:
    session.flush()
    return drafts(session, [found], principal)[0]


def revision(row: Revision) -> s.RevisionOut:
    return s.RevisionOut(
        id=row.id,
        number=row.number,
        version=row.version,
        kind="generated" if row.origin == "generated" else "edited",
        title=row.title,
        text=row.text,
        platform_texts=row.platform_texts,
        platforms=row.platforms,
        content_hash=row.content_hash,
        ai_spans=_spans(row.ai_spans),
        author=_person(row.author_id, row.author_name),
        created_at=row.created_at,
        reviewed=row.reviewed,
    )


def timeline_entry(row: TimelineEntry) -> s.TimelineEntryOut:
    return s.TimelineEntryOut(
        id=row.id,
        kind=row.kind,
        at=row.at,
        actor=_person(row.actor_id, row.actor_name),
        comment=row.detail.get("comment", ""),
        version=row.detail.get("version"),
        content_hash=row.detail.get("content_hash"),
        detail=row.detail.get("message", ""),
    )


def generation_record(row: Generation) -> s.GenerationRecordOut:
    return s.GenerationRecordOut(
        requested_by=Person(id=row.requested_by_id, name=row.requested_by_name),
        messages=row.prompt,
        format=row.answer_format,
        error=s.ErrorOut(**row.error) if row.error else None,
        **{name: getattr(row, name) for name in _PLAIN},
    )


_PLAIN = [
    name
    for name in s.GenerationRecordOut.model_fields
    if name not in ("requested_by", "messages", "format", "error")
]


def _draft(row: Draft, generation: Generation, permissions: dict[str, dict[str, Any]]) -> s.DraftOut:
    return s.DraftOut.model_validate(
        {name: getattr(row, name) for name in _DRAFT}
        | {
            "content": {"text": row.text, "platform_texts": row.platform_texts},
            "author": {"id": row.author_id, "name": row.author_name},
            "generation": {name: getattr(generation, name) for name in _GENERATION}
            | {"error": generation.error, "ai_spans": _spans(row.ai_spans)},
            "publication": _publication(row.publication),
            "permissions": permissions,
        }
    )


_COMPOSED = ("content", "author", "generation", "publication", "permissions")
_DRAFT = [name for name in s.DraftOut.model_fields if name not in _COMPOSED]
_GENERATION = ("status", "model", "started_at", "finished_at", "first_token_at")


def _publication(told: dict[str, Any] | None) -> dict[str, Any] | None:
    return {name: told.get(name) for name in s.PublicationOut.model_fields} if told else None


def _spans(pairs: Sequence[Sequence[int]]) -> list[s.SpanOut]:
    return [s.SpanOut(start=start, end=end) for start, end in pairs]


def _person(person_id: UUID | None, name: str) -> Person | None:
    return Person(id=person_id, name=name) if person_id else None
