"""What changed between two texts, by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Change:
    """A run of text: ``same``, ``ins`` or ``del``."""

    kind: str
    text: str


def by_word(old: str, new: str) -> list[Change]:
    """The new text with what went out and what came in."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    changes: list[Change] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(after[b1:b2])))
            continue
        if a2 > a1:
            changes.append(Change("del", "".join(before[a1:a2])))
        if b2 > b1:
            changes.append(Change("ins", "".join(after[b1:b2])))
    return changes
