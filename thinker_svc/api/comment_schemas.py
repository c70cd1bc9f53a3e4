"""What the HTTP API reads and writes of comments and images."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from svckit.schemas import IdPath, PageQuery, Person, Schema
from thinker_svc.api.schemas import Sha256
from thinker_svc.queries_comments import Status
from thinker_svc.services.anchors import LONGEST_QUOTE
from thinker_svc.services.comments import LONGEST
from thinker_svc.services.pictures import LONGEST_ALT, MOST

Alt = Annotated[str, StringConstraints(max_length=LONGEST_ALT)]


class CommentPath(IdPath):
    comment_id: UUID = Field(description="Id of the comment.")


class ImagePath(IdPath):
    sha256: Sha256 = Field(description="SHA-256 of its bytes, in hex.")


class SelectionBody(Schema):
    """The words a comment is about."""

    quote: str = Field(min_length=1, max_length=LONGEST_QUOTE)
    start: int = Field(ge=0, description="Where they begin, in code points.")
    platform: str | None = Field(
        default=None, max_length=30, description="In the text of this platform; left out: in the shared text."
    )


class NewCommentBody(Schema):
    text: str = Field(max_length=LONGEST, description="`@Name` tells that person by e-mail.")
    anchor: SelectionBody | None = Field(default=None, description="Left out: about the whole draft.")
    thread_id: UUID | None = Field(default=None, description="To reply to.")
    mentions: list[UUID] = Field(
        default=[], max_length=20, description="People meant, where names alone don't tell."
    )


class CommentEditBody(Schema):
    text: str = Field(max_length=LONGEST)
    mentions: list[UUID] = Field(
        default=[],
        max_length=20,
        description="People meant, where names alone don't tell. Those it mentions already go without.",
    )


class CommentsQuery(PageQuery):
    status: Status = "all"


class AnchorOut(Schema):
    platform: str | None
    quote: str
    start: int | None = Field(description="Where the words stand now, in code points; null: they changed.")
    end: int | None = Field(description="Not included.")
    changed: bool = Field(description="The text no longer has these words there.")


class CommentOut(Schema):
    id: UUID
    author: Person
    text: str
    mentions: list[Person]
    version: int = Field(description="Its ETag.")
    created_at: datetime
    edited_at: datetime | None
    deleted: bool
    mine: bool


class ThreadOut(Schema):
    """A thread: its first comment, and the replies to it, oldest first."""

    id: UUID
    draft_id: UUID
    anchor: AnchorOut | None
    resolved_at: datetime | None
    resolved_by: Person | None
    comments: list[CommentOut]


class ThreadsOut(Schema):
    items: list[ThreadOut]
    next: str | None
    counts: dict[str, int] = Field(description="Threads: `open`, and `all`.")


class PeopleQuery(PageQuery):
    q: str = Field(default="", max_length=120, description="Beginning of any part of the name.")


class TeammateOut(Schema):
    id: UUID
    name: str
    role: str


class TeammatesOut(Schema):
    items: list[TeammateOut]
    next: str | None


class ImageQuery(Schema):
    """How an uploaded picture is described."""

    alt: Alt = Field(default="", description="What it shows; needed before the draft is submitted.")
    chart: bool = Field(default=False, description="It is the trend's chart: described from the facts.")


class WantedImage(Schema):
    sha256: Sha256
    alt: Alt


class ImagesBody(Schema):
    """All images the draft shall have, in order."""

    images: list[WantedImage] = Field(max_length=MOST)
