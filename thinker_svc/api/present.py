"""Rows as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.schemas import Person
from thinker_svc import queries, queries_comments
from thinker_svc.api import choice_schemas, present_images, present_review, present_writing
from thinker_svc.api import schemas as s
from thinker_svc.api.provenance_schemas import GenerationRecordOut
from thinker_svc.api.talk_schemas import TimelineEntryOut
from thinker_svc.models.alternative import Alternative
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.revision import Revision
from thinker_svc.models.timeline_entry import TimelineEntry
from thinker_svc.services import flags, own_texts, people
from thinker_svc.services import policy as policies
from thinker_svc.services.figure_marks import Counts


def drafts(session: Session, found: Sequence[Draft], principal: Principal) -> list[s.DraftOut]:
    """Several at the cost of four reads."""
    return _drafts(session, found, principal, [flags.known(item) for item in found])


def draft(session: Session, found: Draft, principal: Principal) -> s.DraftOut:
    """One, with its figures checked."""
    session.flush()
    return _drafts(session, [found], principal, [flags.counts(session, found)])[0]


def _drafts(
    session: Session, found: Sequence[Draft], principal: Principal, counts: Sequence[Counts | None]
) -> list[s.DraftOut]:
    caller, policy = people.caller(session, principal), policies.current(session)
    generations = queries.generations_of(session, found)
    writing = present_writing.generations(session, found, generations.values())
    threads = queries_comments.counts(session, [item.id for item in found])
    return [
        _draft(
            item,
            _by_model(item) | writing[generations[item.id].id],
            present_review.shown(item, caller, policy, flagged)
            | _talk(threads.get(item.id, (0, 0)))
            | choice_schemas.shown(item, generations[item.id]),
        )
        for item, flagged in zip(found, counts, strict=True)
    ]


def _by_model(row: Draft) -> dict[str, Any]:
    own = {name: _spans(where) for name, where in own_texts.ai_spans(row).items()}
    return {"ai_spans": _spans(row.ai_spans), "platform_spans": own}


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
        account_ids=row.account_ids,
        content_hash=row.content_hash,
        images=present_images.images(row.draft_id, row.images),
        ai_spans=_spans(row.ai_spans),
        author=_person(row.author_id, row.author_name),
        created_at=row.created_at,
        reviewed=row.reviewed,
    )


def timeline_entry(row: TimelineEntry) -> TimelineEntryOut:
    return TimelineEntryOut(
        id=row.id,
        kind=row.kind,
        at=row.at,
        actor=_person(row.actor_id, row.actor_name),
        comment=row.detail.get("comment", ""),
        version=row.detail.get("version"),
        content_hash=row.detail.get("content_hash"),
        detail=row.detail.get("message", ""),
        comment_id=row.detail.get("comment_id"),
        guest=row.detail.get("guest_email", ""),
    )


def generation_record(row: Generation, texts: Sequence[Alternative] = ()) -> GenerationRecordOut:
    return GenerationRecordOut(
        requested_by=Person(id=row.requested_by_id, name=row.requested_by_name),
        messages=row.prompt,
        format=row.answer_format,
        error=s.ErrorOut(**row.error) if row.error else None,
        alternatives=[present_writing.alternative_record(text) for text in texts],
        **present_writing.setting_of(row.options),
        **{name: getattr(row, name) for name in _PLAIN},
    )


_PLAIN = [
    name
    for name in GenerationRecordOut.model_fields
    if name
    not in (
        *("requested_by", "messages", "format", "error", "alternatives"),
        *("options", "written_for", "server"),
    )
]


def _draft(row: Draft, generation: dict[str, Any], review: dict[str, Any]) -> s.DraftOut:
    return s.DraftOut.model_validate(
        {name: getattr(row, name) for name in _DRAFT}
        | {
            "content": {"text": row.text, "platform_texts": row.platform_texts},
            "author": {"id": row.author_id, "name": row.author_name},
            "generation": generation,
            "publication": _publication(row.publication),
            "images": present_images.images(row.id, row.images),
            **review,
        }
    )


_COMPOSED = (
    *("content", "author", "generation", "publication", "images", "comments"),
    *present_review.FIELDS,
    *choice_schemas.FIELDS,
)
_DRAFT = [name for name in s.DraftOut.model_fields if name not in _COMPOSED]


def _talk(threads: tuple[int, int]) -> dict[str, Any]:
    return {"comments": {"open": threads[0], "all": threads[1]}}


def _publication(told: dict[str, Any] | None) -> dict[str, Any] | None:
    return {name: told.get(name) for name in s.PublicationOut.model_fields} if told else None


def _spans(pairs: Sequence[Sequence[int]]) -> list[s.SpanOut]:
    return [s.SpanOut(start=start, end=end) for start, end in pairs]


def _person(person_id: UUID | None, name: str) -> Person | None:
    return Person(id=person_id, name=name) if person_id else None
