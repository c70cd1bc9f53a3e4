"""The words and figures that say something of a related query: "fourth", "a breakout", "up 140%", "(84)"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thinker_svc.figures.queries.phrases import SIDES, kin
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within, within_any

NAMES = ("Q", "QUOTE", "K", "R", "PLACE")
WORDS = ("BREAKOUT", "FASTEST", "TOPQUERY", "QUERYLEAD", "QUERYLAST", "ORD")
# What follows an ordinal that is a place in an order, and no "second time".
PLACED = re.compile(
    r"""(?ix)^(?:\W*$|\s*[^\w\s]|\s+(?:place|spot|position|rank|slot|seat|belegt|hält|holt|occupe|holds|takes|claims|in|of|among|on|overall|behind|after|with|
    from|platz|rang|stelle|auf|unter|der|bei|hinter|nach|im|in|und|mit|rangs?|marche|parmi|dans|des|du|de|derrière|
    après|et|avec|puesto|lugar|posición|sitio|escalón|entre|en|del|tras|detrás|y|con|and|while|to(?!\slast)|is|was|were|goes|comes|ist|
    est|es|war|était|fue|era|va|most|as|too|also|auch|ebenfalls|aussi|également|también|today|now|related|
    verwandte\w*|recherche|
    requête|consulta|búsqueda|search|query|anfrage|suchanfrage|biggest|largest|highest|strongest|commonest)\b)"""
)
LISTED = re.compile(rf"\s?[:=→–—]\s?[{SIDES}]?\s?\w")  # "Second: “owala target”"
OF_THE = re.compile(
    r"(?i)\s?(?:(?:of|among) (?:the |its )?|des |der |unter den |parmi les |(?:de|entre) l[ao]s )?"
)
EXCEPT = re.compile(
    r"""(?ix)\b(?:after|besides?|apart\sfrom|aside\sfrom|behind|excluding|except|leaving\sout|nach|neben|außer|hinter|
    abgesehen\svon|après|hormis|sauf|derrière|outre|tras|detrás\sde|después\sde|aparte\sde|salvo|excepto)
    (?:\s(?:the|den|dem|la|le|les|los|las|el))?(?:\s\w+)?\s$"""
)
INDEX = re.compile(
    r"""(?ix)(?:\b(?:at|on|with|scor(?:es|ed|ing)|index(?:\sof)?|value(?:\sof)?|as\s(?:high|low)\sas|gets?|got|bei|mit|wert|à|avec|
    indice(?:\sde)?|score\sde|con|en|índice(?:\sde)?|valor(?:\sde)?)|[:=(])\s*$"""
)
LEVEL = re.compile(
    r"(?i)\s*(?:$|[^\w\s%]|(?:points?|punkte\w*|puntos|on|in|among|and|und|et|y|auf|bei|sur|dans|en|sobre)\b)"
)


def marks(scene: Scene) -> list[Item]:
    """In their order; of those that overlap the longest."""
    quotes = [i for i in scene.items if i.has("QUOTE")]
    found = [
        i
        for i in scene.items
        if (i.has("PCT", "TIMES", *WORDS) or (i.has("NUM") and _index(scene, i)))
        and not within_any(i, quotes)
    ]
    return [
        i for i in found if not _within(scene, i, found) and not excepted(scene, i) and not _of_time(scene, i)
    ]


def _of_time(scene: Scene, item: Item) -> bool:
    """ "in the last four hours": no place in an order."""
    return item.has("QUERYLAST") and scene.after(item, "SPAN", "DATE", within=0) is not None


def excepted(scene: Scene, item: Item) -> bool:
    """Breakouts that are left out of an order: "the fastest after the breakouts"."""
    before = scene.sentence.text[scene.sentence.start : item.start]
    return item.has("BREAKOUT") and EXCEPT.search(before) is not None


def _within(scene: Scene, item: Item, others: Iterable[Item]) -> bool:
    """Whether it is no statement of its own: "exploded 650%" is one, "the second most searched" too."""
    if item.has("ORD"):
        return not _ranks(scene, item)
    for other in others:
        if other is item:
            continue
        longer = other.end - other.start > item.end - item.start
        if longer and within(item, other):
            return True
        ordered = other.has("ORD") and item.has("TOPQUERY", "FASTEST", "QUERYLEAD")
        if (
            ordered
            and other.end <= item.start
            and OF_THE.fullmatch(scene.sentence.text, other.end, item.start)
        ):
            return True
        figure = other.has("PCT", "TIMES") and item.has("UP") and item.has("BREAKOUT")
        if figure and item.start < other.start and scene.words_between(item, other) <= 4:
            return True
    return False


def _ranks(scene: Scene, item: Item) -> bool:
    """Whether an ordinal is a place in an order."""
    behind = scene.sentence.text[item.end : scene.sentence.end]
    if LISTED.match(behind):
        return True
    if not PLACED.match(behind):
        return False
    name = scene.before(item, *NAMES, within=4, clause=False)
    return (
        scene.before(item, "RANKED", within=4) is not None
        or scene.after(item, "RANKED", "TOPQUERY", "FASTEST", "QUERYLEAD", "RELATED", within=2) is not None
        or (name is not None and scene.words_between(name, item) <= 2)
    )


def _index(scene: Scene, item: Item) -> bool:
    """Whether a plain figure is written as the level of a query: "“owala freesip” (84)", "“x” reached 40"."""
    number, text = item.number, scene.sentence.text
    if number is None or not number.numeral or number.value > 100 or number.decimals:
        return False
    name = scene.before(item, *NAMES, within=5, clause=False)
    if name is None or not name.has("Q", "QUOTE") or not LEVEL.match(text[item.end :]):
        return False
    if name.has("QUOTE") and not kin(scene, name):
        return False
    reached = scene.before(item, "REACH", within=0) is not None
    return number.of_hundred or reached or INDEX.search(text[name.end : item.start]) is not None
