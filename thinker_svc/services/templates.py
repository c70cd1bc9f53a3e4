"""Prompt templates: what a model is told, as data. Those that come with the product are files; each has an id
and a version that a draft's provenance names."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from thinker_svc.services.facts import Direction

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"
Tone = Literal["neutral", "friendly", "playful", "professional"]
Kind = Literal["question", "post"]
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# What code fills in. `data` is the fenced block of facts: foreign text stands in it, and nowhere else.
PLACEHOLDERS: dict[Kind, frozenset[str]] = {
    "question": frozenset({"topic", "interest", "tone"}),
    "post": frozenset({"data", "interest", "tone", "language", "aim", "hashtags", "wish"}),
}
NEEDED: dict[Kind, str] = {"question": "topic", "post": "data"}

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
# A piece of a pattern the answer must match: plain words, nothing that could change the pattern's meaning.
Opening = Annotated[str, StringConstraints(pattern=r"^[A-Za-z' ]{2,60}$", strip_whitespace=True)]


class Example(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Line
    tone: Tone
    question: Line


Stop = Annotated[str, StringConstraints(min_length=1, max_length=40)]


def _is_none(value: object) -> bool:
    return value is None


class Options(BaseModel):
    """The model's own settings. What is left out is the model's default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    temperature: float | None = Field(default=None, ge=0, le=2)
    top_k: int | None = Field(default=None, ge=1, le=1000)
    top_p: float | None = Field(default=None, gt=0, le=1)
    min_p: float | None = Field(default=None, ge=0, le=1)
    repeat_penalty: float | None = Field(default=None, ge=0.5, le=2)
    num_predict: int | None = Field(default=None, ge=8, le=4096, description="Most tokens of an answer.")
    # Left out where they are not set: a version that knows neither refuses options it doesn't know.
    num_ctx: int | None = Field(
        default=None,
        ge=512,
        le=131_072,
        exclude_if=_is_none,
        description="Tokens of prompt and answer the model has room for.",
    )
    stop: tuple[Stop, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=4,
        exclude_if=_is_none,
        description="Where one of these comes, the answer ends.",
    )


ModelName = Annotated[str, StringConstraints(max_length=120, pattern=r"^([A-Za-z0-9][A-Za-z0-9._:/@-]*)?$")]


class TemplateContent(BaseModel):
    """What a version of a template says. `seeds`: how many answers may be asked for. The last four are for
    questions alone: how they may begin and go on, and examples that go before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
    user: Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
    interest: dict[Direction, Line]
    options: Options = Options()
    seeds: int = Field(default=2, ge=1, le=6)
    model: ModelName = Field(default="", description="Writes with it; empty: the default model.")
    wish: Annotated[str, StringConstraints(max_length=400)] = ""
    openings: tuple[Opening, ...] = Field(default=(), max_length=40)
    tail: Annotated[str, StringConstraints(max_length=60)] = ""
    words_beside_topic: int | None = Field(default=None, ge=2, le=30)
    examples: dict[Direction, tuple[Example, ...]] = {}

    @field_validator("interest")
    @classmethod
    def _all_directions(cls, value: dict[Direction, str]) -> dict[Direction, str]:
        if set(value) != {"up", "down", "steady"}:
            raise ValueError("Say it for up, down and steady.")
        return value

    @field_validator("tail")
    @classmethod
    def _known_tail(cls, value: str) -> str:
        # It is a pattern for the model's server, which is not ours to crash.
        if value and not re.fullmatch(r"\[[A-Za-z0-9 '\-]{1,30}\]\{\d{1,2},\d{1,3}\}\[\?\]", value):
            raise ValueError("It has the form [letters]{from,to}[?], as in [A-Za-z '-]{4,70}[?].")
        return value


class Template(TemplateContent):
    """A version of a template, to be used."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int
    kind: Kind
    template_id: UUID | None = None

    @model_validator(mode="before")
    @classmethod
    def _kind_of_a_file(cls, data: Any) -> Any:
        if isinstance(data, dict) and "kind" not in data:
            return data | {"kind": "question" if data.get("openings") else "post"}
        return data

    @property
    def name(self) -> str:
        return f"{self.id} v{self.version}"

    @property
    def chosen_options(self) -> dict[str, Any]:
        return self.options.model_dump(exclude_none=True)


def faults(kind: Kind, content: TemplateContent) -> list[tuple[str, str]]:
    """(field, what is wrong with it): placeholders that are unknown or missing, and what a kind needs."""
    found: list[tuple[str, str]] = []
    known = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS[kind]))
    for name in PLACEHOLDER.findall(content.user):
        if name not in PLACEHOLDERS[kind]:
            found.append(("user", f"There is no {{{name}}} to fill in. There are {known}."))
    if f"{{{NEEDED[kind]}}}" not in content.user:
        found.append(("user", f"{{{NEEDED[kind]}}} is missing: without it the model doesn't know its topic."))
    if kind == "post" and content.wish and "{instructions}" not in content.wish:
        found.append(("wish", "{instructions} is missing: it stands for what the author asks."))
    if kind == "question" and not content.openings:
        found.append(("openings", "Give at least one way for the question to begin."))
    if kind == "question" and not content.tail:
        found.append(("tail", "Say how the question goes on, as in [A-Za-z '-]{4,70}[?]."))
    if kind == "question" and any(not content.examples.get(way) for way in content.interest):
        found.append(("examples", "Give at least one example for up, down and steady each."))
    return found


def fill(pattern: str, **values: str) -> str:
    """The pattern with its placeholders filled in, once: braces within a value mean nothing."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), pattern)


def built_in_id(slug: str) -> UUID:
    """The id under which a template that comes with the product stands in every database."""
    return uuid5(NAMESPACE_URL, f"template:{slug}")


@cache
def template(slug: str, version: int = 1) -> Template:
    """One that comes with the product."""
    return Template.model_validate(_data(slug, version) | {"template_id": built_in_id(slug)})


@cache
def words(kind: str) -> frozenset[str]:
    """A named list of lower-case words or phrases from prompts/words."""
    return frozenset(_data("words", 1)[kind])


@cache
def _data(name: str, version: int) -> dict[str, Any]:
    return dict(json.loads((PROMPTS / f"{name}.v{version}.json").read_text(encoding="utf-8")))
