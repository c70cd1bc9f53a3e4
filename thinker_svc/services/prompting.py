"""From a sheet of facts to the messages and the answer format a model gets."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thinker_svc.services.facts import Sheet, clean_query
from thinker_svc.services.templates import Template, Tone

Messages = list[dict[str, str]]
INSTRUCTIONS_LENGTH = 500
OPENINGS_AGAIN = 5


@dataclass(frozen=True, slots=True)
class Prompt:
    messages: Messages
    format: dict[str, Any]
    options: dict[str, Any]


def topic(sheet: Sheet) -> str:
    return clean_query(sheet.keyword) or "this topic"


def closing_question(template: Template, sheet: Sheet, tone: Tone, number: int = 1) -> Prompt:
    """No figures in it: a basic model misassigns every number it sees. Examples share the sheet's direction,
    the one of the same tone last, where a small model listens most. Asked again (`number` above 1) it has
    to begin otherwise."""
    examples = sorted(template.examples[sheet.direction], key=lambda example: example.tone == tone)
    interest = template.interest[sheet.direction]
    messages: Messages = [{"role": "system", "content": template.system}]
    for example in examples:
        ask = template.user.format(topic=example.topic, interest=interest, tone=example.tone)
        messages.append({"role": "user", "content": ask})
        messages.append({"role": "assistant", "content": json.dumps({"question": example.question})})
    messages.append(
        {"role": "user", "content": template.user.format(topic=topic(sheet), interest=interest, tone=tone)}
    )
    pattern = f"^({'|'.join(_openings(template, sheet, number))}) {template.tail}$"
    return Prompt(
        messages,
        {
            "type": "object",
            "properties": {"question": {"type": "string", "pattern": pattern}},
            "required": ["question"],
        },
        dict(template.options),
    )


def _openings(template: Template, sheet: Sheet, number: int) -> Sequence[str]:
    """All of them at first, which reads best; then a few, others each time."""
    if number == 1:
        return template.openings
    chance = random.Random(f"{sheet.keyword}{number}")  # noqa: S311 - variety, not a secret
    return chance.sample(template.openings, min(OPENINGS_AGAIN, len(template.openings)))


def full_post(
    template: Template, sheet: Sheet, facts: list[str], *, tone: Tone, aim: int, instructions: str
) -> Prompt:
    """Everything in one schema, in the order it is read. Foreign text is fenced and can't close its fence."""
    wish = clean_instructions(instructions)
    ask = template.user.format(
        topic=topic(sheet),
        interest=template.interest[sheet.direction],
        facts="\n".join(f"- {fact}" for fact in facts),
        tone=tone,
        aim=aim,
        wish=template.wish.format(instructions=wish) if wish else "",
    )
    text = {"type": "string"}
    properties = {
        "hook": text,
        "body": text,
        "question": text,
        "hashtags": {"type": "array", "items": text, "maxItems": 3},
    }
    return Prompt(
        [{"role": "system", "content": template.system}, {"role": "user", "content": ask.rstrip()}],
        {"type": "object", "properties": properties, "required": list(properties)},
        dict(template.options),
    )


def clean_instructions(text: str) -> str:
    """The editor's own wish: one line, no control characters, bounded."""
    flat = re.sub(r"[\x00-\x1f\x7f<>]+", " ", text)
    return re.sub(r"\s+", " ", flat).strip()[:INSTRUCTIONS_LENGTH]
