"""What the HTTP API reads and writes about writing: alternatives, models, models being fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from svckit.schemas import PageQuery, Person, Schema
from thinker_svc.api.schemas import ErrorOut, SpanOut

ModelName = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=120, strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@-]*$"
    ),
]
"""A name as model servers have them: `llama3.2:3b`, `org/model`, `hf.co/org/model:Q4_K_M`."""


class AlternativePath(Schema):
    id: UUID
    number: int = Field(ge=1, le=3)


class AlternativeOut(Schema):
    """One of several texts of the last generation."""

    number: int
    text: str
    title: str
    ai_spans: list[SpanOut]
    platform_texts: dict[str, str] = Field(description="By platform, where its text is another.")
    seed: int | None = Field(description="Of the answer that was taken; null where code wrote it all.")
    written_at: datetime
    in_use: bool = Field(description="It is the draft's text as it stands.")


class AlternativesOut(Schema):
    items: list[AlternativeOut]
    wanted: int = Field(description="How many were asked for.")


class ModelOut(Schema):
    name: str
    digest: str = Field(description="Empty where the server keeps none.")
    size: int | None = Field(description="Bytes on disk.")
    parameters: str | None
    basic: bool = Field(description="It only writes a closing question; code writes the rest.")
    default: bool


class ModelsOut(Schema):
    items: list[ModelOut]
    engine: Literal["ollama", "openai"]
    can_fetch: bool = Field(description="Whether the server can be told to fetch models.")
    default: str
    default_available: bool


class DefaultModelBody(Schema):
    model: ModelName = Field(description="One of those that are there.")


class DefaultModelOut(Schema):
    """Which model writes. Its ETag is its version."""

    model: str
    basic: bool
    version: int = Field(description="0: nobody has chosen, the setting THINKER_MODEL holds.")
    chosen_at: datetime | None
    chosen_by: Person | None


class PullBody(Schema):
    model: ModelName = Field(description="With its tag, as in llama3.2:3b.")


class PullsQuery(PageQuery):
    status: Literal["queued", "running", "done", "failed", "cancelled"] | None = None


class PullOut(Schema):
    """A model being fetched. `completed` of `total` bytes of all parts that are known so far."""

    id: UUID
    model: str
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    step: str = Field(description="The server's own word for what it does.")
    completed: int
    total: int
    cancelling: bool
    requested_by: Person
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: ErrorOut | None


class PullsOut(Schema):
    items: list[PullOut]
    next: str | None
