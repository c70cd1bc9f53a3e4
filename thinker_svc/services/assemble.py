"""Choosing and joining: the most telling facts that fit, in reading order, and the voice around them."""

from __future__ import annotations

from typing import Literal

from thinker_svc.services.sentences import ORDER, Line

Length = Literal["short", "medium", "long"]
COUNT: dict[Length, int] = {"short": 2, "medium": 3, "long": 6}
SHARE: dict[Length, float] = {"short": 0.5, "medium": 0.85, "long": 1.0}
"""Of the room beside the question, for a model that writes the whole post."""
QUESTION_ROOM = 112  # characters kept for the closing question and the blank line before it
BREAK = "\n\n"


def room(aim: int, length: Length) -> int:
    """Characters for the whole post of a larger model, without its hashtags. `aim`: what reads well on its
    platforms. A question needs its room in a short post as well."""
    return QUESTION_ROOM + round((aim - QUESTION_ROOM) * SHARE[length])


def choose(lines: list[Line], *, aim: int, length: Length) -> list[str]:
    """At least one sentence, at most `COUNT[length]`, within `aim` characters less the question's room."""
    left = aim - QUESTION_ROOM
    taken: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.weight):
        used = sum(len(other.text) + 1 for other in taken)
        if len(taken) < COUNT[length] and (not taken or used + len(line.text) <= left):
            taken.append(line)
    return [line.text for line in sorted(taken, key=lambda line: ORDER.index(line.kind))]


def join(*, hook: str = "", body: str, question: str, hashtags: tuple[str, ...] = ()) -> str:
    """The post: parts that are empty leave no trace."""
    opening = " ".join(part for part in (hook, body) if part)
    return BREAK.join(part for part in (opening, question, " ".join(hashtags)) if part)
