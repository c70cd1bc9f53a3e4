"""Templates and voices as the API reads and writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from svckit.schemas import PageQuery, Person, Schema
from thinker_svc.services.assemble import Length
from thinker_svc.services.languages import Code
from thinker_svc.services.templates import Kind, TemplateContent, Tone
from thinker_svc.services.voices import VoiceContent

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Platform = Annotated[str, StringConstraints(max_length=30)]


class LibraryQuery(PageQuery):
    archived: bool = Field(default=False, description="Archived ones as well.")


class VersionPath(Schema):
    """``/{id}/versions/{number}``"""

    id: UUID
    number: int = Field(ge=1)


class HeadOut(Schema):
    id: UUID
    name: str
    version: int = Field(description="The newest one's number; also the ETag.")
    built_in: bool = Field(description="It comes with the product and can't be changed; make a copy.")
    default: bool
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    updated_by: Person | None = Field(description="null for what comes with the product.")


class TemplateRow(HeadOut):
    kind: Kind = Field(description="`question`: the model adds one. `post`: it writes the whole post.")
    usable: bool = Field(description="Whether the model in use can do what it asks.")


class TemplateOut(TemplateRow):
    content: TemplateContent


class TemplatesOut(Schema):
    items: list[TemplateRow]
    next: str | None


class VoiceRow(HeadOut):
    language: Code


class VoiceOut(HeadOut):
    language: Code
    dir: Literal["ltr", "rtl"]
    content: VoiceContent


class VoicesOut(Schema):
    items: list[VoiceRow]
    next: str | None


class VersionRow(Schema):
    number: int
    name: str
    note: str
    created_at: datetime
    author: Person | None


class VersionsOut(Schema):
    items: list[VersionRow]
    next: str | None


class TemplateVersionOut(VersionRow):
    content: TemplateContent


class VoiceVersionOut(VersionRow):
    content: VoiceContent


class NewTemplateBody(Schema):
    name: Name
    kind: Kind
    content: TemplateContent
    note: Note = ""


class TemplateBody(Schema):
    name: Name
    content: TemplateContent
    note: Note = Field(default="", description="What changed, for whoever reads the versions.")


class VoiceBody(Schema):
    name: Name
    content: VoiceContent
    note: Note = ""


class DefaultBody(Schema):
    default: bool = True


class TryBody(Schema):
    """What to try a template on. `content` goes before what is saved: an edit can be tried unsaved."""

    search_id: UUID
    platforms: list[Platform] = Field(default=["webhook"], min_length=1, max_length=10)
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = Field(default="", max_length=500)
    voice_id: UUID | Literal["none"] | None = None
    language: Code | None = None
    version: int | None = Field(default=None, ge=1, description="Left out: the newest.")
    content: TemplateContent | None = None


class FactRow(Schema):
    label: str
    value: str
    foreign: bool = Field(description="It holds words that strangers wrote.")


class PreviewOut(Schema):
    title: str
    text: str = Field(description="What there is without any model.")
    language: Code
    dir: Literal["ltr", "rtl"]
    table: list[FactRow]
    messages: list[dict[str, str]] = Field(description="Empty where no model would be asked.")
    format: dict[str, Any] | None
    options: dict[str, Any]
    notes: list[str]


class TestRunOut(Schema):
    """`text` grows while it is `running`. Nothing of it becomes a draft."""

    id: UUID
    template_id: UUID
    template_version: int | None = Field(description="null: tried before it was saved.")
    search_id: UUID
    status: Literal["queued", "running", "done", "failed", "stopped"]
    model: str
    text: str
    dir: Literal["ltr", "rtl"]
    result: dict[str, Any] | None = Field(
        description="`title`, `ai_spans`, `messages`, `format`, `options`, `answers`."
    )
    error: dict[str, Any] | None
    requested_by: Person
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
