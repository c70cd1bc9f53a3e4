"""Differences between keywords: "leads Asics by 27 points", "46% more than", "the gap was 12"."""

from __future__ import annotations

import re

from thinker_svc.figures.keywords.parties import Parties, parties, rest
from thinker_svc.figures.keywords.said import Said, less
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

APART = ("AHEAD", "BEHIND", "ABOVE", "BELOW", "OVERTAKE")
# What begins an object: "17 behind the leader", not "17 behind at the moment".
OBJECTS = frozenset(
    "the a an of than der die das den dem als wie le la les du des de que el los las al del it them".split()  # noqa: SIM905 - a list of thirty lines
)
MEASURE = re.compile(
    r"(?i)(?:\s(?:it|him|them|her|ihn|ihm|sie|es|lui|lo|la|him))?[\s\"”»“]*"
    r"(?:\s?(?:now|already|inzwischen|nun|schon|bereits|désormais|déjà|ya|ahora)\b)?"
    r"(?:,?\s?(?:by|um|mit|de|por|en|con|avec|with|d'|à)\s?)"
    r"(?:(?:some|just|only|a|about|around|roughly|nearly|almost|over|"
    r"more than|well over|at least|mehr als|rund|etwa|fast|knapp|"
    r"plus de|près de|environ|más de|casi|unos|mere|cool|full|whole|"
    r"satte[n]?|ganze[n]?|einen?|the|der|den|die|la|las|los|le)\s?)*"
)
LEVELS = re.compile(
    r"(?i)(?: points| Punkten?| puntos)?,? (?:against|to|versus|vs\.?|gegen|zu|contre|frente a|contra) \d"
)
WITH = re.compile(r"(?i)[\s\"”»“]*(?:with|mit|avec|con)\s?")
THAT = re.compile(
    r"(?i) (?:that|this|das|dem|cela|ça|eso)(?: (?:level|mark|value|peak|high))?(?=[\s.,;:!?)]|$)"
)
LEADS_BY = re.compile(r"(?i)(?:les? )?(?:sac|llev|met)\w+")  # "le saca 25 puntos a": no preposition


def apart(scene: Scene, item: Item) -> Said | None:  # noqa: PLR0911 - one return a reason
    """ "27 points ahead of Asics", "leads Asics by 27 points", "17 behind", "46% more searches than"."""
    number = item.number
    if (
        number is None
        or scene.sentence.text[item.end : item.end + 1] == ")"  # "car finance (32) beats …": a level
        or number.of_hundred
        or number.shape == "times"
        or (number.fraction and not _linked(scene, item))
    ):
        return None
    word, far = _word(scene, item)
    if word is None:
        return _lying_between(scene, item)
    sides = parties(scene, word, far if far is not word else None)
    if sides.theirs < 0 and sides.stranger is None and sides.ours >= 0 and word.has("AHEAD", "BEHIND"):
        if not _closed(scene, word, item):
            return None
        sides = Parties(sides.ours, rest(scene, sides.ours, word))
    if not sides.both and sides.stranger is None:
        return None
    if len(scene.view.keywords) < 2 and sides.stranger is None:
        return None
    if item.has("NUM") and scene.after(item, "K", within=0):
        return None
    measure = "points" if number.shape in ("points", "plain") else "percent"
    down = word.has("BEHIND", "BELOW") or (far.has("THAN") and less(scene, item, far))
    return Said(
        sides,
        (word, *((far,) if far is not word else ()), *sides.items),
        -number.value if down else number.value,
        measure,
    )


def _lying_between(scene: Scene, item: Item) -> Said | None:
    """ "There are 25 points between A and B": whoever is ahead."""
    word = scene.after(item, "BETWEEN", within=0) if item.has("PTS") or "point" in item.text else None
    first = scene.after(word, "K", within=2) if word is not None else None
    second = scene.after(first, "K", within=3) if first is not None else None
    if word is None or first is None or second is None or item.number is None:
        return None
    return Said(Parties(first.index, second.index), (word, first, second), item.number.value, "gap")


def _linked(scene: Scene, item: Item) -> bool:
    """A fraction is a difference only beside its word: "beats it by a third", "a third more than"."""
    return _word(scene, item)[0] is not None


def _word(scene: Scene, item: Item) -> tuple[Item | None, Item]:
    """The word of order that a figure says the measure of, and where its object follows."""
    number = item.number
    than = scene.after(item, "THAN", within=8)
    if than is not None and (scene.after(than, "DATE", "AVERAGE", "PEAK", within=1) or _own(scene, than)):
        than = None  # "fewer than twelve weeks ago": the keyword's own
    more = scene.after(item, "MORE", "LESS", "UP", "DOWN", "AHEAD", "BEHIND", "ABOVE", "BELOW", within=3)
    if (
        than is not None
        and more is not None
        and more.start <= than.start
        and (number is None or number.shape != "plain")
    ):
        return more, than
    behind = [i for i in scene.sentence.clause(item) if i.has(*APART) and i.start >= item.end]
    close = next((i for i in behind if scene.words_between(item, i) <= 1), None)
    if close is not None and (
        _own(scene, close) or ("," in scene.sentence.text[item.end : close.start] and item.has("NUM"))
    ):
        close = None  # "49% above last year's level"; "it averaged 56, ahead of …"
    if close is not None and (number is None or number.shape != "plain" or _plain(close)):
        return close, close
    for word in reversed(
        [
            i
            for i in scene.sentence.clause(item)
            if i.has("AHEAD", "BEHIND", "OVERTAKE") and i.end <= item.start
        ]
    ):
        hedge = scene.words_between(word, item) == 0 and word.has("MORE", "LESS", "ABOVE", "BELOW")
        if not hedge and _measured(scene, word, item):
            return word, word
    return None, item


