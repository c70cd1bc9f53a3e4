"""Which template, voice and language a generation is written with: chosen, or the deployment's defaults. What
was resolved stands on the generation, with versions, and does not change when the template does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.problems import NotFound
from thinker_svc.models.generation import Generation
from thinker_svc.models.shelf import Head
from thinker_svc.models.template import PromptTemplate
from thinker_svc.models.voice import BrandVoice
from thinker_svc.services.languages import CODES, Code
from thinker_svc.services.shelf import TEMPLATES, VOICES, refused
from thinker_svc.services.templates import Kind, Template
from thinker_svc.services.voices import Voice
from thinker_svc.services.writer import Model

H = TypeVar("H", bound=Head)
NO_VOICE: Literal["none"] = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for; None leaves it to the former generation, then to the defaults."""

    template_id: UUID | None = None
    voice_id: UUID | Literal["none"] | None = None
    language: Code | None = None


NO_CHOICE = Choice()


def resolve(
    session: Session,
    choice: Choice,
    *,
    model: Model,
    before: Generation | None = None,
    language: str | None = None,
) -> tuple[Model, dict[str, Any]]:
    """The model that writes, `model` unless the template names another; and the columns of a generation that
    say what it is written with. `before` and `language`: what holds where nothing was chosen.

    Raises:
        Unprocessable: what was chosen is not there, is archived, or asks too much of the model.
    """
    template = _template(session, choice, model, before)
    voice = _voice(session, choice, before)
    language = choice.language or (language if choice.voice_id is None else None)
    if language is None:
        content = VOICES.at(session, voice.id, voice.version).content if voice else {}
        language = content.get("language", "en")
    return writer_of(session, template, model), {
        "template_id": template.id if template else None,
        "template": template.name if template else None,
        "template_version": template.version if template else None,
        "voice_id": voice.id if voice else None,
        "voice": voice.name if voice else None,
        "voice_version": voice.version if voice else None,
        "language": language,
    }


def template_of(session: Session, generation: Generation) -> Template | None:
    """The very version it was asked for with; None in generations older than templates."""
    if generation.template_id is None or generation.template_version is None:
        return None
    return template_at(session, generation.template_id, generation.template_version)


def template_at(session: Session, template_id: UUID, number: int) -> Template:
    head, version = TEMPLATES.one(session, template_id), TEMPLATES.at(session, template_id, number)
    return usable(head, version.name, number, version.content)


def usable(head: PromptTemplate, name: str, number: int, content: dict[str, Any]) -> Template:
    return Template.model_validate(
        content | {"id": name, "version": number, "kind": head.kind, "template_id": head.id}
    )


def voice_of(session: Session, generation: Generation) -> Voice | None:
    if generation.voice_id is None or generation.voice_version is None:
        return None
    return voice_at(session, generation.voice_id, generation.voice_version)


def voice_at(session: Session, voice_id: UUID, number: int) -> Voice:
    version = VOICES.at(session, voice_id, number)
    return Voice.model_validate(version.content | {"id": voice_id, "name": version.name, "version": number})


def language_of(generation: Generation) -> Code:
    return next((code for code in CODES if code == generation.language), "en")


def writer_of(session: Session, head: PromptTemplate | None, model: Model) -> Model:
    """The template's own model, if it names one."""
    if head is None:
        return model
    return model.or_named(TEMPLATES.at(session, head.id, head.version).content.get("model", ""))


def kind_for(*, basic: bool) -> Kind:
    """What a model is asked for where nothing else was chosen."""
    return "question" if basic else "post"


def fits(kind: str, *, basic: bool) -> bool:
    """A basic model can't write a whole post; a larger one can also add one question."""
    return kind == "question" or not basic


def _template(
    session: Session, choice: Choice, model: Model, before: Generation | None
) -> PromptTemplate | None:
    if choice.template_id is not None:
        found = _chosen(session, TEMPLATES.one, choice.template_id, "template")
        if not fits(found.kind, basic=writer_of(session, found, model).basic):
            why = (
                f"“{found.name}” asks for a whole post, and the model in use only adds closing questions. "
                "Choose another template, or have an admin choose a larger model."
            )
            raise refused([("template_id", why)])
        return found
    if before is not None and before.template_id is not None:
        former = session.get(PromptTemplate, before.template_id)
        basic = writer_of(session, former, model).basic
        if former and former.archived_at is None and fits(former.kind, basic=basic):
            return former
    return TEMPLATES.default(session, PromptTemplate.kind == kind_for(basic=model.basic))


def _voice(session: Session, choice: Choice, before: Generation | None) -> BrandVoice | None:
    if choice.voice_id == NO_VOICE:
        return None
    if choice.voice_id is not None:
        return _chosen(session, VOICES.one, choice.voice_id, "voice")
    if before is not None:
        former = session.get(BrandVoice, before.voice_id) if before.voice_id else None
        return former if former and former.archived_at is None else None
    return VOICES.default(session)


def _chosen(session: Session, read: Callable[[Session, UUID], H], item_id: UUID, noun: str) -> H:
    try:
        found = read(session, item_id)
    except NotFound:
        raise refused([(f"{noun}_id", f"There is no such {noun}. Choose another one.")]) from None
    if found.archived_at is not None:
        raise refused([(f"{noun}_id", f"The {noun} “{found.name}” is archived. Choose another one.")])
    return found
