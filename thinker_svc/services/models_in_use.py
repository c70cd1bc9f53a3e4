"""Which model writes: what an admin chose, else what the settings say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import PreconditionFailed
from thinker_svc.models.model_choice import ModelChoice
from thinker_svc.services.writer import Model, among


@dataclass(frozen=True, slots=True)
class Models:
    """As set: the model that writes unless an admin chose another, and those that are basic ones."""

    default: str
    basic: frozenset[str]

    def named(self, name: str) -> Model:
        return Model(name, among(name, self.basic), self.basic)


def current(session: Session, known: Models) -> Model:
    chosen = choice(session)
    return known.named(chosen.model if chosen else known.default)


def choice(session: Session) -> ModelChoice | None:
    """None while nobody has chosen."""
    return session.get(ModelChoice, 1)


def choose(session: Session, admin: Principal, seen_version: int, model: str) -> ModelChoice:
    """Every draft that is asked for from here on is written by it.

    Raises:
        PreconditionFailed: `stale-choice`: somebody chose meanwhile.
    """
    row = session.get(ModelChoice, 1, with_for_update=True)
    version = row.version if row else 0
    if version != seen_version:
        raise PreconditionFailed(
            "stale-choice",
            "Somebody chose a model since you looked. Look again, then choose.",
            current_version=version,
        )
    if row is None:
        row = ModelChoice(id=1, version=0)
        session.add(row)
    row.model, row.version, row.chosen_at = model, version + 1, utcnow()
    row.chosen_by_id, row.chosen_by_name = admin.id, admin.name
    session.flush()
    return row
