"""Shares told as so many in so many: "one in three", "one Canadian search in five", "una de cada cinco"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from thinker_svc.figures.text.item import Item, Number
from thinker_svc.figures.text.lexicon.base import Lexicon

COUNTS = {
    "en": "one two three four five six seven eight nine ten",
    "de": "eine[rs]?|ein zwei drei vier fünf sechs sieben acht neun zehn",
    "fr": "une? deux trois quatre cinq six sept huit neuf dix",
    "es": "un[oa]? dos tres cuatro cinco seis siete ocho nueve diez",
}
LINKS = {
    "en": r"in|out of(?: every)?|of every|in every",
    "de": r"von|aus",
    "fr": r"sur",
    "es": r"de cada|de entre",
}
TIME = (
    r"(?! (?:minut|hour|day|week|month|year|quarter|season|match|game|round|stund|tag|woche|monat|jahr|"
    r"minute|heure|jour|semaine|"
    r"mois|ans?\b|année|hora|día|semana|mes|año|%|percent|per cent|million|thousand|mille|or |to |bis |à ))"
)
PART = re.compile(
    r"(?i)(?<!last )(?<!past )(?<!for )(?<!next )\b(?:three|3)[ -]quarters of (?!(?:growth|falls?|rises?|20|"
    r"the year|an hour))"
)
NAMES = (  # what is counted, between the two: "one Canadian search in five"
    r"(?: (?:[\w'-]+ ){0,2}?[\w'-]*?(?:search|such|suche|anfrage|quer|recherche|requête|búsqueda|consulta|"
    r"household|haushalt|foyer|hogar)[\w]*(?: (?:from|in|aus|en|de|à) [\w'-]+)?)?"
)


def proportions(text: str, lexicon: Lexicon) -> Iterator[Item]:
    """The count as the percentage it makes; what it is counted of means nothing more."""
    for match in _pattern(lexicon.code).finditer(text):
        part, whole = _read(lexicon.code, match["part"]), _read(lexicon.code, match["whole"])
        if not 0 < part < whole:
            continue
        number = Number(round(100 * part / whole), shape="percent", fraction=True, numeral=False)
        joined = not match["of"]
        start, end = match.start("part"), match.end() if joined else match.end("part")
        yield Item(start, end, frozenset({"PCT", "FRACTION"}), text[start:end], number)
        if not joined:
            yield Item(
                match.start("link"),
                match.end(),
                frozenset({"OUTOF"}),
                text[match.start("link") : match.end()],
            )


@cache
def _pattern(code: str) -> re.Pattern[str]:
    counts = "|".join(COUNTS.get(code, COUNTS["en"]).split())
    link = LINKS.get(code, LINKS["en"])
    return re.compile(
        rf"(?i)(?<![\w.,%-])(?P<part>{counts}|[1-9])(?P<of>{NAMES}) (?P<link>{link}) (?P<whole>{counts}|10|"
        rf"20|[2-9])(?![\w%])(?![.,]\d)(?! ?%)" + TIME
    )


def _read(code: str, word: str) -> int:
    if word.isdigit():
        return int(word)
    counts = COUNTS.get(code, COUNTS["en"]).split()
    return next((at for at, one in enumerate(counts, 1) if re.fullmatch(one, word, re.IGNORECASE)), 0)


def part(text: str, item: Item) -> bool:
    """Whether a span is none: "three quarters of British searches"."""
    said = PART.search(text, max(0, item.start - 8), item.end + 12)
    return (
        item.duration is not None
        and said is not None
        and said.start() <= item.start + 1
        and item.start < said.end()
    )
