"""The side of an order that is something that was not searched: "Nike is ahead of Hoka"."""

from __future__ import annotations

import re

from thinker_svc.figures.others import strangers
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

# "it", "him": the pronouns that may stand as an object.
OBJECT = re.compile(
    r"(?i)\s(?:(?:as|much|searches|interest|of|to|a|à|que|qu'|als|wie|von)\s?)*"
    r"(?:it|that|them|him|her|ihm|ihr|ihn|es|sie|elle|lui|eux|él|ella|ello)(?:'s)?(?=[\s.,;:!?)]|$)"
)
THAN = re.compile(
    r"(?i)[\"”»“]? (?:than|que|qu'|als)(?: (?:for|a|al|nach|à))?"
    r"(?: (?:the|der|dem|die|den|das|el|la|le|les))? ?[«“„\"]?"
)


IN_SEARCH = re.compile(
    r"(?i)(?: (?:in|en|bei|dans|par) (?:\w+ ){0,2}(?:a|al|à|de|the)?)?[ \"“„«]*"
)  # "supera en búsquedas a"


def outsider(scene: Scene, word: Item, end: Item, left: Item | None, right: Item | None) -> Item | None:  # noqa: PLR0911 - one return a reading
    """The side that is something that was not searched, if one is."""
    searched = _searched(scene, word)
    if right is None and OBJECT.match(scene.sentence.text, end.end):
        found = strangers.subject(scene, word, plain=False)
        # "Almond milk beats them all"; "Yeti is at 54, Stanley is now behind it"
        if found is not None and (left is None or found.start >= left.end):
            return found
    last = right is None and left is not None and word.has("OVERTAKE") and _verb_last(scene, left, word)
    if right is not None or last:
        if left is not None and not last:
            return None
        turned = _between(scene, end, right) if right is not None and left is None else None
        if turned is not None:
            return turned
        found = strangers.subject(scene, left if last and left is not None else word, plain=searched)
        ahead = [strangers.named(scene, s, e) for s, e in scene.foreign if e <= word.start]
        ahead += [i for i in scene.sentence.clause(word) if i.has("QUOTE") and i.end <= word.start]
        return found or (ahead[-1] if ahead and left is None else None)
    told = scene.before(word, "PRONOUN", within=4) is not None and bool(scene.carried)
    told = told or any(i.has("K") and i.end <= word.start for i in scene.items)
    quoted = scene.after(end, "QUOTE", within=3)
    if quoted is not None and not IN_SEARCH.fullmatch(scene.sentence.text[end.end : quoted.start]):
        quoted = None
    if left is None and not (told and (_told(scene) or quoted is not None)):
        return None
    if (
        end.has("LOOSE")
        and quoted is None
        and not (searched and scene.sentence.text[end.end : end.end + 2].strip().isupper())
    ):
        return None
    behind = [strangers.named(scene, s, e) for s, e in scene.foreign if 0 <= s - end.end <= 12]
    behind += [quoted] if quoted is not None else []
    return strangers.thing(scene, end, plain=searched) or (behind[0] if behind else None)


def _between(scene: Scene, word: Item, right: Item) -> Item | None:
    """ "Se busca más a Bad Bunny que a Shakira", "more people google Nike than Hoka"."""
    thing = strangers.thing(scene, word, plain=True)
    if thing is None or thing.end > right.start:
        return None
    return thing if THAN.fullmatch(scene.sentence.text[thing.end : right.start]) else None


def _verb_last(scene: Scene, left: Item, word: Item) -> bool:
    """ "Eierpunsch hat Glühwein hinter sich gelassen": the keyword before the verb is its object."""
    return (
        scene.lexicon.code == "de"
        and scene.after(word, "K", within=FAR) is None
        and bool(
            re.search(
                r"(?i)\b(?:hat|haben|hatte|zog|zieht)\s(?:(?:de[rnm]|das|die|am)\s)?$",
                scene.sentence.text[: left.start],
            )
        )
    )


def _told(scene: Scene) -> bool:
    """Whether a sentence that only says "it" says that it is about searches."""
    return any(i.has("INTEREST", "SEARCHED", "SEARCHES", "AVERAGE") for i in scene.items)


def _searched(scene: Scene, word: Item) -> bool:
    """ "Nothing beats …" and "homemade cocoa beats …" are opinions, without a word for searches."""
    told = (
        "INTEREST",
        "SEARCHED",
        "SEARCHES",
        "NOW",
        "STILL",
        "DATE",
        "OVERTAKE",
        "OVERTAKEN",
        "TIMES",
        "FRACTION",
    )
    if word.has(*told) or any(i.has(*told) for i in scene.items):
        return True
    text = scene.sentence.text[scene.sentence.start : scene.sentence.end]
    return (
        re.search(r"(?i)popul|beliebt|sear?ch|\b(?:ge)?such|busc|cherch|googl|rank|outdr|outpull", text)
        is not None
    )
