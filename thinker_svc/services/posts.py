"""From what may stand to the post: sentences the voice bears, fields in their order, a length that fits."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from thinker_svc.engines.base import EngineError
from thinker_svc.services import assemble, platforms, sentences
from thinker_svc.services.facts import Sheet
from thinker_svc.services.order import Order
from thinker_svc.services.sentences import Line

WORDINGS = 3


class VoiceForbids(EngineError):
    """Whatever could be said of the search holds a word that the voice bans: no post, rather than that."""

    type: ClassVar[str] = "voice-forbids-topic"
    title: ClassVar[str] = "The voice bans what the search is about"

    def __init__(self, order: Order) -> None:
        voice = order.voice
        word = voice.forbids(" ".join(order.sheet.snapshot.keywords)) if voice else ""
        name = voice.name if voice else ""
        about = f"bans “{word}”" if word else "bans a word of every sentence that the data gives"
        super().__init__(
            f"The voice “{name}” {about}. Choose another voice, or take the word off its list, and retry."
        )


def allowed_lines(order: Order) -> list[Line]:
    """All that can be said, each in the first of its wordings that the voice bears; nothing when it bans
    what the search is about."""
    if order.voice is not None and order.voice.forbids(order.sheet.keyword):
        return []
    found = _allowed(order, order.sheet)
    if order.sheet.change and not any(line.kind == "change" for line in found):
        # "It peaked" needs something before it: without that sentence, the others name their topic.
        found = _allowed(order, replace(order.sheet, change=None))
    return found


def _allowed(order: Order, sheet: Sheet) -> list[Line]:
    turns = [sentences.lines(sheet, order.turn - 1 + extra, order.language) for extra in range(WORDINGS)]
    found = []
    for wordings in zip(*turns, strict=True):
        fit = (line for line in wordings if order.voice is None or not order.voice.forbids(line.text))
        line = next(fit, None)
        if line is not None:
            found.append(line)
    return found


def compose(
    order: Order, given: list[str], kept: dict[str, str], tags: tuple[str, ...], question: str
) -> tuple[str, list[str]]:
    """The post, and the parts of it that the model wrote. What is too long for a platform loses hashtags
    first, then the hook, then the model's body; so does what holds a banned word only as a whole."""
    facts, asked = " ".join(given), kept.get("question") or question
    body, hook, line = kept.get("body", ""), kept.get("hook", ""), " ".join(tags)
    for parts in (
        (hook, body, asked, line),
        (hook, body, asked, ""),
        ("", body, asked, ""),
        ("", "", asked, ""),
    ):
        text = assemble.join(
            hook=parts[0], body=parts[1] or facts, question=parts[2], hashtags=tuple(parts[3].split())
        )
        if fits(order, text):
            written = [parts[0], parts[1], kept.get("question", ""), parts[3]]
            return text, [part for part in written if part]
    return assemble.join(body=facts, question=question), []


def fits(order: Order, text: str) -> bool:
    """Whether every platform takes it at its length, and the voice bears it."""
    names = [name for name in order.platforms if name in platforms.PLATFORMS]
    short = not any(platforms.PLATFORMS[name].too_long(text) for name in names)
    return short and not (order.voice and order.voice.forbids(text))
