"""What pages of templates and voices have in common: choices in forms, what changed between versions."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from wtforms.fields.choices import SelectChoice

from portal import diffing, reference
from portal.clients import api
from portal.diffing import Difference
from portal.forms.base import options
from portal.models.library import LANGUAGES, Version, VersionRow
from svckit.http import HttpFailure

_LATELY = 30
FIELDS = {
    "system": "Who the model is, and its rules",
    "user": "What it is asked",
    "wish": "When the author asks for something",
    "interest": "Interest",
    "openings": "How the question may begin",
    "tail": "How it goes on",
    "words_beside_topic": "Most words beside the topic",
    "examples": "Examples",
    "options": "The model’s settings",
    "seeds": "Tries",
    "model": "Model",
    "language": "Language",
    "about": "In a few words",
    "do": "Do",
    "dont": "Don’t",
    "banned": "Banned words",
}


def template_choices() -> list[SelectChoice]:
    """Templates that the model in use can do, the default first and chosen by saying nothing."""
    found = reference.templates()
    # Of the kinds a model can do, it is asked for the most it can.
    kinds = {item.kind for item in found}
    kind = "post" if "post" in kinds else "question"
    usual = next((item for item in found if item.default and item.kind == kind), None)
    rest = [item for item in found if item is not usual]
    return options(
        ("", f"{usual.name} (default)" if usual else "The usual one"),
        *((item.id, item.name) for item in rest),
    )


def voice_choices() -> list[SelectChoice]:
    """Voices, the default first; and none."""
    found = reference.voices()
    usual = next((item for item in found if item.default), None)
    rest = [item for item in found if item is not usual]
    first = [("", f"{usual.name} (default)"), ("none", "No voice")] if usual else [("", "No voice")]
    return options(*first, *((item.id, item.name) for item in rest))


def language_choices() -> list[SelectChoice]:
    return options(("", "As the voice"), *LANGUAGES)


def search_choices() -> list[SelectChoice]:
    """The latest searches that brought something."""
    try:
        found = api().trends.searches(status="completed").items
    except HttpFailure:
        return []
    return options(*((item.id, f"{item.title}, {item.geo or 'worldwide'}") for item in found[:_LATELY]))


def compared(rows: list[VersionRow], read: Callable[[int], Version]) -> dict[str, Any]:
    """The two versions asked for, else the newest two, and what differs between them."""
    numbers = [row.number for row in rows]
    newer = request.args.get("to", type=int) or (numbers[0] if numbers else 0)
    older = request.args.get("from", type=int) or (numbers[1] if len(numbers) > 1 else newer)
    if older not in numbers or newer not in numbers:
        return {"older": 0, "newer": 0, "changes": []}
    before, after = read(older), read(newer)
    return {"older": older, "newer": newer, "changes": differences(before, after)}


def differences(before: Version, after: Version) -> list[Difference]:
    """Field by field, only what differs."""
    found = []
    if before.name != after.name:
        found.append(Difference("Name", diffing.by_word(before.name, after.name)))
    for field, name in FIELDS.items():
        old, new = (_written(version.content.get(field)) for version in (before, after))
        if old != new:
            found.append(Difference(name, diffing.by_word(old, new)))
    return found


def _written(value: Any) -> str:
    """A field's value as text, a line for each of its parts."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "\n".join(
            f"{name}: {_written(part)}" for name, part in value.items() if part not in (None, [])
        )
    if isinstance(value, list | tuple):
        return "\n".join(
            ", ".join(str(part) for part in item.values()) if isinstance(item, Mapping) else str(item)
            for item in value
        )
    return str(value)
