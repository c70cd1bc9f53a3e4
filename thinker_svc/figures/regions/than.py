"""One region against another without a figure: "bigger in Brazil than in Finland"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.regions.located import PLACES
from thinker_svc.figures.regions.standing import called, ordered
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within

MORE = ("SOHIGH", "AHEAD", "UP", "REGIONLEAD", "ABOVE")
LESS = ("SOLOW", "BEHIND", "DOWN", "REGIONLAST", "BELOW")
ADVERB = re.compile(
    r"(?i)\b(?:(?P<more>more|mehr|plus|más|davantage|bigger|larger|higher|keener|fonder|"
    r"hungrier|thirstier|größere\w*|grössere\w*|höhere\w*|"
    r"mayor(?:es)?)|less|weniger|moins|menos|smaller|lower|kleinere\w*|geringere\w*|niedrigere\w*|menor(?:es)?)\b"
)
FIGURES = ("NUM", "PCT", "PTS", "TIMES")
REACH = 10  # words between the comparative and what it is set against
TO = re.compile(
    r"(?i)['’]? ?(?:(?:in|en|dans|à|aux?|im|bei|chez|sur|among)\s)?"
    r"(?:(?:the|der|die|das|den|dem|la|le|les|el|los|las|l['’])\s?)?"
)


def compared(scene: Scene) -> list[Claim]:
    """The order of two regions, for the keyword it is said of."""
    if scene.sentence.question:
        return []
    found = []
    for link in (i for i in scene.items if i.has("THAN")):
        theirs = scene.after(link, *PLACES, within=2)
        if theirs is None or not TO.fullmatch(scene.sentence.text[link.end : theirs.start]):
            continue
        ours = scene.before(link, *PLACES, "HOME", within=REACH)
        word = scene.before(link, *MORE, *LESS, within=REACH) or _joined(scene, link) or _adverb(scene, link)
        if word is None or ours is None or _other(scene, word, link):
            continue
        if ours.has("HOME") and not theirs.has("PLACE"):
            continue  # a country and a part of it
        if ours.has("PLACE") or theirs.has("PLACE"):
            found.append(scene.claim("region", unsupported("place"), word, ours, theirs))
            continue
        claim = _claim(scene, word, ours, theirs)
        found += [claim] if claim is not None else []
    return found


def _joined(scene: Scene, link: Item) -> Item | None:
    """ "pesa menos que en Murcia": the comparative and its link in one."""
    return next(
        (i for i in scene.items if i.has("ABOVE", "BELOW") and i is not link and within(link, i)), None
    )


def _adverb(scene: Scene, link: Item) -> Item | None:
    """ "On s'inquiète plus de la canicule en Bretagne qu'en Corse": a bare more or less."""
    begin = min((i.start for i in scene.sentence.clause(link)), default=link.start)
    found = list(ADVERB.finditer(scene.sentence.text, begin, link.start))
    if not found or not any(i.has("K", "INTEREST") for i in scene.sentence.clause(link)):
        return None
    last = found[-1]
    return Item(last.start(), last.end(), frozenset({"UP" if last["more"] else "DOWN"}), last[0])


def _other(scene: Scene, word: Item, link: Item) -> bool:
    """Whether a figure says by how much, or a keyword is what is set against another."""
    if scene.before(link, "NOT", "FORECAST", *FIGURES, within=REACH) is not None:
        return True
    return scene.before(link, "K", within=0) is not None and word.has("AHEAD", "BEHIND")


def _claim(scene: Scene, word: Item, ours: Item, theirs: Item) -> Claim | None:
    less = word.has(*LESS) and not word.has(*MORE)

    def holds(values: dict[str, float]) -> bool:
        a, b = values[called(scene, ours)], values[called(scene, theirs)]
        return a < b if less else a > b

    return ordered(scene, word, [ours, theirs], holds, pair=True)