def _own(scene: Scene, word: Item) -> bool:
    """Whether a level of the keyword's own follows: its peak, its average, that of a time."""
    if THAT.match(scene.sentence.text, word.end) and scene.before(
        word, "PEAK", "LOW", "HIGHEST", "LOWEST", "DATE", within=FAR, clause=False
    ):
        return True  # "it peaked in May and is now 57% below that"
    following = scene.after(word, "K", "DATE", "AVERAGE", "PEAK", "LOW", within=4)
    return following is not None and not following.has("K")


def _plain(word: Item) -> bool:
    """ "17 behind", "12 ahead of": a bare figure with a word of order, not "60 above"."""
    return word.has("AHEAD", "BEHIND")


def _closed(scene: Scene, word: Item, item: Item) -> bool:
    """Whether a statement ends behind the word, so that its object is left out: "it was 17 behind"."""
    last = max(word.end, item.end)
    following = re.match(
        r"(?:\s(?:zurück|hinterher|back))?\s*(?:$|[.,;:!?)–—-]|(?P<word>[^\W\d_]+))",
        scene.sentence.text[last:],
    )
    word_ = (following["word"] or "").casefold() if following is not None else "?"
    return not word_ or (word_ in scene.lexicon.stopwords and word_ not in OBJECTS)


def _measured(scene: Scene, word: Item, item: Item) -> bool:
    """ "leads (Asics) by 27 points", "führt mit 20 Punkten vor"; "with 38 against 16" are two levels."""
    text = scene.sentence.text
    if LEVELS.match(text, item.end):
        return False
    other = scene.after(word, "K", within=3)
    since = other.end if other is not None and other.end <= item.start else word.end
    small = [i for i in scene.items if since <= i.start and i.end <= item.start and i.has("NOW", "STILL")]
    if small and item.has("PTS") and not word.has("LOOSE"):
        since = small[-1].end if not text[since : small[0].start].strip() else since
        if not text[since : item.start].strip():
            return True  # "liegt derzeit 13 Punkte zurück"
    if WITH.fullmatch(text[since : item.start]) and scene.before(word, "NUM", "PTS", within=12) is not None:
        return False  # "mit 46 Punkten vor dem Thermomix mit 33": two levels
    bare = LEADS_BY.fullmatch(word.text) is not None and not text[since : scene.hedge(item)[1]].strip()
    return bare or MEASURE.fullmatch(text[since : item.start]) is not None


def gap(scene: Scene, item: Item) -> Said | None:  # noqa: PLR0911 - one return a reason
    """ "the gap was 12 points", "the lead right now: 40 points", "38 points between them"."""
    number = item.number
    if number is None or not item.has("PTS", "NUM") or len(scene.view.keywords) < 2:
        return None
    word = scene.before(item, "GAP", within=14 if item.has("PTS") else 4, clause=False) or scene.after(
        item, "GAP", within=1
    )
    points = (
        item.has("PTS") or re.search(r"(?i)[- ](?:points?|punkten?|puntos?)$", item.text) is not None
    )  # "a 27-point lead"
    asked = word is None and item.has("PTS") and _asked(scene)
    if word is None and not asked:
        return None
    if word is not None and any(
        word.end <= i.start < item.start and i.has("NUM", "PTS", "PCT") for i in scene.items
    ):
        return None
    if not points and not (number.numeral and _ends(scene, item)):
        return None
    named = list(dict.fromkeys(i.index for i in scene.items if i.has("K")))
    names = scene.view.keywords
    if len(named) < 2:
        before = [names.index(name) for name in scene.named if name in names]
        named = list(dict.fromkeys([*named, *before, *(range(2) if len(names) == 2 else ())]))
    if len(named) < 2:
        return None
    own = [i.index for i in scene.sentence.clause(item) if i.has("K")]
    if word is not None and word.has("GAPAHEAD", "GAPBEHIND") and len(own) == 2 and own[0] != own[1]:
        value = -number.value if word.has("GAPBEHIND") else number.value
        return Said(Parties(own[0], own[1]), (word,), value, "points")
    return Said(Parties(named[0], named[1]), (word,) if word is not None else (), number.value, "gap")


def _asked(scene: Scene) -> bool:
    """ "The gap? Seven points for Hoka." """
    before = scene.sentence.text[max(0, scene.sentence.start - 60) : scene.sentence.start]
    words = "|".join(scene.lexicon.concepts.get("GAP", ()))
    return (
        bool(words)
        and re.search(rf"(?i)(?<!\w)(?:{words})(?!\w)[^.!?]{{0,30}}[?:…]+\s*$", before) is not None
    )


def _ends(scene: Scene, item: Item) -> bool:
    """A bare figure at the end of its clause counts nothing else."""
    return (
        re.match(r"\s*(?:$|[.,;:!?)–—-]|\w+\s(?:ago|later)\b)", scene.sentence.text[item.end :]) is not None
    )
