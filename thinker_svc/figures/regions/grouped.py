"""The words of order, and the regions around them: "Wales and Scotland lead, England is last"."""

from __future__ import annotations

import re

from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within

MARKS = ("REGIONLEAD", "REGIONLAST", "ORD", "AHEAD", "BEHIND", "FOLLOWED")
JOINED = re.compile(
    r"(?i)\s*(?:,|&|/|>|→|,? (?:and|und|et|y|e|sowie|then|dann|puis|luego)(?: then| dann| finally|"
    r" puis)?)?\s*"
    r"(?:(?:in|en|dans|à|auf|the|la|le|les|el|das|der|die|l')\s*)*"
)
HOMELAND = re.compile(  # of a search only where it is said of what is searched: "the heartland of padel"
    r"(?i)\b(?:capita[l]e?|tierra|cuna|patria|reino|terre|royaume|patrie|berceau|hauptstadt|heimat|"
    r"heartland|home of|home turf)\b"
)
SIZE = re.compile(  # "the largest city", "the most expensive": of the place itself
    r"(?i) (?:cit(?:y|ies)|towns?|island|stadt|städte|gemeinde|insel|ville|île|ciudad|isla|"
    r"expensive|beautiful|populous|visited|famous|dangerous)\b"
)
LARGE = re.compile(r"(?i)(?:the )?(?:most|largest|biggest|größte[rns]?|(?:la )?plus grande|(?:la )?mayor)")
LAST = re.compile(
    r"(?i)\s*(?:$|[.,;:!?)\n]| (?:on|with|at|place|spot|by|of|among|for|in|here|there|again|too|and|is|was|"
    r"comes?)\b)"
)
ONLY = re.compile(r"(?i)\bqu['’]|\bque\b")
NOWHERE = re.compile(r"(?i)nowhere|nirgend|nulle part|en ning")
LONGEST = 14  # words between a region and what is said of it


def marks(scene: Scene) -> list[Item]:
    """The words of order; of several that overlap the longest."""
    words = [i for i in scene.items if i.has(*MARKS)]
    return [
        one
        for one in words
        if not any(o is not one and within(one, o) and len(o.text) > len(one.text) for o in words)
        and not _denied(scene, one)
        and not (LARGE.fullmatch(one.text) and SIZE.match(scene.sentence.text, one.end))
        and (one.text.casefold() != "last" or LAST.match(scene.sentence.text, one.end) is not None)
        and (
            HOMELAND.search(one.text) is None
            or scene.after(one, "K", within=4)
            or scene.before(one, "K", within=1)
        )
    ]


def _denied(scene: Scene, mark: Item) -> bool:
    word = scene.before(mark, "NOT", "FORECAST", within=2)
    between = [i for i in scene.items if word is not None and word.end <= i.start and i.end <= mark.start]
    if word is not None and ONLY.search(scene.sentence.text[word.end : mark.start]):
        return False  # "n'arrive qu'en quatrième position"
    return word is not None and not any(i.has("K") for i in between)


def regions_before(scene: Scene, mark: Item, names: list[Item], *, over: bool = False) -> list[Item]:
    """The regions right before a mark: one, or several that are joined; over other marks where asked."""
    left = [i for i in names if i.end <= mark.start]
    if not left or scene.words_between(left[-1], mark) > LONGEST:
        return []
    if not over and crossed(scene, left[-1], mark):
        return []
    group = [left[-1]]
    for one in reversed(left[:-1]):
        if not JOINED.fullmatch(scene.sentence.text[one.end : group[0].start]):
            break
        group.insert(0, one)
    return group


def regions_after(scene: Scene, mark: Item, names: list[Item], within: int = LONGEST) -> list[Item]:
    """The regions right behind a mark: "followed by Scotland and England"."""
    right = [i for i in names if i.start >= mark.end]
    if not right or scene.words_between(mark, right[0]) > within or crossed(scene, mark, right[0]):
        return []
    group = [right[0]]
    for one in right[1:]:
        if _subject(scene, one) or not JOINED.fullmatch(scene.sentence.text[group[-1].end : one.start]):
            break
        group.append(one)
    return group


def _subject(scene: Scene, region: Item) -> bool:
    """Whether a statement of its own begins with it: "…, and Sachsen kommt auf 95"."""
    said = scene.after(region, "RANKED", "REACH", "PREFER", *MARKS, within=0)
    return said is not None and "," not in scene.sentence.text[region.end : said.start]


def crossed(scene: Scene, a: Item, b: Item) -> bool:
    """Whether another statement, or the end of a clause that doesn't lead up to it, lies between."""
    between = scene.sentence.text[a.end : b.start]
    broken = any(a.end <= at < b.start for at in scene.sentence.breaks) and ":" not in between
    over = () if NOWHERE.match(a.text) else ("AHEAD", "BEHIND")  # "nowhere is it bigger than in Wales"
    return broken or any(
        a.end <= i.start and i.end <= b.start and i.has("REGIONLEAD", "REGIONLAST", "FOLLOWED", *over)
        for i in marks(scene)
    )
