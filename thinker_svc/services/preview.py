"""A template shown on a real search before anybody relies on it: the facts, the text without a model, and the
very messages a model would be sent. Nothing is asked and nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.problems import NotFound
from thinker_svc import queries
from thinker_svc.services import drafting, facts, facts_table, gates, material, platforms, posts, prompting
from thinker_svc.services.assemble import Length
from thinker_svc.services.choices import NO_VOICE, voice_at
from thinker_svc.services.facts_table import Row
from thinker_svc.services.languages import Code
from thinker_svc.services.order import Order
from thinker_svc.services.prompting import Messages
from thinker_svc.services.shelf import VOICES, refused
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.templates import Template, Tone
from thinker_svc.services.voices import Voice
from thinker_svc.services.writer import Model


@dataclass(frozen=True, slots=True)
class Trying:
    """What a template is tried on, and with."""

    search_id: UUID
    platforms: list[str] = field(default_factory=lambda: ["webhook"])
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = ""
    voice_id: UUID | Literal["none"] | None = None
    language: Code | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """`messages` are empty where no model would be asked; `notes` say why, and what else to know."""

    title: str
    text: str
    language: Code
    table: list[Row]
    messages: Messages
    format: dict[str, Any] | None
    options: dict[str, Any]
    notes: list[str]


def order(session: Session, template: Template, trying: Trying, model: Model) -> Order:
    """Raises NotFound `snapshot-not-found`; Unprocessable for a search without data or an unknown voice."""
    unknown = [name for name in trying.platforms if name not in platforms.PLATFORMS]
    if unknown:
        offered = ", ".join(platforms.PLATFORMS)
        raise refused([("platforms", f"“{unknown[0]}” is not offered. Offered: {offered}.")])
    stored = queries.snapshot(session, trying.search_id)
    if stored is None or stored.data is None:
        raise NotFound(
            "snapshot-not-found", "That search has brought no result, or not yet. Choose one that is done."
        )
    sheet = facts.read(Snapshot.model_validate({"sample": stored.sample} | dict(stored.data)))
    if sheet.empty:
        raise refused([("search_id", "That search holds no data to write from. Choose another one.")])
    voice = _voice(session, trying)
    return Order(
        sheet,
        list(dict.fromkeys(trying.platforms)),
        model.name,
        model.basic,
        tone=trying.tone,
        length=trying.length,
        instructions=trying.instructions,
        template=template,
        voice=voice,
        language=trying.language or (voice.language if voice else "en"),
    )


def preview(wanted: Order) -> Preview:
    made, prompt, notes = material.assembled(wanted), None, _notes(wanted)
    if asked(wanted):
        prompt = (
            prompting.closing_question(wanted.asked_by, wanted.sheet, wanted.tone, wanted.turn)
            if wanted.asked_by.kind == "question"
            else drafting.full_post(wanted)
        )
    return Preview(
        title=made.title,
        text=made.text,
        language=wanted.language,
        table=facts_table.table(wanted.sheet),
        messages=prompt.messages if prompt else [],
        format=prompt.format if prompt else None,
        options=prompt.options if prompt else {},
        notes=notes,
    )


def asked(wanted: Order) -> bool:
    """Whether a model would be asked anything."""
    if not posts.allowed_lines(wanted):
        return False
    if wanted.asked_by.kind == "post":
        return True
    return wanted.language == "en" and not gates.sensitive(wanted.sheet.snapshot.keywords)


def _notes(wanted: Order) -> list[str]:
    notes = []
    if not posts.allowed_lines(wanted):
        notes.append(str(posts.VoiceForbids(wanted)))
    elif wanted.asked_by.kind == "question" and wanted.language != "en":
        notes.append("Closing questions are asked for in English alone: here it is a written one.")
    elif wanted.asked_by.kind == "question" and gates.sensitive(wanted.sheet.snapshot.keywords):
        notes.append("The topic is a sensitive one, so the closing question is a written one.")
    if wanted.asked_by.kind == "post" and wanted.basic:
        notes.append(
            f"{wanted.model} is a basic model: of a whole post it gets little right. What fails its check "
            "is replaced by the assembled text."
        )
    return notes


def _voice(session: Session, trying: Trying) -> Voice | None:
    if trying.voice_id == NO_VOICE:
        return None
    if trying.voice_id is None:
        usual = VOICES.default(session)
        return voice_at(session, usual.id, usual.version) if usual else None
    try:
        head = VOICES.one(session, trying.voice_id)
    except NotFound:
        raise refused([("voice_id", "There is no such voice. Choose another one.")]) from None
    return voice_at(session, head.id, head.version)
