"""Whether a phrase is put forward as a search: “owala dupe” is, “the best bottle ever” is a saying."""

from __future__ import annotations

import re

from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.names import stems

SIDES = "\"“”„«»‘’'‚‹›"  # marks of quotation
SPACES = " \u00a0\u202f"  # plain, no-break, narrow no-break
SEARCHES = ("RELATED", "TOPQUERY", "FASTEST", "SEARCHED", "SEARCHES")
BRIEF = 6  # words of a question without a verb: "“owala dupe” a breakout?"
SEARCHLIKE = re.compile(r"^[^.!?,;:]+\??$")
SAYING = re.compile(
    r"(?i)^\W*(?:i|i'm|it|it's|we|you|he|she|they|this|that|there|das|es|ich|wir|c'est|je|nous|il|elle|yo|nos)\b"
)
OPINED = re.compile(
    r"(?i)[,.]?\W{0,3}(?:\w+ )?(?:says?|said|sagte?|meinte?|dit|dixit|dice|dijo|explique|told)\b"
)
LITERAL = re.compile(r"(?i)break|record|puntual|repentino|ausbr|durchbr|percée")  # and not "exploded"
ASKING = re.compile(
    r"""(?ix)\W*(?:(?:and|but|so|und|et|y)\s)?(?:is|are|was|were|has|have|does|do|did|will|can|could|what|which|
    who|why|how|where|when|ist|sind|war|hat|haben|wird|was|welche\w*|wer|warum|wie|wo|wann|est-ce|quel\w*|qui|
    pourquoi|comment|où|quand|qué|cuál\w*|quién|cómo|dónde|saviez|wussten|wusstest)\b|^\s*¿"""
)


def putforward(scene: Scene, name: Item, mark: Item | None) -> bool:  # noqa: PLR0911 - one return a ground
    """Whether a phrase stands for a search. A query of the snapshot does; in quotes any that is like one."""
    if name.has("Q"):
        return quoted(scene, name) or mark is None or _meant(scene, name, mark)
    text = scene.sentence.text
    said = OPINED.match(text[name.end : name.end + 24])
    if said or not SEARCHLIKE.match(name.text) or SAYING.match(name.text):
        return False
    if kin(scene, name) or any(i.has(*SEARCHES) for i in scene.items if i is not mark):
        return True
    if any(i.has("RISING", "BREAKOUT") and i.end <= name.start for i in scene.items if i is not mark):
        return True
    if mark is None or mark.has("ORD", "QUERYLEAD", "QUERYLAST", "TIMES"):
        return False
    if mark.has("BREAKOUT") and not LITERAL.search(mark.text):
        return False
    between = text[min(name.end, mark.end) : max(name.start, mark.start)]
    return scene.words_between(name, mark) <= 5 and "," not in between and name.text == name.text.casefold()


def _meant(scene: Scene, name: Item, mark: Item) -> bool:
    """Whether a query that isn't in quotes is one: "Our focaccia recipe takes first place" is of a recipe."""
    if mark.has("PCT", "TIMES", "NUM"):
        return " " in name.text or scene.words_between(name, mark) <= 3
    if mark.has("TOPQUERY", "FASTEST") or (mark.has("BREAKOUT") and LITERAL.search(mark.text)):
        return True
    told = any(i.has(*SEARCHES, "RISING") for i in scene.items if i is not mark)
    return told or bool(scene.asked.listing) or any(i.has("Q") and quoted(scene, i) for i in scene.items)


def kin(scene: Scene, name: Item) -> bool:
    """Whether a phrase shares a word with a keyword, or two with a query."""
    theirs = stems(name.text)
    if any(theirs & stems(keyword) for keyword in scene.view.keywords):
        return True
    return any(len(theirs & stems(query.text)) > 1 for query in scene.view.queries)


def quoted(scene: Scene, name: Item) -> bool:
    before = scene.sentence.text[: name.start].rstrip(SPACES)
    after = scene.sentence.text[name.end :].lstrip(SPACES)
    return before[-1:] in SIDES and after[:1] in SIDES and bool(before) and bool(after)


def asks(scene: Scene) -> bool:
    """Whether a sentence that ends as a question is one: "“a” is breaking out and honestly?" is not."""
    text = scene.sentence.text[scene.sentence.start : scene.sentence.end]
    return scene.sentence.question and (ASKING.match(text) is not None or len(text.split()) <= BRIEF)
