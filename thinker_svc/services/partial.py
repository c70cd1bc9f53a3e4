"""Reading an answer while it is still being written: the string fields of an unfinished JSON object."""

from __future__ import annotations

import json
import re

FIELD = re.compile(r'"(\w+)"\s*:\s*"((?:[^"\\]|\\.)*)("?)')
HALF_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u[0-9a-fA-F]{0,3}$")


def fields(raw: str) -> dict[str, str]:
    """Each string field so far, the last one cut where the answer stands; never half a character."""
    return {name: _decode(value) for name, value, _ in FIELD.findall(raw)}


def finished(raw: str) -> dict[str, str]:
    """The string fields that were written to their end."""
    return {name: _decode(value) for name, value, end in FIELD.findall(raw) if end}


def _decode(value: str) -> str:
    whole = HALF_ESCAPE.sub(r"\1", value)
    try:
        text = str(json.loads(f'"{whole}"', strict=False))
    except ValueError:
        return ""
    return text[:-1] if text and 0xD800 <= ord(text[-1]) <= 0xDBFF else text
