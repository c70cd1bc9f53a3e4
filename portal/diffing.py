"""What changed between two texts, by word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from portal.models.drafts import Revision
from portal.models.talk import Image

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
    """What changed in one part of two versions: platforms, title, shared text, or a platform's own."""

    part: str
    changes: list[Change]


@dataclass(frozen=True)
class Pictured:
    """What became of an image between two versions: ``came``, ``went``, ``moved`` or ``stays``.

    ``place`` counts from 1: in the newer version, or in the older one of an image that went; ``was`` is where
    one that moved stood. ``described``: its description by word, empty where that is the same or all new.
    """

    image: Image
    how: str
    place: int
    was: int = 0
    described: list[Change] = field(default_factory=list)


def versions(older: Revision, newer: Revision, name: Callable[[str], str] = str) -> list[Difference]:
    """Every part that differs; the shared text always, also where nothing did.

    Args:
        name: what people call the platform of an id.
    """
    found = []
    if set(older.platforms) != set(newer.platforms):
        was, became = (
            ", ".join(sorted(map(name, revision.platforms))) or "none" for revision in (older, newer)
        )
        found.append(Difference("Platforms", by_word(was, became)))
    if older.title != newer.title:
        found.append(Difference("Title", by_word(older.title, newer.title)))
    found.append(Difference("", by_word(older.text, newer.text)))
    for platform in sorted({*older.platform_texts, *newer.platform_texts}):
        was, became = older.platform_texts.get(platform, ""), newer.platform_texts.get(platform, "")
        if was != became:
            found.append(Difference(f"{name(platform)}’s own text", by_word(was, became)))
    return found


def images(older: Sequence[Image], newer: Sequence[Image]) -> list[Pictured]:
    """The images that differ, in their new order; then those that went."""
    before = {image.sha256: (place, image) for place, image in enumerate(older, 1)}
    after = {image.sha256 for image in newer}
    stays = _in_order(
        [one for one in before if one in after], [i.sha256 for i in newer if i.sha256 in before]
    )
    found = []
    for place, image in enumerate(newer, 1):
        if image.sha256 not in before:
            found.append(Pictured(image, "came", place))
            continue
        was, old = before[image.sha256]
        how = "stays" if image.sha256 in stays else "moved"
        described = by_word(old.alt, image.alt) if old.alt != image.alt else []
        if how == "moved" or described:
            found.append(Pictured(image, how, place, was, described))
    gone = ((place, image) for sha256, (place, image) in before.items() if sha256 not in after)
    return found + [Pictured(image, "went", place) for place, image in gone]


def _in_order(before: list[str], after: list[str]) -> set[str]:
    """Those that keep their order to one another: what others passed on its way has not moved."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {one for block in blocks for one in before[block.a : block.a + block.size]}
