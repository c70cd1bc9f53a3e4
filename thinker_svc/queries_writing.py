"""Reads about what is being written: the line at the model, and how long it usually takes."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import SQLColumnExpression, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from thinker_svc.models.alternative import Alternative
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.models.revision import Revision

IN_LINE: tuple[SQLColumnExpression[Any], ...] = (
    func.coalesce(Generation.put_back_at, Generation.queued_at),
    Generation.id,
)
"""In the order in which workers are told of them."""
LAST = 20  # generations of a model that say how long one usually takes


def places(session: Session, found: Sequence[Generation]) -> dict[UUID, int]:
    """The place in the line, from 1, of each that is queued."""
    queued = [one for one in found if one.status == "queued"]
    if not queued:
        return {}
    line = (
        select(
            Generation.id,
            func.row_number().over(order_by=IN_LINE).label("place"),
        )
        .where(Generation.status == "queued")
        .subquery()
    )
    statement = select(line.c.id, line.c.place).where(line.c.id.in_([one.id for one in queued]))
    return {generation_id: int(place) for generation_id, place in session.execute(statement)}


def usual_seconds(session: Session, model: str) -> float | None:
    """The middle of how long this model's last texts took, each; None if it has written none."""
    statement = (
        select(Generation.started_at, Generation.finished_at, Generation.variants)
        .where(Generation.model == model, Generation.status == "done")
        .order_by(Generation.finished_at.desc())
        .limit(LAST)
    )
    took = [
        (finished - started).total_seconds() / variants
        for started, finished, variants in session.execute(statement)
        if started and finished
    ]
    return round(median(took), 1) if took else None


def alternatives_count(session: Session, drafts: Sequence[Draft]) -> dict[UUID, int]:
    """How many texts the last generation of each draft offers, by generation; none is left out."""
    ids = [one.generation_id for one in drafts if one.generation_id]
    statement = (
        select(Alternative.generation_id, func.count())
        .where(Alternative.generation_id.in_(ids))
        .group_by(Alternative.generation_id)
    )
    return {generation_id: int(number) for generation_id, number in session.execute(statement)}


def standing_lengths(session: Session, found: Sequence[Generation]) -> dict[UUID, str]:
    """The length that the text of their draft was asked for with, by generation: the last one that put a text
    there may be an earlier one. Left out where that is this one, or none has yet."""
    drafts = [one.draft_id for one in found if one.status != "done"]
    if not drafts:
        return {}
    statement = (
        select(Revision.draft_id, Generation.length)
        .join(Generation, Generation.id == Revision.generation_id)
        .where(Revision.draft_id.in_(drafts))
        .ext(distinct_on(Revision.draft_id))
        .order_by(Revision.draft_id, Revision.number.desc())
    )
    lengths = dict(session.execute(statement).all())
    return {one.id: lengths[one.draft_id] for one in found if one.draft_id in lengths}


def standing(session: Session, draft_id: UUID) -> Generation | None:
    """The last generation that put a text into the draft; None where none has."""
    statement = select(Generation).join(Revision, Revision.generation_id == Generation.id)
    statement = statement.where(Revision.draft_id == draft_id).order_by(Revision.number.desc()).limit(1)
    return session.execute(statement).scalar_one_or_none()


def alternatives_of(session: Session, generation_ids: Sequence[UUID]) -> dict[UUID, list[Alternative]]:
    """Every text that those generations offered, in the order they were written."""
    statement = (
        select(Alternative)
        .where(Alternative.generation_id.in_(generation_ids))
        .order_by(Alternative.generation_id, Alternative.number)
    )
    found: dict[UUID, list[Alternative]] = {}
    for row in session.execute(statement).scalars():
        found.setdefault(row.generation_id, []).append(row)
    return found
