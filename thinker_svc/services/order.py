"""What is to be written, and what was written, with all that it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    seeds and wordings, so that nothing is written twice in the same words."""

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
    `cut`: a person stopped it; `full`: the limit of tokens did."""

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


@dataclass(slots=True)
class Made:
    """A finished text. Spans are (start, end) in code points, end exclusive, of what the model wrote.
    `stopped`: a person stopped the model before it was done. `build` is what the server called itself."""

    title: str
    text: str = ""
    ai_spans: list[tuple[int, int]] = field(default_factory=list)
    template: str = ""
    template_version: int = 0
    prompt: list[dict[str, str]] = field(default_factory=list)
    format: dict[str, Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    first_token_at: datetime | None = None
    build: str | None = None
    stopped: bool = False
