"""What a draft carries beside its text: images, talk, and all that happened to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from svckit.schemas import PageQuery, Person, Schema
from thinker_svc.services.timeline import Category


class ImageOut(Schema):
    id: UUID
    sha256: str = Field(description="Of its bytes, in hex.")
    alt: str = Field(description="What it shows; empty: not described yet.")
    mime: str
    width: int
    height: int
    url: str = Field(description="Where its bytes are, for people who are signed in.")


class CommentCountsOut(Schema):
    open: int
    all: int


class TimelineEntryOut(Schema):
    id: UUID
    kind: str
    at: datetime
    actor: Person | None
    comment: str
    version: int | None
    content_hash: str | None
    detail: str
    guest: str = Field(default="", description="The confirmed address, where a guest did it.")
    comment_id: UUID | None = Field(description="Of what was said, to link to it.")


class TimelineQuery(PageQuery):
    about: Category | None = Field(default=None, description="Left out: all of it.")


class TimelineOut(Schema):
    items: list[TimelineEntryOut]
    next: str | None
