"""What makes a draft usable, each by rule. Whether it is any fun is for a person: every draft is printed."""

from __future__ import annotations

import re
from typing import Any

from thinker_svc.figures import check
from thinker_svc.services import foreign, material, trust
from thinker_svc.services.order import Made, Order
from thinker_svc.services.platforms import PLATFORMS

SENTENCE_END = re.compile(r"[.?!؟](?:\s|$)")
UGLY = re.compile(r"[^\S\n]{2,}|\n{3,}|\s[.,;](?:\s|$)|\.\.|\(\)|\{|\}|None|“”|«»|„“")


def score(order: Order, made: Made) -> dict[str, bool]:
    """By name, whether it holds. A draft is usable when all do."""
    text = made.text
    by_model = " ".join(text[start:end] for start, end in made.ai_spans if text[start] != "#")
    own = [order.sheet.keyword, *order.sheet.snapshot.keywords]
    return {
        "figures_right": figures_right(order, text),
        "length_fits": not any(PLATFORMS[name].too_long(text) for name in order.platforms),
        "language_right": trust.speaks(text, order.language, own),
        "no_banned_word": not (order.voice and order.voice.forbids(text)),
        "no_prompt_leak": not (
            trust.LEAKS.search(text) or trust.LABEL.search(text) or trust.MARKUP.search(by_model)
        ),
        "reads_as_a_post": reads_as_a_post(order, text),
    }


def figures_right(order: Order, text: str) -> bool:
    """Every figure is one that the facts give; where the figures check reads the language, it flags none."""
    lines = " ".join(line for line in material.facts(order))
    given = set(re.findall(r"\d+", lines))
    if not set(re.findall(r"\d+", text)) <= given | set(re.findall(r"\d+", order.sheet.keyword)):
        return False
    if order.language not in trust.CHECKED:
        return True
    return not any(claim.flagged for claim in check(text, order.sheet.snapshot.model_dump(mode="json")))


def flagged(order: Order, text: str) -> list[dict[str, Any]]:
    """What the figures check says against it."""
    if order.language not in trust.CHECKED:
        return []
    claims = check(text, order.sheet.snapshot.model_dump(mode="json"))
    return [claim.as_json() | {"text": text[claim.start : claim.end]} for claim in claims if claim.flagged]


def reads_as_a_post(order: Order, text: str) -> bool:
    """It names its topic, has whole sentences that differ, ends by asking the reader, and no seam shows."""
    body, _, rest = text.partition("\n\n")
    question = rest.split("\n\n#")[0]
    sentences = [part.strip() for part in SENTENCE_END.split(body) if part.strip()]
    named = foreign.visible(order.sheet.keyword).casefold() in text.casefold()
    capital = not body[:1].islower() or trust.tokens(order.sheet.keyword)[0] == trust.tokens(body)[0]
    return (
        named
        and capital
        and len(sentences) == len(set(sentences))
        and SENTENCE_END.search(body[-1:]) is not None
        and question.endswith(("?", "؟"))
        and not UGLY.search(text)
    )
