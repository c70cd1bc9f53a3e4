"""What the HTTP API reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from svckit.schemas import PageQuery, Person, Schema
from thinker_svc.api.choice_schemas import ChoiceBody, UsedOut
from thinker_svc.api.talk_schemas import CommentCountsOut, ImageOut
from thinker_svc.queries_lists import Sort
from thinker_svc.services.assemble import Length
from thinker_svc.services.platforms import TEXT_LIMIT
from thinker_svc.services.states import State
from thinker_svc.services.templates import Tone

PostText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Comment = Annotated[str, StringConstraints(max_length=4000)]
Platform = Annotated[str, StringConstraints(max_length=30)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class DraftBody(ChoiceBody):
    """What to write from, and for."""

    search_id: UUID = Field(description="A search; it may still be running.")
    platforms: list[Platform] = Field(default=["webhook"], min_length=1, max_length=10)
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = Field(default="", max_length=500, description="A wish, for larger models.")
    variants: int = Field(default=1, ge=1, le=3, description="How many texts to choose from.")
    each_platform: bool = Field(
        default=False,
        description="A platform with clearly more room than the strictest gets a longer text of its own.",
    )


class RegenerateBody(ChoiceBody):
    """How to write it this time. What is left out is as it was last time."""

    tone: Tone | None = None
    length: Length | None = None
    instructions: str | None = Field(default=None, max_length=500, description="Empty: without a wish.")
    variants: int | None = Field(
        default=None,
        ge=1,
        le=3,
        description="Left out: one; after a generation that brought no text, as many as that one was for.",
    )
    each_platform: bool | None = Field(
        default=None,
        description="As for a new draft. Own texts that people wrote stay.",
    )


class ContentBody(Schema):
    """The content to save; a part that is left out stays as it is."""

    text: PostText
    title: Title | None = None
    platform_texts: dict[Platform, PostText] | None = None
    platforms: list[Platform] | None = Field(default=None, min_length=1, max_length=10)
    account_ids: list[UUID] | None = Field(default=None, max_length=50)
    apart: bool = Field(
        default=False,
        description="It takes the place of what was there rather than goes on with it: however quick it "
        "follows, the version before stays as it is.",
    )


class SubmitBody(Schema):
    publish_at: AwareDatetime | None = Field(default=None, description="Left out: once it is approved.")


class ApproveBody(Schema):
    content_hash: Sha256 = Field(description="Of the content that was read.")
    publish_at: AwareDatetime | None = Field(
        default=None, description="Left out: as submitted. null: at once."
    )
    seen_publish_at: AwareDatetime | None = Field(
        default=None, description="The time that was shown; told, and another by now: 412 `stale-content`."
    )


class CommentBody(Schema):
    comment: Comment = Field(description="For the author; required.")


class DraftsQuery(PageQuery):
    state: State | Literal["archived"] | None = Field(
        default=None, description="Archived drafts are in no other list."
    )
    q: str | None = Field(
        default=None,
        max_length=200,
        description="Words, or what they begin with, in title, text or keywords; accents don't matter.",
    )
    owner: UUID | Literal["me"] | None = Field(default=None, description="Whose draft it is.")
    platform: Platform | None = None
    search_id: UUID | None = None
    sort: Sort = Field(default="changed", description="Last changed first, unless said otherwise.")


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
    status: Literal["waiting", "queued", "running", "done", "stopped", "failed"]
    model: str
    place: int | None = Field(description="In the line at the model, from 1; null when it does not wait.")
    usual_seconds: float | None = Field(description="How long one text of this model usually takes.")
    tone: Tone
    length: Length
    standing_length: Length = Field(
        description="Which length the text that stands was asked for with; another than `length` after a "
        "writing that brought nothing."
    )
    instructions: str = Field(description="The wish it was asked for with.")
    variants: int = Field(description="How many texts were asked for.")
    each_platform: bool = Field(description="Whether roomier platforms were to get texts of their own.")
    alternatives: int = Field(description="How many there are to choose from; 0 for a single text.")
    stopping: bool = Field(description="Somebody wants it stopped, and the model is being told.")
    started_at: datetime | None
    finished_at: datetime | None
    first_token_at: datetime | None
    error: ErrorOut | None
    ai_spans: list[SpanOut] = Field(description="Of the text for all.")
    platform_spans: dict[str, list[SpanOut]] = Field(description="Of texts that platforms have of their own.")


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
    stop: PermissionOut
    hold: PermissionOut
    release: PermissionOut
    set_aside: PermissionOut


class GivenApprovalOut(Schema):
    reviewer: Person
    at: datetime
    guest: bool
    counts: bool = Field(description="Whether it is one of those needed.")


class ApprovalsOut(Schema):
    """Of exactly this content; an edit voids them."""

    needed: int
    given: list[GivenApprovalOut]


class HeldOut(Schema):
    by: Person
    at: datetime
    reason: str


class CountedFiguresOut(Schema):
    """Of the content of that hash."""

    supported: int
    contradicted: int
    unsupported: int
    set_aside: int = Field(description="Flagged, but somebody said why it holds; in none of the others.")
    checked: bool = Field(description="False: the check doesn't read its language, and looked for none.")


class DraftOut(Schema):
    id: UUID
    search_id: UUID
    title: str
    state: State
    platforms: list[str]
    account_ids: list[UUID]
    content: ContentOut
    content_hash: str = Field(description="SHA-256 of the canonical JSON of all platforms' texts and images.")
    images: list[ImageOut]
    version: int
    author: Person
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    submitted_at: datetime | None
    publish_at: datetime | None
    keywords: list[str]
    geo: str
    sample: bool
    basic_model: bool
    language: str
    dir: Literal["ltr", "rtl"] = Field(description="Which way the text runs.")
    template: UsedOut | None = Field(description="null: written before there were templates.")
    voice: UsedOut | None
    generation: GenerationOut
    review: ReviewOut | None
    publication: PublicationOut | None
    comments: CommentCountsOut = Field(description="Threads about it.")
    approvals: ApprovalsOut
    held: HeldOut | None = Field(description="It can't be approved until it is released.")
    figures: CountedFiguresOut | None = Field(description="null in lists: not checked yet.")
    permissions: PermissionsOut


class DraftsOut(Schema):
    items: list[DraftOut]
    next: str | None
    counts: dict[str, int] = Field(
        description="How many match in each state, whatever state is asked for; put away: `archived`."
    )
    counts_exact: bool = Field(description="Else at least so many: what words find is counted up to 500.")


class RevisionOut(Schema):
    id: UUID
    number: int
    version: int
    kind: Literal["generated", "edited"]
    title: str
    text: str
    platform_texts: dict[str, str]
    platforms: list[str]
    account_ids: list[UUID]
    content_hash: str
    images: list[ImageOut]
    ai_spans: list[SpanOut]
    author: Person | None
    created_at: datetime
    reviewed: bool


class RevisionsOut(Schema):
    items: list[RevisionOut]
    next: str | None
