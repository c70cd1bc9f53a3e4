"""People of a place stand for it: "Germans prefer oat milk", "British searches", "los gallegos"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.places import WORD
from thinker_svc.figures.view import View

DEMONYMS = Path(__file__).with_name("demonyms.json")
# Nouns that make an adjective of a place mean the people who search there.
SEARCHING = (
    r"(?:google )?(?:search(?:es|ers?)?|quer(?:y|ies)|googl(?:es|ing|ers?)|interest|demand|curiosity|"
    r"attention|"
    r"users?|internet users?|web users?|households?|homes?|kitchens?|cooks?|shoppers?|consumers?|people|"
    r"public|audiences?|fans?|viewers?|readers?|"
    r"residents?|drivers?|runners?|listeners?|total|score|index|figure|share|split|result|appetite|lookups?|"
    r"such(?:anfragen|en|interesse|volumen|e|maske|zeile)|haushalten?|nutzer(?:n|innen)?|"
    r"publikum|interesse|anfragen|verbraucher(?:n|innen)?|wert|anteil|küchen|"
    r"recherches?|requêtes?|internautes?|foyers?|utilisateurs?|consommateurs?|public|intérêt|indice|part|"
    r"score|curiosité|"
    r"búsquedas?|consultas?|usuari[oa]s|hogares|internautas|consumidores|público|interés|índice|cuota|"
    r"demanda|aficionados?|afición)"
)
FOLLOWING = re.compile(rf"(?i)'? (?:google |online )?{SEARCHING}(?!\w)")
LEADING = re.compile(rf"(?i)(?<!\w){SEARCHING} (?:en ligne |en línea |google )?$")
ONE = re.compile(r"(?i)(?:^|\W)(?:le |la |l['’]|el |ce |cet )$")
ARTICLE = re.compile(r"(?i)(?:^|\W)(?:the|die|der|den|les|des|aux|los|las|entre(?: los)?) $")
COUNTED = re.compile(r"(?i)(?:\d|million|mille|thousand|hundred|dozens of|half of|% of|de|des|of|von|der) $")
# "the Dutch are", "the French do so", not "the Dutch brand": what shows that no noun follows.
AFTER = re.compile(
    r"(?i)[,.;:!?…)—–]| [—–]|$|\n| (?:are|were|have|had|do|did|don't|didn't|aren't|will|would|can|could|who|"
    r"and|or|too|also|"
    r"still|only|just|now|clearly|really|even|rather|seem|love|prefer(?:red)?|search(?:ed)?|google[d]?|"
    r"look(?:ed)?|"
    r"type[d]?|lean(?:ed)?|back(?:ed)?|choose|chose|pick(?:ed)?|go|went|want(?:ed)?|like[d]?|lead|led|"
    r"top(?:ped)?|come|"
    r"came|rank(?:ed)?|favou?r(?:ed)?|side[d]?|sit|sat|give|gave|put|take|took|care[d]?|show(?:ed)?|bring|"
    r"brought|"
    r"opt(?:ed)?|trail(?:ed)?|follow(?:ed)?|beat|outrank(?:ed)?|outsearch(?:ed)?|split|hit|score[d]?|"
    r"reach(?:ed)?|"
    r"remain(?:ed)?|stay(?:ed)?|finish(?:ed)?|hold|held|win|won|lag(?:ged)?|on|with|at|in|for|by|than|as|"
    r"first|second|third|last|"
    r"suchen|googeln|bevorzugen|setzen|liegen|sind|haben|tippen|wollen|lieben|schauen|interessieren|kommen|"
    r"führen|greifen|"
    r"cherchent|préfèrent|sont|ont|tapent|recherchent|plébiscitent|choisissent|arrivent|s'intéressent|"
    r"misent|optent|placent|mènent|"
    r"restent|dominent|ferment|suivent|devancent|penchent|privilégient|raffolent|craquent|googlent|aiment|"
    r"veulent|passent|"
    r"sur|devant|derrière|premiers|deuxièmes|troisièmes|derniers|eux|préféraient|cherchaient|consacrent|"
    r"affichent|pointent|"
    r"buscan|prefieren|son|están|han|teclean|eligen|optan|apuestan|lideran|encabezan|se|no|lo|la)(?!\w)"
)


def demonyms(text: str, view: View) -> Iterator[Item]:
    """R for those of a region of the snapshot, HOME for those of its own country, else PLACE."""
    held = {region.code: at for at, region in enumerate(view.regions)}
    for word in WORD.finditer(text):
        for pattern, people, codes in _patterns().get(word[0][:2].casefold(), ()):
            match = pattern.match(text, word.start())
            if match is None or not _stands(text, match, people=people):
                continue
            at = next((held[code] for code in codes if code in held), -1)
            tag = "R" if at >= 0 else "HOME" if view.geo and view.geo in codes else "PLACE"
            searches = FOLLOWING.match(text, match.end()) or LEADING.search(
                text, max(0, match.start() - 24), match.start()
            )
            noun = (
                not people or text[match.end() + 1 : match.end() + 2].isupper()
            )  # "Schweizer Haushalte", not "Schweizer suchen"
            kind = "LOCAL" if searches and noun else "FOLK"  # "British searches", "the British"
            yield Item(match.start(), match.end(), frozenset({tag, kind}), match[0], index=at)
            break


@cache
def _patterns() -> dict[str, list[tuple[re.Pattern[str], bool, tuple[str, ...]]]]:
    """By the first two letters: pattern, whether it names people, and of which places."""
    codes: dict[tuple[str, bool], list[str]] = {}
    for code, words in json.loads(DEMONYMS.read_text(encoding="utf-8")).items():
        for people in (True, False):
            for word in words["people" if people else "of"]:
                codes.setdefault((word, people), []).append(code)
    found: dict[str, list[tuple[re.Pattern[str], bool, tuple[str, ...]]]] = {}
    for (word, people), several in codes.items():
        flags = re.NOFLAG if people or word[:1].isupper() else re.IGNORECASE
        pattern = re.compile(rf"{word}(?:(?<=er)n)?(?:'s|(?<=s)')?(?![\w-])", flags)
        found.setdefault(word[:2].casefold(), []).append((pattern, people, tuple(several)))
    return found


def _stands(text: str, match: re.Match[str], *, people: bool) -> bool:
    """Whether the word speaks of people who search, not of a thing: "Swiss searches", not "Swiss cheese"."""
    start, end = match.span()
    before, after = text[max(0, start - 24) : start], text[end : end + 40]
    if COUNTED.search(before) and not ARTICLE.search(before):
        return not people and FOLLOWING.match(after) is not None
    article = ARTICLE.search(before) is not None
    if people and match[0][:1].isupper() and ONE.search(before):
        return False  # "le Français est repassé devant": a man of that name's country
    if people and match[0][:1].isupper():
        doubtful = match[0].endswith("er")  # of German also an adjective: "Schweizer Käse"
        if not doubtful or (article and not re.match(r" [A-ZÄÖÜ]", after)):
            return True
    elif people:
        return article
    if FOLLOWING.match(after) or LEADING.search(before):
        return True
    return (
        article
        and match[0][:1].isupper()
        and before[-4:].casefold() in ("the ", "die ")
        and AFTER.match(after) is not None
    )
