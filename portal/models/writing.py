"""Writing: texts to choose from, models, models being fetched."""

from datetime import datetime
from typing import Any

from pydantic import Field

from portal.models.base import Listing, Read, Text, Trouble
from portal.models.drafts import Piece, Span, pieces
from portal.models.library import language_name
from portal.models.people import Person


class Alternative(Read):
    """One of several texts of one generation."""

    number: int
    text: Text = ""
    ai_spans: list[Span] = Field(default_factory=list)
    platform_texts: dict[str, str] = Field(default_factory=dict)
    seed: int | None = None
    in_use: bool = False

    def pieces(self) -> list[Piece]:
        """The text in runs, those that the model wrote marked."""
        return pieces(self.text, self.ai_spans)


class Alternatives(Read):
    """Those that are written, of as many as were wanted."""

    items: list[Alternative] = Field(default_factory=list)
    wanted: int = 1

    def numbered(self, number: int) -> Alternative | None:
        return next((item for item in self.items if item.number == number), None)


class Model(Read):
    """A model that is on the server."""

    name: str
    digest: Text = ""
    size: int | None = None
    parameters: Text = ""
    basic: bool = False
    default: bool = False


class Models(Read):
    """All of them, and which one writes."""

    items: list[Model] = Field(default_factory=list)
    engine: Text = "ollama"
    can_fetch: bool = False
    default: Text = ""
    default_available: bool = False


class DefaultModel(Read):
    """Which model writes; ``version`` is its ETag."""

    model: str
    version: int = 0
    chosen_at: datetime | None = None
    chosen_by: Person | None = None


class Pull(Read):
    """A model being fetched."""

    id: str
    model: str
    status: str
    step: Text = ""
    completed: int = 0
    total: int = 0
    cancelling: bool = False
    requested_by: Person
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: Trouble | None = None

    @property
    def is_open(self) -> bool:
        return self.status in {"queued", "running"}

    @property
    def percent(self) -> int | None:
        """None until the server has said how much there is."""
        return min(100, 100 * self.completed // self.total) if self.total else None


class PullListing(Listing[Pull]):
    """Models being fetched, and those that were; the newest first."""


class Answer(Read):
    """One answer of a model as it came. ``verdicts``: what the gates said of each field, empty = passed."""

    seed: int = 0
    raw: Text = ""
    thinking: Text = ""
    verdicts: dict[str, str] = Field(default_factory=dict)
    malformed: bool = False
    repair: bool = False
    cut: bool = False
    full: bool = False
    variant: int = 1
    follow_up: list["Message"] = Field(default_factory=list)
    broken_off: Trouble | None = None
    prompt_tokens: int | None = None
    answer_tokens: int | None = None


class Message(Read):
    """A part of the conversation that the model was given."""

    role: str
    content: Text = ""


class OwnText(Read):
    """What a platform got of its own."""

    text: Text = ""


class WrittenFor(Read):
    """Where a text was to go, and how many characters read well there."""

    platforms: list[str] = Field(default_factory=list)
    aim: int


class Server(Read):
    """Where a model was asked, and how long it was to stay loaded."""

    engine: Text = ""
    host: Text = ""
    keep_alive: Text = ""


class Record(Read):
    """One run of the model for a draft: all that it was made from, and what came of it."""

    id: str = ""
    number: int = 1
    status: Text = ""
    attempt: int = 1
    requested_by: Person | None = None
    tone: Text = ""
    length: Text = ""
    instructions: Text = ""
    model: Text = ""
    basic_model: bool = False
    digest: Text = ""
    template: Text = ""
    template_version: int | None = None
    voice: Text = ""
    voice_version: int | None = None
    language: Text = ""
    messages: list[Message] | None = None
    format: dict[str, Any] | None = None
    options: dict[str, Any] | None = None
    written_for: WrittenFor | None = None
    server: Server | None = None
    answers: list[Answer] | None = None
    text: Text = ""
    own_texts: dict[str, OwnText] = Field(default_factory=dict)
    variants: int = 1
    each_platform: bool = False
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    queued_at: datetime | None = None
    started_at: datetime | None = None
    first_token_at: datetime | None = None
    finished_at: datetime | None = None
    error: Trouble | None = None

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def seconds(self) -> float | None:
        return _between(self.started_at, self.finished_at)

    @property
    def seconds_to_first(self) -> float | None:
        return _between(self.started_at, self.first_token_at)

    @property
    def seconds_in_line(self) -> float | None:
        return _between(self.queued_at, self.started_at)


class Provenance(Read):
    """Where a draft's words come from, run by run, the newest first."""

    generations: list[Record] = Field(default_factory=list)


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None
