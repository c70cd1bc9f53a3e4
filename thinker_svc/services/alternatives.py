"""Several texts of one generation, side by side: stored as each is written, and one of them put to use."""

from __future__ import annotations

from dataclasses import asdict, replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.problems import NotFound
from thinker_svc.models.alternative import Alternative
from thinker_svc.models.generation import Generation
from thinker_svc.services import own_texts, setting
from thinker_svc.services.order import Answer, Made

MOST = 3


def count(session: Session, generation: Generation) -> int:
    """How many are written."""
    return int(
        session.execute(select(func.count()).where(Alternative.generation_id == generation.id)).scalar_one()
    )


def of(session: Session, generation_id: UUID) -> list[Alternative]:
    """In the order they were written."""
    statement = select(Alternative).where(Alternative.generation_id == generation_id)
    return list(session.execute(statement.order_by(Alternative.number)).scalars())


def one(session: Session, generation_id: UUID, number: int) -> Alternative:
    """Raises NotFound: `alternative-not-found`."""
    statement = select(Alternative).where(Alternative.generation_id == generation_id)
    found = session.execute(statement.where(Alternative.number == number)).scalar_one_or_none()
    if found is None:
        raise NotFound(
            "alternative-not-found",
            "There is no such alternative. The draft may have been written again meanwhile: reload the page.",
        )
    return found


def add(session: Session, generation: Generation, made: Made) -> Alternative:
    """The next one."""
    row = Alternative(
        generation_id=generation.id,
        number=count(session, generation) + 1,
        title=made.title,
        text=made.text,
        ai_spans=[list(span) for span in made.ai_spans],
        own_texts=own_texts.stored(made.own),
        prompt=made.prompt,
        answer_format=made.format,
        options=setting.stored(made),
        answers=[asdict(answer) for answer in made.answers],
        first_token_at=made.first_token_at,
    )
    session.add(row)
    session.flush()
    generation.template = made.template or None
    generation.template_version = made.template_version or None
    generation.digest = generation.digest or made.build
    return row


def together(session: Session, generation: Generation, unfinished: Made | None = None) -> Made | None:
    """What a generation of several made: the first text, and every answer, those for the one that came to
    nothing too. None if there are none."""
    rows = of(session, generation.id)
    if not rows:
        return None
    first = rows[0]
    answers = [replace(Answer.read(answer), variant=row.number) for row in rows for answer in row.answers]
    options, kept = setting.parted(first.options)
    if unfinished is not None:
        answers += [replace(answer, variant=rows[-1].number + 1) for answer in unfinished.answers]
    return Made(
        first.title,
        text=first.text,
        ai_spans=[(start, end) for start, end in first.ai_spans],
        own=own_texts.read(first.own_texts),
        template=generation.template or "",
        template_version=generation.template_version or 0,
        prompt=first.prompt,
        format=first.answer_format,
        options=options or {},
        setting=kept,
        answers=answers,
        first_token_at=first.first_token_at,
        build=generation.digest,
        stopped=generation.stop_requested_at is not None and len(rows) < generation.variants,
    )
