"""Which way a figure goes, up or down, and the word that says so."""

from __future__ import annotations

from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within

SMALL = frozenset({"by", "um", "de", "por", "à", "a", "la", "un", "en"})


def way_of(scene: Scene, item: Item) -> tuple[int, Item] | None:
    """Which way a figure goes, and the word that says so."""
    if item.number and item.number.sign:
        return item.number.sign, item
    close = scene.after(item, "UP", "DOWN", "ABOVE", "BELOW", "AHEAD", "BEHIND", within=1)
    word = _moved(scene, item)
    parted = close is not None and "," in scene.sentence.text[item.end : close.start]
    if close is not None and word is not None and (close.has("WITHIN") or parted):
        close = None  # "fell by a third over the week": a span, and no more than it
    nearer = (
        word is None or scene.words_between(item, close) < scene.words_between(word, item) if close else False
    )
    if close is not None and nearer:
        word = close
    word = word or close or _behind(scene, item) or _left_out(scene, item)
    if word is None:
        return None
    return (1 if word.has("UP", "ABOVE", "AHEAD") and not word.has("DOWN") else -1), word


def _behind(scene: Scene, item: Item) -> Item | None:
    """A word of movement a little further on, of no other figure: not "93 puntos, tres más que …"."""
    word = scene.after(item, "UP", "DOWN", within=3)
    between = scene.sentence.text[item.end : word.start] if word is not None else ""
    return None if "," in between and item.has("PTS") else word


def _left_out(scene: Scene, item: Item) -> Item | None:
    """ "A fell by more than 70%; B, by half": the verb of the clause before, where there is none."""
    name = scene.before(item, "K", "SPAN", within=4)
    if name is not None and name.has("SPAN") and scene.before(name, "WITHIN", within=0) is None:
        return None
    clause = scene.sentence.clause(item)
    told = [
        i
        for i in clause
        if i.has("UP", "DOWN", "FLAT", "AT", "REACH", "AVERAGE", "PEAK", "LOW", "SHARE", "R")
    ]
    if name is None or [i for i in told if i.start > name.start and i.text.casefold() not in SMALL]:
        return None
    before = [i for i in scene.items if i.has("UP", "DOWN") and i.end <= name.start]
    word = before[-1] if before else None
    figure = scene.after(word, "PCT", "TIMES", within=5, clause=False) if word is not None else None
    return word if figure is not None and figure.end <= name.start else None


def _moved(scene: Scene, item: Item) -> Item | None:
    """The word of movement before a figure; "más" in "más de la mitad" is a hedge and none."""
    points = item.number is not None and item.number.shape == "points"
    pool = [i for i in scene.sentence.clause(item) if i.has("UP", "DOWN") and i.end <= item.start]
    for word in sorted(pool, key=lambda i: -i.end):
        hedges = [h for h in scene.items if h.has("MORE", "LESS", "ATLEAST", "ATMOST") and within(word, h)]
        if any(h.end == item.start or scene.words_between(h, item) == 0 for h in hedges):
            continue
        between = scene.sentence.text[word.end : item.start]
        far = scene.words_between(word, item) > (4 if points else 7) or (points and "," in between)
        return None if far else word
    return None


def beside(scene: Scene, item: Item, words: Item) -> bool:
    """Fractions are changes only right beside the word of change: "by a third", "a quarter higher"."""
    start = max(words.end, scene.hedge(item)[1])  # "de plus de la moitié": the hedge is of the figure
    said = scene.sentence.text[words.end : start]
    named = any(i.has("K", "INTEREST") for i in scene.items if words.end <= i.start and i.end <= item.start)
    near = 5 if named else 2  # "verlor das Klimaticket mehr als die Hälfte": German puts the subject between
    return scene.words_between(words, item) <= near or (start < item.start and len(said.split()) <= near)
