"""What a draft is written with, as the API reads and shows it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from svckit.schemas import Schema
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services.choices import Choice
from thinker_svc.services.languages import Code, direction
from thinker_svc.services.states import State


class ChoiceBody(Schema):
    """Left out: as the draft had it, else as the deployment's defaults are."""

    template_id: UUID | None = Field(default=None, description="Its newest version is taken, and recorded.")
    voice_id: UUID | Literal["none"] | None = Field(default=None, description="`none`: without a voice.")
    language: Code | None = Field(default=None, description="Left out: the voice's, else English.")


class UsedOut(Schema):
    """The version of a template or voice that the current text was written with."""

    id: UUID
    name: str
    version: int


FIELDS = ("dir", "template", "voice")
"""What `shown` adds to a draft's own columns."""


def wanted(body: ChoiceBody, taken: dict[str, Any]) -> dict[str, Any]:
    """The body's other members as they are, and its choice as one argument."""
    rest = {name: value for name, value in taken.items() if name not in ChoiceBody.model_fields}
    return rest | {"choice": Choice(body.template_id, body.voice_id, body.language)}


def shown(draft: Draft, generation: Generation) -> dict[str, Any]:
    template = voice = None
    if generation.template_id is not None and generation.template_version is not None:
        template = UsedOut(
            id=generation.template_id, name=generation.template or "", version=generation.template_version
        )
    if generation.voice_id is not None and generation.voice_version is not None:
        voice = UsedOut(id=generation.voice_id, name=generation.voice or "", version=generation.voice_version)
    # While it is being written, the page shows the words as they come.
    shown = generation.language if draft.state == State.GENERATING else draft.language
    return {"dir": direction(shown), "template": template, "voice": voice}
