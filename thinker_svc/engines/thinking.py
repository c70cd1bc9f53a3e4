"""What a reasoning model says to itself, parted from its answer.

Servers that know the model send the two apart. Others leave the tags in the text; some begin within the
thinking, so that only its end is marked.
"""

from __future__ import annotations

import re

OPENING = re.compile(r"\A\s*<(think|thinking|thought|reasoning)>", re.IGNORECASE)
CLOSING = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
HALF_OPENING = re.compile(r"\A\s*<[a-z]{0,9}\Z", re.IGNORECASE)


def split(raw: str) -> tuple[str, str]:
    """(thinking, answer) of what was said so far; a tag that is only half there belongs to neither."""
    closed = list(CLOSING.finditer(raw))
    opened = OPENING.match(raw)
    if closed:
        start = opened.end() if opened else 0
        return raw[start : closed[-1].start()].strip(), raw[closed[-1].end() :].lstrip()
    if opened:
        return raw[opened.end() :].strip(), ""
    return ("", "") if HALF_OPENING.match(raw) else ("", raw)
