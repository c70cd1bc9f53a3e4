"""Which region a figure is given to: before it, behind it, or in the sentence before."""

from __future__ import annotations

import re

from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within

NEAR = 5  # words
FURTHER = 7  # between a region and its figure, where nothing else that has figures stands between
LONG = 20
SERVED = 6  # words between a figure and the region it is given to: "39% of language app searches in Austria"
OF = frozenset({"de", "del"})  # no "from", but "of"
PLACES = ("R", "PLACE")
LOCATED = re.compile(
    r"(?i)\b(?:in|for|from|at|across|over in|à|en|au|aux|aus|für|im|pour|para|de|des|du|del|of|von|der)"
    r"(?: the| la| le| les| el| los| las| der| dem| den)? $|\bd'$|\bl'$"
)
JOINED = re.compile(r"(?i)(?!.*\b(?:and|und|et|y|e|&)\b)[^,;:.!?()]*")
SCORED = re.compile(
    r"(?i)\b(?:with|mit|avec|con) (?:a |an |un |une |einem |einer )?"
    r"(?:score|value|index|share|wert|valeur|puntuación|valor|índice)(?: of| von| de)?"
    r"(?: (?:more than|over|about|around|nearly|rund|über|plus de|más de))? $"
)
OVER_THERE = re.compile(r"(?i)\b(?:over|out|up|down) there\b")
WITH = re.compile(r"(?i)\W*(?:with|mit|avec|con) (?:(?:a|an|un|une|einem|einer) \w+ (?:of|de|von) )?")
SUBJECT = re.compile(
    r"(?i),? ?(?:(?:is|liegt|steht|kommt|landet|folgt|führt|est|arrive|es|va|lidera) )?"
    r"(?:the |la |l'|el |le )?"
)
FRONTED = re.compile(r"(?i)\W*(?:in|im|en|à|aux?|across)(?: (?:the|la|le))? ?")
AND = re.compile(
    r"(?i),?(?: (?:and|und|et|y))?"
    r"(?: (?:just|only|nur|gerade mal|seulement|solo|sólo|apenas|a mere|barely))? "
)
BARE = 8  # words of a sentence that only names a region: "The Hansestadt Hamburg?"


def owner(scene: Scene, item: Item) -> Item | None:
    """The region a figure belongs to."""
    after, before = _behind(scene, item), _ahead(scene, item)
    if after is not None and (
        before is None or _served(scene, before, item) or _tighter(scene, item, after, before)
    ):
        return after
    return before or after or _carried(scene, item)


def _behind(scene: Scene, item: Item) -> Item | None:
    """ "62% in Wales", "two thirds of Argentine queries", "86 % des recherches québécoises"."""
    after = scene.after(item, *PLACES, within=NEAR)
    if after is not None and _fronted(scene, item, after):
        return after
    if after is None or not JOINED.fullmatch(scene.sentence.text[item.end : after.start]):
        return None
    if any(i.has("NUM", "PCT") and item.end <= i.start < after.start for i in scene.items):
        return None
    gap = scene.sentence.text[item.end : after.start]
    linked = (
        LOCATED.search(gap) is not None
        or not gap.strip()
        or (after.has("FOLK", "LOCAL") and item.has("FRACTION"))
        or (after.has("FOLK", "LOCAL") and scene.before(after, "INTEREST", within=0) is not None)
    )
    wanted = (
        item.has("PCT")
        or (item.number is not None and item.number.of_hundred)
        or scene.before(item, "REACH", "AT", within=2)
        or (scene.before(item, "AHEAD", "BEHIND", within=0) and scene.before(item, *PLACES, within=LONG))
        or _parallel(scene, item)
        # as in "Vin chaud, 83 en Occitanie" with a colon
        or scene.sentence.text[max(0, item.start - 3) : item.start].rstrip().endswith(":")
    )
    return after if linked and wanted else None


def _fronted(scene: Scene, item: Item, region: Item) -> bool:
    """ "With 83 of 100, Scotland is second", "Mit 83 Punkten liegt Schottland auf Platz zwei"."""
    text, start = scene.sentence.text, scene.hedge(item)[1]
    led = WITH.fullmatch(text, scene.sentence.start, start) is not None
    return led and SUBJECT.fullmatch(text, item.end, region.start) is not None


def _parallel(scene: Scene, item: Item) -> bool:
    """ "32 in Massachusetts, and just 2 in Hawaii": as the figure before it."""
    place = scene.before(item, *PLACES, within=3, clause=False)
    figure = scene.before(place, "NUM", within=2, clause=False) if place is not None else None
    if place is None or figure is None:
        return False
    joined = AND.fullmatch(scene.sentence.text[place.end : item.start])
    return joined is not None and LOCATED.search(scene.sentence.text[figure.end : place.start]) is not None


