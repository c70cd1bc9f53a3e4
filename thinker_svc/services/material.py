"""What code has to say of an order, before any model: facts that fit, a question people wrote, a title."""

from __future__ import annotations

from dataclasses import replace

from thinker_svc.services import assemble, foreign, gates, platforms, posts, sentences, wording
from thinker_svc.services.languages import language
from thinker_svc.services.order import Made, Order, Text


def room(order: Order) -> int:
    """Characters that the post may take, hashtags aside: what its platforms bear, at the length asked for."""
    return assemble.room(platforms.aim(order.platforms), order.length)


def facts(order: Order) -> list[str]:
    """The sentences to begin with, none with a word that the voice bans.

    Raises:
        VoiceForbids: there is no other.
    """
    lines = posts.allowed_lines(order)
    if not lines:
        raise posts.VoiceForbids(order)
    # A model that says them in its own words has less room than code: of fewer it leaves none out.
    aim = platforms.aim(order.platforms) if order.asked_by.kind == "question" else room(order)
    return assemble.choose(lines, aim=aim, length=order.length)


def roomier(order: Order) -> list[Order]:
    """What else is to be written, where each platform gets its own: an order for each group that has clearly
    more room than the one before."""
    groups = platforms.groups(order.platforms)[1:] if order.each_platform else []
    return [replace(order, platforms=group, each_platform=False) for group in groups]


def assembled(order: Order, record: Made | None = None) -> Made:
    """The draft without any model: the facts and a written question. `record`: what was tried before."""
    made = replace(record or Made(""), title=title(order), ai_spans=[])
    if posts.allowed_lines(order):
        made.text = said(order)
        made.own = apart(made, [(one, Text(said(one))) for one in roomier(order)])
    else:
        made.text, made.own = "", {}
    return made


def said(order: Order, question: str | None = None) -> str:
    """The facts and a question: the one given, else a written one."""
    return assemble.join(body=" ".join(facts(order)), question=question or written_question(order))


def apart(made: Made, texts: list[tuple[Order, Text]]) -> dict[str, Text]:
    """By platform, those that say something else than the text for all."""
    return {name: text for order, text in texts for name in order.platforms if text.text != made.text}


def written_question(order: Order) -> str:
    """One written by people, in the draft's language; "" where the voice bans a word of each."""
    kind = "sensitive" if gates.sensitive(order.sheet.snapshot.keywords) else order.sheet.direction
    tongue = language(order.language)
    name = tongue.keyword(foreign.visible(order.sheet.keyword))
    written = [text.format(name=name) for text in tongue.written(kind)]
    turn = (order.turn - 1) % len(written)
    return next((text for text in written[turn:] + written[:turn] if not _forbidden(order, text)), "")


def title(order: Order) -> str:
    """What is new, in one line; the keywords where the voice bans a word of it."""
    news = sentences.title(order.sheet, order.language)
    plain = wording.capital(", ".join(order.sheet.snapshot.keywords))[:200]
    return plain if _forbidden(order, news) else news


def _forbidden(order: Order, text: str) -> bool:
    return order.voice is not None and bool(order.voice.forbids(text))
