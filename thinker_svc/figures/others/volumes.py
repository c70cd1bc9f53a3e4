"""Counts no search holds: "2 million searches", "10,000 people looked for it", "3,000 sold"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

OF_SEARCHES = re.compile(
    r"(?i)(?:'s?)? (?:search(?:es)?|quer(?:y|ies)|suchanfragen|suchen|recherches|requêtes|búsquedas|"
    r"consultas)\b"
)  # "British searches" aren't people
PREPOSITION = re.compile(r"(?i)\b(?:on|in|at|for|to|by|auf|bei|im|für|sur|dans|à|pour|en|para|sobre)\b")
CROWDED = re.compile(
    r"(?: d[e'] ?)? ?[^\W\d_]+s (?:have |has |had |ont |han |haben )?[^\W\d_]+"
)  # a plural, and a verb
SEEKING = re.compile(r"(?i) (?:à (?:avoir |l'avoir )?|los que (?:han )?|(?:die|who|that) (?:have |haben )?)")
OFTEN = re.compile(r"(?i) ?(?:times|mal|fois|veces)\b")
OF = re.compile(r"(?i) (?:of|de|del|von)(?: (?:the|el|la))? ?[«“„\"]?")
OF_THEM = re.compile(r"(?i) (?:of (?:them|those|these)|davon|d'entre elles|de ellas)\b")
CROWD = 10_000  # people; so many are a market, and not a team or a class
MANY = 1000  # more than the scale has: a count
SCALE = 100


def counted(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911, PLR0912 - one return a reading
    """ "2 million searches", "10,000 people looked for it", "three in four Britons search"."""
    number = item.number
    if (
        number is not None
        and item.has("TIMES")
        and number.value >= MANY
        and (scene.near(item, "SEARCHED", within=6) or _rate(scene, item))
    ):
        return scene.claim(
            "value", unsupported("searches"), item, start=scene.hedge(item)[1]
        )  # "150 000 fois"
    if number is None or not item.has("NUM"):
        return None
    start = scene.hedge(item)[1]
    text = scene.sentence.text
    if number.value >= MANY and OFTEN.match(text, item.end) and scene.near(item, "SEARCHED", within=FAR):
        return scene.claim("value", unsupported("searches"), item, start=start)  # "9000 Mal im Monat gesucht"
    sold = scene.near(item, "SALES", within=3)
    if sold is None and scene.before(item, "REACH", within=1) is not None:
        sold = scene.before(item, "SALES", within=8)  # "les ventes de vélos ont atteint 560 000 unités"
    year = number.numeral and not number.decimals and 1900 <= number.value < 2100
    topic = any(i.has("K", "PRONOUN", "INTEREST") for i in scene.sentence.clause(item))
    if sold is not None and number.value >= MANY and not year and topic:
        return scene.claim("value", unsupported("sales"), item, sold, start=start)
    searches = scene.after(item, "SEARCHES", within=3)
    named = scene.after(item, "K", within=2)
    of = named is not None and OF.fullmatch(scene.sentence.text[item.end : named.start]) is not None
    listed = (of or scene.given(item) is not None) and scene.before(item, "SEARCHES", within=FAR) is not None
    if listed and number.value >= MANY and not year:  # "2 million searches for A and 1.9 million for B"
        return scene.claim("value", unsupported("searches"), item, start=start)
    taken_up = scene.before(item, "SEARCHES", within=FAR, clause=False) is not None
    if number.value >= MANY and taken_up and OF_THEM.match(text, item.end):
        return scene.claim("value", unsupported("searches"), item, start=start)
    if searches is not None and re.fullmatch(
        r"(?i)-|(?: [\w-]+){0,2} ?", text[item.end : searches.start] or " "
    ):
        times = searches.text.casefold() in {"times", "hits", "mal"}
        if times and not (number.value >= MANY and scene.near(item, "SEARCHED", "K", within=10)):
            return None
        small = number.value < 20 and not number.numeral
        if not times and small:
            return None
        between = text[item.end : searches.start].casefold()
        if number.value <= SCALE and PREPOSITION.search(between):
            return None  # "scores 51 in UK searches"
        if re.search(r"breakout|related|rising|top|popular|common|keyword|recent|trending|saved", between):
            return None
        return scene.claim("value", unsupported("searches"), item, searches, start=start)
    asking = scene.after(item, "SEARCHED", within=3)
    sought = asking is not None and SEEKING.fullmatch(text[item.end : asking.start])
    if number.value >= MANY and not year and asking is not None and (CROWDED.match(text, item.end) or sought):
        return scene.claim("value", unsupported("people"), item, asking, start=start)  # "800,000 pilgrims …"
    people = scene.after(item, "PEOPLE", "FOLK", "R", "PLACE", "HOME", within=3)
    if people is None or not re.fullmatch(r"(?: [^\W\d_]+'?){0,2} ?", text[item.end : people.start]):
        return None
    if PREPOSITION.search(text[item.end : people.start]) or (
        people.has("R", "PLACE", "HOME") and number.value < MANY
    ):
        return None
    crowd = (
        number.value >= CROWD
        and people.has("PEOPLE")
        and any(i.has("K") for i in scene.sentence.clause(item))
    )
    looking = scene.near(people, "SEARCHED", within=8) or (people if crowd else None)
    if looking is None or OF_SEARCHES.match(text, people.end):
        return None
    return scene.claim("value", unsupported("people"), item, people, looking, start=start)


def _rate(scene: Scene, item: Item) -> bool:
    """ "google matcha 90,000 times a day"."""
    return scene.before(item, "K", within=1) is not None and scene.after(item, "SPAN", within=0) is not None
