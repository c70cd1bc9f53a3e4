"""What the HTTP API reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from svckit.schemas import PageQuery, Person, Schema
from thinker_svc.services.assemble import Length
from thinker_svc.services.platforms import TEXT_LIMIT
from thinker_svc.services.states import State
from thinker_svc.services.templates import Tone

PostText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Comment = Annotated[str, StringConstraints(max_length=4000)]
Platform = Annotated[str, StringConstraints(max_length=30)]


class DraftBody(Schema):
    """What to write from, and for."""

    search_id: UUID = Field(description="A search; it may still be running.")
    platforms: list[Platform] = Field(default=["webhook"], min_length=1, max_length=10)
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = Field(default="", max_length=500, description="A wish, for larger models.")


class RegenerateBody(Schema):
    """How to write it this time."""

    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = Field(default="", max_length=500)


class ContentBody(Schema):
    """The content to save; a part that is left out stays as it is."""

    text: PostText
    title: Title | None = None
    platform_texts: dict[Platform, PostText] | None = None
    platforms: list[Platform] | None = Field(default=None, min_length=1, max_length=10)
    account_ids: list[UUID] | None = Field(default=None, max_length=50)


class SubmitBody(Schema):
    publish_at: AwareDatetime | None = Field(default=None, description="Left out: once it is approved.")


class ApproveBody(Schema):
    content_hash: str = Field(pattern="^[0-9a-f]{64}$", description="Of the content that was read.")
    publish_at: AwareDatetime | None = Field(
        default=None, description="Left out: as submitted. null: at once."
    )


class CommentBody(Schema):
    comment: Comment = Field(description="For the author; required.")


class DraftsQuery(PageQuery):
    state: State | None = None
    q: str | None = Field(default=None, max_length=200, description="Part of the title or a keyword.")
    search_id: UUID | None = None


class ContentOut(Schema):
    text: str
    platform_texts: dict[str, str]


class SpanOut(Schema):
    """Code points of the text that a model wrote; `end` is exclusive."""

    start: int
    end: int


class ErrorOut(Schema):
    type: str
    title: str
    detail: str


class GenerationOut(Schema):
    status: Literal["waiting", "queued", "running", "done", "failed"]
    model: str
    started_at: datetime | None
    finished_at: datetime | None
    first_token_at: datetime | None
    error: ErrorOut | None
    ai_spans: list[SpanOut]


class ReviewOut(Schema):
    decision: Literal["approved", "changes_requested", "rejected"]
    comment: str
    reviewer: Person
    decided_at: datetime
    content_hash: str


class PublicationOut(Schema):
    """What became of the post, as tweeter last told."""

    post_id: UUID
    state: str
    scheduled_at: datetime | None
    published_at: datetime | None


class PermissionOut(Schema):
    allowed: bool
    reason: str | None


class PermissionsOut(Schema):
    edit: PermissionOut
    submit: PermissionOut
    withdraw: PermissionOut
    approve: PermissionOut
    request_changes: PermissionOut
    reject: PermissionOut
    regenerate: PermissionOut


class DraftOut(Schema):
    id: UUID
    search_id: UUID
    title: str
    state: State
    platforms: list[str]
    account_ids: list[UUID]
    content: ContentOut
    content_hash: str = Field(description="SHA-256 of the canonical JSON of all platforms' texts.")
    version: int
    author: Person
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    publish_at: datetime | None
    keywords: list[str]
    geo: str
    sample: bool
    basic_model: bool
    generation: GenerationOut
    review: ReviewOut | None
    publication: PublicationOut | None
    permissions: PermissionsOut


class DraftsOut(Schema):
    items: list[DraftOut]
    next: str | None
    counts: dict[str, int] = Field(description="How many match in each state.")


class SnapshotOut(Schema):
    """The search's result as it was when it arrived; see the trends API."""

    search_id: UUID
    snapshot: dict[str, Any]


class RevisionOut(Schema):
    id: UUID
    number: int
    version: int
    kind: Literal["generated", "edited"]
    title: str
    text: str
    platform_texts: dict[str, str]
    platforms: list[str]
    content_hash: str
    ai_spans: list[SpanOut]
    author: Person | None
    created_at: datetime
    reviewed: bool


class RevisionsOut(Schema):
    items: list[RevisionOut]
    next: str | None


class TimelineEntryOut(Schema):
    id: UUID
    kind: str
    at: datetime
    actor: Person | None
    comment: str
    version: int | None
    content_hash: str | None
    detail: str


class TimelineOut(Schema):
    items: list[TimelineEntryOut]
    next: str | None


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
    messages: list[dict[str, str]] | None
    format: dict[str, Any] | None
    options: dict[str, Any] | None
    answers: list[dict[str, Any]] | None
    text: str | None
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


class ModelOut(Schema):
    name: str
    digest: str
    size: int | None = Field(description="Bytes on disk.")
    parameters: str | None
    basic: bool = Field(description="It only writes a closing question; code writes the rest.")
    default: bool


class ModelsOut(Schema):
    items: list[ModelOut]
    default: str
    default_available: bool