def _ahead(scene: Scene, item: Item) -> Item | None:
    """ "Wales (100)", "Hawaii sits at the bottom for Hoka, with a paltry 12%"."""
    several = len(scene.view.keywords) > 1 and (item.has("PCT") or _split(scene, item))
    scored = SCORED.search(scene.sentence.text, scene.sentence.start, item.start) is not None
    before = scene.before(item, *PLACES, within=LONG if several or scored else FURTHER, clause=not several)
    if before is None and scene.before(item, "REACH", "AT", within=2) is not None:
        front = scene.before(item, *PLACES, within=LONG)  # "En Suisse, l'intérêt pour le vin chaud est à 60"
        opening = scene.sentence.text[scene.sentence.start : front.start] if front is not None else ""
        before = front if FRONTED.fullmatch(opening) else None
    if before is None:
        return None
    passed = [i for i in scene.items if before.end <= i.start and i.end <= item.start]
    shares = any(i.has("K") for i in (*passed, *_next(scene, item)))
    if any(i.has("DATE") for i in passed) or (
        any(i.has("NUM", "PCT", "PTS") for i in passed) and not (several and shares)
    ):
        return None
    if before.has("PLACE") and not several and _apposed(scene, before, item):
        return None
    if _served(scene, before, item) and not (several and shares):
        return None
    far = scene.words_between(before, item) > NEAR and not scored
    return None if far and _moving(passed[-2:]) else before


def _moving(passed: list[Item]) -> bool:
    """Whether what stands before a figure makes it the end of a change: "rose to", "from"."""
    at = [i for i in passed if i.has("AT")]
    moving = [i for i in passed if i.has("UP", "DOWN", "TO", "FROM") and not any(within(i, o) for o in at)]
    return any(i.text.casefold() not in OF for i in moving)


def _split(scene: Scene, item: Item) -> bool:
    """ "England's split: oat 55, soy 45": shares without their sign, under the name of a region."""
    figures = [i for i in scene.items if i.has("NUM") and scene.before(i, "K", within=1)]
    first = min((i.start for i in scene.items if i.has("K")), default=0)
    head = [i for i in scene.items if i.has("R") and i.end <= first]
    headed = bool(head) and ":" in scene.sentence.text[head[-1].end : first]
    timed = any(i.has("DATE", "AVERAGE", "NOW") for i in scene.items)
    return item in figures and len(figures) > 1 and headed and not timed


def _next(scene: Scene, item: Item) -> list[Item]:
    """The keyword right behind a share: "31 % sourdough", "31% for sourdough"."""
    after = scene.after(item, "K", within=3)
    return (
        [after] if after is not None and JOINED.fullmatch(scene.sentence.text[item.end : after.start]) else []
    )


def _served(scene: Scene, region: Item, item: Item) -> bool:
    """Whether a region has its figure before it: "62% in Wales and 40% in Scotland"."""
    figure = scene.before(region, "NUM", "PCT", within=SERVED)
    if (
        figure is None
        or figure.start == item.start
        or not LOCATED.search(scene.sentence.text[max(0, region.start - 20) : region.start])
    ):
        return False
    return JOINED.fullmatch(scene.sentence.text[figure.end : region.start]) is not None


def _tighter(scene: Scene, item: Item, after: Item, before: Item) -> bool:
    """Whether the region behind is the nearer: "in Wales it is less than the 62% in Scotland"."""
    return scene.words_between(item, after) < scene.words_between(before, item)


def _apposed(scene: Scene, place: Item, item: Item) -> bool:
    """A place that is only the scene of something: "Live from Paris, searches hit 100"; not "In Paris, …"."""
    first = re.fullmatch(
        r"(?i)\W*(?:in|im|en|à|au|across|in der)(?: (?:the|la|le))? ?",
        scene.sentence.text[scene.sentence.start : place.start],
    )
    fronted = first is not None or any(
        at + 2 >= place.start - 8 and at < place.start for at in scene.sentence.breaks
    )
    return "," in scene.sentence.text[place.end : item.start] and not fronted


def ahead_of(scene: Scene, item: Item) -> Item | None:
    """The region of the sentence before, where this one points to it: "there", "dort", "allí"."""
    return _carried(scene, item) if _pointed(scene, item) else None


def _pointed(scene: Scene, item: Item) -> bool:
    """Whether the sentence points back to a place; "over there" is an idiom, and read as nothing else."""
    said = scene.sentence.text[scene.sentence.start : scene.sentence.end]
    return scene.near(item, "THERE", within=FAR) is not None or OVER_THERE.search(said) is not None


def _carried(scene: Scene, item: Item) -> Item | None:
    """The one region of the sentence before: "Bayern tickt anders. Dort holt die Wärmepumpe 55 %"."""
    own = [i for i in scene.items if i.has(*PLACES) and i.end <= item.start]
    figure = item.number is not None and item.number.numeral
    if figure and len(own) == 1 and scene.near(item, "THERE", within=NEAR) is not None:
        return own[0]  # "Texas keeps an eye on its own: Starship scores 96 there"
    if scene.earlier is None or any(i.has(*PLACES, "HOME", "DATE", "SPAN") for i in scene.items):
        return None
    named = [i for i in scene.earlier.items if i.has(*PLACES)]
    if len({(i.index, i.text if i.has("PLACE") else "") for i in named}) != 1:
        return None
    told = any(i.has("NUM", "PCT", "PTS") for i in scene.earlier.items)
    words = len(scene.earlier.text[scene.earlier.start : scene.earlier.end].split())
    bare = scene.earlier.question and words <= BARE
    shares = item.has("PCT") and len(scene.view.keywords) > 1 and bool(_next(scene, item))
    return named[0] if _pointed(scene, item) or (bare and not told) or (shares and bare) else None
