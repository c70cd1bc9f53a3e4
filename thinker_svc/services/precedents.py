"""What a generation goes by where nobody says how it is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from thinker_svc import queries_writing
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services import choices
from thinker_svc.services.wishes import Wishes
from thinker_svc.services.writer import Model


@dataclass(frozen=True, slots=True)
class Precedent:
    """The former generation and the language; None where there was none."""

    generation: Generation | None = None
    language: str | None = None


def resolve(session: Session, draft: Draft, wishes: Wishes, model: Model) -> tuple[Model, dict[str, Any]]:
    """The model that writes the draft's next text, and the columns of a generation that say how.

    Raises:
        Unprocessable: what was chosen is not there, is archived, or asks too much of the model.
    """
    before = of(session, draft, wishes)
    writer, chosen = choices.resolve(
        session, wishes.choice, model=model, before=before.generation, language=before.language
    )
    return writer, wishes.after(before.generation) | chosen


def of(session: Session, draft: Draft, wishes: Wishes) -> Precedent:
    """A rewrite that brought nothing is asked for again as it was. Whoever wishes for something wishes it of
    the text that stands: of that it is the language, and of whatever wrote it the rest."""
    last = session.get(Generation, draft.generation_id) if draft.generation_id else None
    if last is None:
        return Precedent()
    again = last.brought_nothing and wishes == Wishes()
    language = last.language if again or not draft.text else draft.language
    if again or not last.brought_nothing:
        return Precedent(last, language)
    return Precedent(queries_writing.standing(session, draft.id) or last, language)
