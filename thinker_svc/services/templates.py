"""Prompt templates: data files, each with an id and a version that a draft's provenance names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from thinker_svc.services.facts import Direction

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"
Tone = Literal["neutral", "friendly", "playful", "professional"]


class Example(BaseModel):
    topic: str
    tone: Tone
    question: str


class Template(BaseModel):
    """A prompt for one kind of model. `options` are Ollama's; `seeds`: how many answers may be asked for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int
    system: str
    user: str
    interest: dict[Direction, str]
    options: dict[str, Any]
    seeds: int
    wish: str = ""
    openings: tuple[str, ...] = ()
    tail: str = ""
    words_beside_topic: int | None = None
    examples: dict[Direction, tuple[Example, ...]] = {}

    @property
    def name(self) -> str:
        return f"{self.id} v{self.version}"


@cache
def template(template_id: str, version: int = 1) -> Template:
    return Template.model_validate(_data(template_id, version))


@cache
def words(kind: str) -> frozenset[str]:
    """A named list of lower-case words or phrases from prompts/words."""
    return frozenset(_data("words", 1)[kind])


@cache
def written_questions(kind: str) -> tuple[str, ...]:
    return tuple(_data("written-questions", 1)[kind])


@cache
def _data(name: str, version: int) -> dict[str, Any]:
    return dict(json.loads((PROMPTS / f"{name}.v{version}.json").read_text(encoding="utf-8")))
