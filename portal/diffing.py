"""What changed between two texts, by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.models.drafts import Revision

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Change:
    """A run of text: ``same``, ``ins`` or ``del``."""

    kind: str
    text: str


def words(text: str) -> list[str]:
    """The words, spaces and signs a text consists of."""
    return _WORDS.findall(text)


def by_word(old: str, new: str) -> list[Change]:
    """The new text with what went out and what came in."""
    before, after = words(old), words(new)
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


@dataclass(frozen=True)
class Difference:
    """What changed in one part of two versions: the title, the shared text, a platform's own."""

    part: str
    changes: list[Change]


def versions(older: Revision, newer: Revision) -> list[Difference]:
    """Every part that differs; the shared text always, also where nothing did."""
    found = []
    if older.title != newer.title:
        found.append(Difference("Title", by_word(older.title, newer.title)))
    found.append(Difference("", by_word(older.text, newer.text)))
    for name in sorted({*older.platform_texts, *newer.platform_texts}):
        was, became = older.platform_texts.get(name, ""), newer.platform_texts.get(name, "")
        if was != became:
            found.append(Difference(name, by_word(was, became)))
    return found
