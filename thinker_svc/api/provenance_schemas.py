"""What the HTTP API says of how a draft was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from svckit.schemas import Person, Schema
from thinker_svc.api.schemas import ErrorOut


class OwnTextOut(Schema):
    """A platform's own text as it was written; spans are code points that the model wrote, end exclusive."""

    text: str
    ai_spans: list[tuple[int, int]]


class WrittenForOut(Schema):
    platforms: list[str]
    aim: int = Field(description="Characters that read well on the strictest of them.")


class ServerOut(Schema):
    engine: str = Field(description="What it speaks: `ollama` or `openai`.")
    host: str = Field(description="Where it was asked; without user and password.")
    keep_alive: str | None = Field(description="How long it was to keep the model loaded; null: not asked.")


_WRITTEN_FOR = "As it was when it was written; null: not kept then."
_SERVER = "Null: none was asked, or it was not kept then."


class AlternativeRecordOut(Schema):
    """One of several texts, and what it was made from."""

    number: int
    text: str
    own_texts: dict[str, OwnTextOut]
    messages: list[dict[str, str]]
    format: dict[str, Any] | None
    options: dict[str, Any]
    written_for: WrittenForOut | None = Field(description=_WRITTEN_FOR)
    server: ServerOut | None = Field(description=_SERVER)
    answers: list[dict[str, Any]]
    first_token_at: datetime | None
    written_at: datetime


class GenerationRecordOut(Schema):
    """All that one run of the model was made from, and what came of it."""

    id: UUID
    number: int
    status: str
    attempt: int
    requested_by: Person
    tone: str
    length: str
    instructions: str
    model: str
    basic_model: bool
    digest: str | None
    template: str | None
    template_version: int | None
    template_id: UUID | None
    voice: str | None
    voice_id: UUID | None
    voice_version: int | None
    language: str
    messages: list[dict[str, str]] | None
    format: dict[str, Any] | None
    options: dict[str, Any] | None
    written_for: WrittenForOut | None = Field(description=_WRITTEN_FOR)
    server: ServerOut | None = Field(description=_SERVER)
    answers: list[dict[str, Any]] | None = Field(
        description="As they came: seed, raw text, thinking, what the gates said of each field, tokens. "
        "`follow_up`: the messages sent after `messages`, where one was asked to put the one before right. "
        "`broken_off`: the error that ended one before it was done (type, title, detail)."
    )
    text: str | None
    own_texts: dict[str, OwnTextOut] = Field(description="By platform, where its text is another.")
    variants: int
    each_platform: bool
    alternatives: list[AlternativeRecordOut] = Field(description="Empty for a single text.")
    stop_requested_at: datetime | None
    prompt_tokens: int | None
    answer_tokens: int | None
    queued_at: datetime | None
    started_at: datetime | None
    first_token_at: datetime | None
    finished_at: datetime | None
    error: ErrorOut | None


class ProvenanceOut(Schema):
    draft_id: UUID
    search_id: UUID
    snapshot: dict[str, Any] | None
    generations: list[GenerationRecordOut]
