"""What is to be written, and what was written, with all that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from thinker_svc.services.assemble import Length
from thinker_svc.services.facts import Sheet
from thinker_svc.services.languages import Code
from thinker_svc.services.templates import Template, Tone, template
from thinker_svc.services.voices import Voice


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. `number` counts the generations of the draft and `variant` its alternatives: both turn
    seeds and wordings, so that nothing is written twice in the same words. `each_platform`: where one of the
    platforms has clearly more room than the strictest, it gets a longer text of its own."""

    sheet: Sheet
    platforms: list[str]
    model: str
    basic: bool
    tone: Tone = "neutral"
    length: Length = "medium"
    instructions: str = ""
    number: int = 1
    variant: int = 1
    template: Template | None = None
    voice: Voice | None = None
    language: Code = "en"
    each_platform: bool = False

    @property
    def asked_by(self) -> Template:
        """The template; without one, the one that comes with the product for such a model."""
        return self.template or template("closing-question" if self.basic else "full-post")

    @property
    def turn(self) -> int:
        return self.number + self.variant - 1

    @property
    def first_seed(self) -> int:
        return self.number * 100 + (self.variant - 1) * 10


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the model as it came, what it thought before, and what the gates said of each field
    ("" = passed). `malformed`: it was not of the shape asked for. `repair`: it was asked to put that right.
    `cut`: a person stopped it; `full`: the limit of tokens did; `broken_off`: the server or the time did, as
    the type, title and detail of the error. `follow_up`: the messages sent after those of the prompt."""

    seed: int
    raw: str
    verdicts: dict[str, str]
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    thinking: str = ""
    malformed: bool = False
    repair: bool = False
    cut: bool = False
    variant: int = 1
    full: bool = False
    follow_up: list[dict[str, str]] = field(default_factory=list)
    broken_off: dict[str, str] | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Answer:
        """From its JSON: an older one lacks fields, one of a newer version has others."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Text:
    """What one platform gets of its own; its spans as those of `Made`."""

    text: str
    ai_spans: Spans = field(default_factory=list)


@dataclass(slots=True)
class Made:
    """A finished text. Spans are (start, end) in code points, end exclusive, of what the model wrote. `own`,
    by platform: where that one's text is another. `stopped`: a person stopped the model before it was done.
    `build` is what the server called itself; `setting`: see services/setting.py."""

    title: str
    text: str = ""
    ai_spans: Spans = field(default_factory=list)
    own: dict[str, Text] = field(default_factory=dict)
    template: str = ""
    template_version: int = 0
    prompt: list[dict[str, str]] = field(default_factory=list)
    format: dict[str, Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    setting: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    first_token_at: datetime | None = None
    build: str | None = None
    stopped: bool = False
