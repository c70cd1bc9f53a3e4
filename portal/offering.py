"""The texts that a draft offers to choose from, as its page shows them."""

from dataclasses import dataclass

from flask import Flask, current_app

from portal import diffing, reference
from portal.clients import api
from portal.diffing import Change
from portal.models.drafts import Draft
from portal.models.writing import Alternative, Alternatives
from portal.tokens import SignedOut
from svckit.http import HttpFailure

NONE = Alternatives()


@dataclass(frozen=True)
class Offer:
    """One text, and where its words differ from those of the draft; ``own``, by names of platforms with the
    same text of their own, likewise."""

    alternative: Alternative
    changes: list[Change]
    own: list[tuple[str, list[Change]]]


def written(draft: Draft) -> Alternatives:
    """Those that are written so far; none where one text was asked for, or the service doesn't answer."""
    generation = draft.generation
    if generation is None or (generation.alternatives == 0 and generation.variants < 2):
        return NONE
    try:
        return api().thinker.alternatives(draft.id)
    except (HttpFailure, SignedOut):
        current_app.logger.warning("the page lacks its alternatives: the service doesn't answer")
        return NONE


def offers(draft: Draft) -> list[Offer]:
    """What there is to choose from: nothing, unless there are two at least."""
    found = written(draft).items
    if len(found) < 2:
        return []
    return [Offer(item, _new_words(draft.content.text, item.text), _own(draft, item)) for item in found]


def _own(draft: Draft, item: Alternative) -> list[tuple[str, list[Change]]]:
    names: dict[str, list[str]] = {}
    for platform, text in item.platform_texts.items():
        names.setdefault(text, []).append(platform)
    return [
        (
            " and ".join(reference.platform(one).name for one in platforms),
            _new_words(draft.content.on(platforms[0]), text),
        )
        for text, platforms in names.items()
    ]


def _new_words(text: str, offered: str) -> list[Change]:
    """What is offered, its words that the text doesn't have marked; what only the text has is left out."""
    return [change for change in diffing.by_word(text, offered) if change.kind != "del"]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(alternatives_of=written, offers_of=offers)
