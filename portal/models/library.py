"""Templates and voices: what drafts are written with."""

from datetime import datetime
from typing import Any

from pydantic import Field

from portal.models.base import Listing, Read, Text
from portal.models.people import Person

LANGUAGES = (
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("pt", "Portuguese"),
    ("ar", "Arabic"),
)
KINDS = {"question": "Closing question", "post": "Whole post"}


def language_name(code: str) -> str:
    return dict(LANGUAGES).get(code, code)


class Head(Read):
    """What is kept in versions."""

    id: str
    name: str
    version: int
    built_in: bool = False
    default: bool = False
    archived_at: datetime | None = None
    updated_at: datetime
    updated_by: Person | None = None


class TemplateRow(Head):
    kind: str
    usable: bool = True

    @property
    def kind_name(self) -> str:
        return KINDS.get(self.kind, self.kind)


class Template(TemplateRow):
    content: dict[str, Any] = Field(default_factory=dict)


class VoiceRow(Head):
    language: str = "en"

    @property
    def language_name(self) -> str:
        return language_name(self.language)


class Voice(VoiceRow):
    dir: str = "ltr"
    content: dict[str, Any] = Field(default_factory=dict)


class VersionRow(Read):
    number: int
    name: str
    note: Text = ""
    created_at: datetime
    author: Person | None = None


class Version(VersionRow):
    content: dict[str, Any] = Field(default_factory=dict)


class FactRow(Read):
    label: str
    value: str
    foreign: bool = False


class Preview(Read):
    """A template on a search, without asking a model."""

    title: str
    text: str
    language: str = "en"
    dir: str = "ltr"
    table: list[FactRow] = Field(default_factory=list)
    messages: list[dict[str, str]] = Field(default_factory=list)
    format: dict[str, Any] | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    notes: list[str] = Field(default_factory=list)


class RunError(Read):
    type: Text = ""
    title: Text = ""
    detail: Text = ""


class Answer(Read):
    """One answer of the model, and what was said of each of its fields; empty: it may stand."""

    raw: Text = ""
    verdicts: dict[str, str] = Field(default_factory=dict)
    broken_off: RunError | None = None

    @property
    def stands(self) -> bool:
        return bool(self.verdicts) and not any(self.verdicts.values())


class RunResult(Read):
    title: Text = ""
    ai_spans: list[tuple[int, int]] = Field(default_factory=list)
    messages: list[dict[str, str]] = Field(default_factory=list)
    answers: list[Answer] = Field(default_factory=list)


class TestRun(Read):
    """A template tried with the model; no draft comes of it."""

    id: str
    template_id: str
    template_version: int | None = None
    search_id: str
    status: str
    model: str
    text: Text = ""
    dir: str = "ltr"
    result: RunResult | None = None
    error: RunError | None = None
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status in {"queued", "running"}

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()

    def pieces(self) -> list[tuple[str, bool]]:
        """The text in runs, and whether the model wrote each."""
        at, runs = 0, []
        for start, end in sorted(self.result.ai_spans if self.result else []):
            runs += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [run for run in [*runs, (self.text[at:], False)] if run[0]]


class TemplateListing(Listing[TemplateRow]):
    """Templates, those that come with the product first."""


class VoiceListing(Listing[VoiceRow]):
    """Voices, the oldest first."""


class VersionListing(Listing[VersionRow]):
    """Versions, the newest first."""
