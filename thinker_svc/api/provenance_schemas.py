"""What the HTTP API says of how a draft was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from svckit.schemas import Person, Schema
from thinker_svc.api.schemas import ErrorOut


class AlternativeRecordOut(Schema):
    """One of several texts, and what it was made from."""

    number: int
    text: str
    messages: list[dict[str, str]]
    format: dict[str, Any] | None
    options: dict[str, Any]
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
    answers: list[dict[str, Any]] | None = Field(
        description="As they came: seed, raw text, thinking, what the gates said of each field, tokens."
    )
    text: str | None
    variants: int
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
