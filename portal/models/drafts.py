"""Drafts: what is written, and who has said what about it."""

from datetime import datetime
from typing import Any

from pydantic import Field, field_validator

from portal.models.base import Listing, Read, Text, Trouble
from portal.models.library import language_name
from portal.models.people import Person
from portal.models.reviews import Approvals, FigureCounts, Held
from portal.models.talk import CommentCounts, Image


class Content(Read):
    """The words: one text for all platforms, and those that have their own."""

    text: Text = ""
    platform_texts: dict[str, str] = Field(default_factory=dict)

    def on(self, platform: str) -> str:
        """What this platform will show."""
        return self.platform_texts.get(platform) or self.text


class Span(Read):
    """Code points of the text that a model wrote; ``end`` is exclusive."""

    start: int
    end: int


class Piece(Read):
    """A run of the text, and whether a model wrote it."""

    text: str
    is_ai: bool


def pieces(text: str, spans: list[Span]) -> list[Piece]:
    """A text in runs, those of the spans marked."""
    at, runs = 0, []
    for span in sorted(spans, key=lambda s: s.start):
        start, end = max(span.start, at), min(span.end, len(text))
        if start >= end:
            continue
        runs += [Piece(text=text[at:start], is_ai=False), Piece(text=text[start:end], is_ai=True)]
        at = end
    runs.append(Piece(text=text[at:], is_ai=False))
    return [run for run in runs if run.text]


LENGTHS = ("short", "medium", "long")


class Generation(Read):
    """The writing of the draft, as it was asked for and what became of it."""

    status: Text = ""
    model: Text = ""
    tone: Text = "neutral"
    length: Text = "medium"
    standing_length: Text = ""
    instructions: Text = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    first_token_at: datetime | None = None
    place: int | None = None
    usual_seconds: float | None = None
    variants: int = 1
    each_platform: bool = False
    alternatives: int = 0
    stopping: bool = False
    error: Trouble | None = None
    ai_spans: list[Span] = Field(default_factory=list)
    platform_spans: dict[str, list[Span]] = Field(default_factory=dict)

    @field_validator("error", mode="before")
    @classmethod
    def _plain_error(cls, value: Any) -> Any:
        return {"detail": value} if isinstance(value, str) else value

    @property
    def shorter(self) -> str:
        """One notch below the text that stands, which a failed writing leaves; the shortest stays the
        shortest."""
        return self._notch(-1)

    @property
    def longer(self) -> str:
        return self._notch(1)

    def _notch(self, step: int) -> str:
        now = self.standing_length or self.length
        at = LENGTHS.index(now) if now in LENGTHS else 1
        return LENGTHS[min(max(at + step, 0), len(LENGTHS) - 1)]

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class Review(Read):
    """The last decision."""

    decision: str
    comment: Text = ""
    reviewer: Person | None = None
    decided_at: datetime | None = None
    content_hash: Text = ""


class Permission(Read):
    """Whether the visitor may do a thing, and if not, why."""

    allowed: bool = False
    reason: Text = ""


class Permissions(Read):
    """What the visitor may do with the draft."""

    edit: Permission = Permission()
    submit: Permission = Permission()
    withdraw: Permission = Permission()
    approve: Permission = Permission()
    request_changes: Permission = Permission()
    reject: Permission = Permission()
    regenerate: Permission = Permission()
    stop: Permission = Permission()
    hold: Permission = Permission()
    release: Permission = Permission()
    set_aside: Permission = Permission()

    @field_validator("*", mode="before")
    @classmethod
    def _from_bool(cls, value: Any) -> Any:
        return {"allowed": value} if isinstance(value, bool) else value


class Publication(Read):
    """What became of the post."""

    post_id: str
    state: str
    scheduled_at: datetime | None = None
    published_at: datetime | None = None


class Used(Read):
    """The version of a template or voice that the text was written with."""

    id: str
    name: Text = ""
    version: int


class Draft(Read):
    """A post before anybody has signed it."""

    id: str
    search_id: Text = ""
    title: Text = ""
    state: str
    platforms: list[str] = Field(default_factory=list)
    account_ids: list[str] = Field(default_factory=list)
    content: Content = Content()
    content_hash: Text = ""
    images: list[Image] = Field(default_factory=list)
    comments: CommentCounts = CommentCounts()
    version: int = 0
    author: Person
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None
    submitted_at: datetime | None = None
    publish_at: datetime | None = None
    keywords: list[str] = Field(default_factory=list)
    geo: Text = ""
    sample: bool = False
    basic_model: bool = False
    language: Text = "en"
    dir: Text = "ltr"
    template: Used | None = None
    voice: Used | None = None
    generation: Generation | None = None
    review: Review | None = None
    publication: Publication | None = None
    approvals: Approvals = Approvals()
    held: Held | None = None
    figures: FigureCounts | None = None
    permissions: Permissions = Permissions()

    @property
    def text_dir(self) -> str:
        """For `dir`: a language that runs from right to left does so from its first letter; others tell."""
        return "rtl" if self.dir == "rtl" else "auto"

    @property
    def unchecked_in(self) -> str:
        """The name of its language where figures aren't checked in that; else nothing."""
        return language_name(self.language) if self.figures and not self.figures.checked else ""

    @property
    def shown_title(self) -> str:
        return self.title or ", ".join(self.keywords) or "Untitled draft"

    @property
    def short_hash(self) -> str:
        """Eight digits in two groups, as people compare them."""
        bare = self.content_hash.removeprefix("sha256:")
        return f"{bare[:4]} {bare[4:8]}" if bare else ""

    @property
    def is_running(self) -> bool:
        return self.state == "generating"

    def ai_spans(self, platform: str = "") -> list[Span]:
        """What the model wrote of that platform's own text; of the shared one, where it has none."""
        if self.generation is None:
            return []
        own = self.content.platform_texts.get(platform)
        return self.generation.platform_spans.get(platform, []) if own else self.generation.ai_spans

    def pieces(self, platform: str = "") -> list[Piece]:
        """That platform's text, or the shared one, in runs; those that the model wrote are marked."""
        return pieces(self.content.on(platform), self.ai_spans(platform))

    @property
    def ai_words(self) -> list[str]:
        """What the model wrote, of any of the texts, each once."""
        runs = [run for name in ("", *self.platforms) for run in self.pieces(name)]
        return list(dict.fromkeys(run.text.strip() for run in runs if run.is_ai))


class DraftListing(Listing[Draft]):
    """Drafts with the count of each state; at least so many, where not exact."""

    counts_exact: bool = True

    @property
    def total(self) -> int | None:
        """How many there are, without those that were put away."""
        return sum(n for state, n in self.counts.items() if state != "archived") if self.counts else None


class ReviewListing(Listing[Draft]):
    """What waits for review, with the count of each filter and of each platform."""

    platforms: dict[str, int] = Field(default_factory=dict)


class Revision(Read):
    """An earlier version of the words."""

    version: int
    text: Text = ""
    title: Text = ""
    platform_texts: dict[str, str] = Field(default_factory=dict)
    account_ids: list[str] = Field(default_factory=list)
    kind: Text = ""
    author: Person | None = None
    created_at: datetime
    content_hash: Text = ""
    images: list[Image] = Field(default_factory=list)
    platforms: list[str] = Field(default_factory=list)
    reviewed: bool = False


class TimelineEntry(Read):
    """Something that happened to the draft."""

    kind: str
    at: datetime
    actor: Person | None = None
    comment: Text = ""
    version: int | None = None
    content_hash: Text = ""
    detail: Text = ""
    guest: Text = ""
    comment_id: Text = ""
