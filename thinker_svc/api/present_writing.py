"""What the API shows of the writing of drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.schemas import Person
from thinker_svc import queries_writing
from thinker_svc.api import schemas as s
from thinker_svc.api import writing_schemas as w
from thinker_svc.api.provenance_schemas import AlternativeRecordOut
from thinker_svc.models.alternative import Alternative
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.pull import Pull
from thinker_svc.services import setting

_SAME = (
    *("status", "model", "tone", "length", "instructions", "variants", "each_platform"),
    *("started_at", "finished_at", "first_token_at", "error"),
)


def generations(
    session: Session, drafts: Sequence[Draft], found: Iterable[Generation]
) -> dict[UUID, dict[str, Any]]:
    """By generation, what a draft shows of its last one; four reads at most, and one more per model that
    somebody waits for."""
    rows = list(found)
    places = queries_writing.places(session, rows)
    counts = queries_writing.alternatives_count(session, drafts)
    standing = queries_writing.standing_lengths(session, rows)
    waited_for = {row.model for row in rows if row.status in ("queued", "running")}
    usual = {model: queries_writing.usual_seconds(session, model) for model in waited_for}
    return {
        row.id: {name: getattr(row, name) for name in _SAME}
        | {
            "standing_length": standing.get(row.id, row.length),
            "place": places.get(row.id),
            "usual_seconds": usual.get(row.model) if row.status in ("queued", "running") else None,
            "alternatives": counts.get(row.id, 0),
            "stopping": row.status == "running" and row.stop_requested_at is not None,
        }
        for row in rows
    }


def alternative(row: Alternative, draft: Draft) -> w.AlternativeOut:
    taken = [answer for answer in row.answers if not all(answer["verdicts"].values())]
    return w.AlternativeOut(
        number=row.number,
        text=row.text,
        title=row.title,
        ai_spans=[s.SpanOut(start=start, end=end) for start, end in row.ai_spans],
        platform_texts={name: said["text"] for name, said in row.own_texts.items()},
        seed=taken[-1]["seed"] if taken and row.ai_spans else None,
        written_at=row.created_at,
        in_use=draft.text == row.text,
    )


def alternative_record(row: Alternative) -> AlternativeRecordOut:
    return AlternativeRecordOut(
        number=row.number,
        text=row.text,
        own_texts=row.own_texts,
        messages=row.prompt,
        format=row.answer_format,
        **setting_of(row.options),
        answers=row.answers,
        first_token_at=row.first_token_at,
        written_at=row.created_at,
    )


def setting_of(kept: dict[str, Any] | None) -> dict[str, Any]:
    """Options, and beside them what the text was written for and by which server."""
    options, made = setting.parted(kept)
    return {"options": options, "written_for": made.get("written_for"), "server": made.get("server")}


def pull(row: Pull) -> w.PullOut:
    plain = ("id", "model", "status", "step", "completed", "total", "created_at", "started_at", "finished_at")
    return w.PullOut(
        **{name: getattr(row, name) for name in plain},
        cancelling=row.cancel_requested_at is not None and row.status in ("queued", "running"),
        requested_by=Person(id=row.requested_by_id, name=row.requested_by_name),
        error=s.ErrorOut.model_validate(row.error) if row.error else None,
    )
