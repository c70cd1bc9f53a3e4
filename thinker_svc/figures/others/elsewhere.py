"""Clauses that speak of something else: "Her new single jumped from 34 to 7", "Donations are up 18%".

A clause without a word for the search says something of it only when its subject is left out, a pronoun, a
time or a generic word: anything else that stands before its verb is what it speaks of.
"""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim
from thinker_svc.figures.others.foreign import DETERMINERS
from thinker_svc.figures.others.strangers import PREPOSITIONS
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.names import stems
from thinker_svc.figures.text.spans import unit_of

TOPIC = (
    "K",
    "Q",
    "QUOTE",
    "R",
    "INTEREST",
    "SEARCHED",
    "SEARCHES",
    "RISING",
    "BREAKOUT",
    "TOPQUERY",
    "RELATED",
    "COURSE",
)
VERBS = (
    "UP",
    "DOWN",
    "FLAT",
    "REACH",
    "AT",
    "TIMES",
    "PEAK",
    "LOW",
    "AVERAGE",
    "BEING",
    "OVERTAKE",
    "AHEAD",
    "BEHIND",
    "NUM",
    "PCT",
    "PTS",
)
JUDGED = ("value", "percent_change", "trend", "superlative", "date", "range", "ranking", "count")
OUTSIDE = ("people", "searches", "forecast", "topic")


def elsewhere(scene: Scene, claim: Claim) -> bool:
    """Whether a claim that was read is said of something else, and so none."""
    if claim.kind not in JUDGED or claim.why in OUTSIDE or any(i.has(*TOPIC) for i in scene.items):
        return False
    if claim.why == "sales" and SALES.search(scene.sentence.text, claim.start, claim.end):
        return False  # sales by that name are always a claim no search can bear
    return _switched(scene) or _own(scene, claim)


def _own(scene: Scene, claim: Claim) -> bool:
    """Whether the clause has a subject of its own, and none of the search's."""
    begin, end = _clause(scene, claim)
    clause = [i for i in scene.items if begin <= i.start < end]
    verb = next((i for i in clause if i.has(*VERBS) and i.text.casefold() not in PREPOSITIONS), None)
    if verb is None:
        return False
    before = list(WORD.finditer(scene.sentence.text, begin, verb.start))
    ours = any(_thing_of_ours(scene, i, before) for i in clause if i.end <= verb.start)
    sales = claim.why != "sales" and any(i.has("SALES") and i.start < verb.start for i in clause)
    if ours or sales:
        return True  # "our newsletter reached 12,400 last week", "attendance fell from 64 to 41"
    headed = scene.sentence.text[: verb.start].rstrip().endswith(":") and any(i.has("DATE") for i in clause)
    own = _noun(scene, begin, verb, clause)
    pronoun = any(
        i.has("PRONOUN")
        and (i.end <= verb.end or claim.why == "sales")
        and not (
            own < i.start and POSSESSIVE.fullmatch(i.text) and not PART.search(scene.sentence.text[: i.start])
        )
        for i in clause
    )
    if pronoun or any(i.has("FORECAST") for i in clause) or (verb.has("NUM", "PTS") and headed):
        return False  # "Save the date: week of 25 October: 52 points"
    aside = ASIDE.match(scene.sentence.text, begin, verb.start)
    if aside is not None and aside["first"].casefold() in scene.lexicon.stopwords:
        begin = aside.end()  # "Entre medias, cinco días por encima de 50"
    said = list(WORD.finditer(scene.sentence.text, begin, verb.start))
    generic = {word[0].casefold() for word in said} & scene.lexicon.generic
    if generic - scene.lexicon.stopwords - DETERMINERS:
        return False  # "the outage line", "our score"
    if any(i.has("OURS") and i.end <= verb.start and OUR.match(i.text) for i in clause):
        return True  # "our stand-up moved to 11"
    return any(_content(scene, word, clause) for word in said)


def _thing_of_ours(scene: Scene, item: Item, said: list[re.Match[str]]) -> bool:
    """Whether a possessive has a noun that is no word for the data: "our newsletter", not "our score"."""
    noun = next((word[0].casefold() for word in said if word.start() == item.end + 1), "")
    return (
        item.has("OURS")
        and OUR.match(item.text) is not None
        and bool(noun)
        and noun not in scene.lexicon.generic
    )


def _noun(scene: Scene, begin: int, verb: Item, clause: list[Item]) -> int:
    """Where the first noun of the clause's own stands: "The film made more on its opening weekend"."""
    words = WORD.finditer(scene.sentence.text, begin, verb.start)
    return next((word.start() for word in words if _content(scene, word, clause)), verb.start)


def _switched(scene: Scene) -> bool:
    """ "The price of Bitcoin? Down 12% since Friday": the question before named what this one is about."""
    before = scene.earlier
    if before is None or not before.question or any(i.has(*TOPIC, "PRONOUN") for i in before.items):
        return False
    said = list(WORD.finditer(before.text, before.start, before.end))
    own = [word for word in said if _content(scene, word, list(before.items))]
    generic = {word[0].casefold() for word in said} & (scene.lexicon.generic - scene.lexicon.stopwords)
    return bool(own) and len(said) <= 6 and not generic - DETERMINERS


SALES = re.compile(r"(?i)\b(?:sales|revenues?|ventes|ventas|verk[aä]uf\w*|ums[aä]tze?|absatz)\b")
ASIDE = re.compile(r"\W*(?P<first>[^\W\d_]+)(?: [^\W\d_]+){0,3}, (?=\w)")
OUR = re.compile(r"(?i)(?:our|my|unser|mein|notre|mon|ma|nuestr|mi)(?!\w*wegs)")
POSSESSIVE = re.compile(r"(?i)its|their|seine?[rnms]?|ihre?[rnms]?|son|sa|ses|leurs?|sus?")
PART = re.compile(r"(?i)\b(?:por|for) $")  # "por su parte"
WORD = re.compile(r"[^\W\d_]{3,}")


def _clause(scene: Scene, claim: Claim) -> tuple[int, int]:
    before = max((at for at in scene.sentence.breaks if at < claim.start), default=scene.sentence.start)
    after = min((at for at in scene.sentence.breaks if at >= claim.end), default=scene.sentence.end)
    return before, after


def _content(scene: Scene, word: re.Match[str], clause: list[Item]) -> bool:
    """A word that names something: no small or generic word of the language, and not read as anything."""
    plain, lexicon = word[0].casefold(), scene.lexicon
    small = (
        plain in lexicon.stopwords
        or plain in lexicon.generic
        or plain in lexicon.helpers
        or plain.endswith("ly")
    )
    small = small or bool(unit_of(lexicon, plain))  # "the latest minute is the lowest since 18:14"
    read = any(i.start <= word.start() < i.end for i in clause)
    own = {stem for name in scene.view.keywords for stem in stems(name)}
    return not small and not read and not stems(plain) & own
