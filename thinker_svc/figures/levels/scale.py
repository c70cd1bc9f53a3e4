"""Whether a bare number is meant as a value of the series, on its scale of 0 to 100."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from thinker_svc.figures.levels import lists
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

# A word behind a number: a noun that it counts, unless it is known to go on with the sentence.
NOUN = re.compile(r"[ -]?([^\W\d_]{2,})")
ADJECTIVE = re.compile(r"[ -](?:[^\W\d_]+e[nrs]? )+[A-ZÄÖÜ]")  # "12 neue Läden"
GOES_ON = frozenset(
    [
        "point",
        "points",
        "pts",
        "punkt",
        "punkte",
        "punkten",
        "puntos",
        "punto",
        "right",
        "during",
        "across",
        "early",
        "late",
        "mid",
        "around",
        "versus",
        "against",
        "compared",
        "among",
        "ahead",
        "within",
        "yesterday",
        "worldwide",
        "mais",
        "pero",
        "sowie",
        "zurück",
        "hier",
        "ayer",
        "gestern",
        "ab",
        "sur",
        "contre",
        "selon",
        "según",
        "laut",
        "gegenüber",
        "frente",
        "respecto",
        "pile",
        "net",
        "als",
        "per",
        "pro",
        "par",
        "lors",
        "quand",
        "wenn",
        "puis",
        "luego",
        "dann",
        "pour",
        "alone",
        "again",
        "apiece",
        "each",
        "overall",
        "respectively",
        "globally",
        "nationally",
        "flat",
        "even",
        "though",
        "yet",
        "according",
        "thanks",
        "amid",
        "ever",
    ]
)
TOPIC = ("K", "INTEREST", "PRONOUN", "PEAK", "LOW", "AVERAGE", "UP", "DOWN", "HIGHEST", "LOWEST")
APART = re.compile(
    r"(?i)\b(?:by|um|por)\s(?:(?:some|about|around|nearly|almost|over|rund|etwa|fast|casi|unos)\s)?$"
)
ON_SCALE = re.compile(
    r"(?i) (?:on|auf|sur|en) (?:the |der |dem |l'|la |el |une |un |eine[rm]? )?(?:search |google |"
    r"trends |such)?"
    r"(?:index|scale|chart|skala|indice|échelle|escala|índice)\b"
)
JUST = re.compile(
    r"(?i)(?:just|only|barely|merely|a (?:mere|modest|lowly|lofty|solid|healthy)|nur|gerade(?: mal| einmal)?|"
    r"lediglich|seulement|(?:tan )?s[oó]lo|apenas)"
)
FEW = 13
COUNTED = ("PEAK", "LOW", "UP", "DOWN")  # what a small number before them counts
POINTS = re.compile(r"(?i)point|punkt|punto")
OF_OURS = re.compile(r"(?i) (?:of|von|de) (?:our|my|unseren?|meinen?|nos|mes|nuestr[oa]s|mis)\b")
HEADED = re.compile(r"[\"”»’')]? ?[:(=→–—-] ?")
LISTED = re.compile(r"(?i)[\"”»’']?(?:,? (?:an?|un|une|ein|eine)|,) ")  # "gives padel a 44", "padel, 44"
# What a small number is of when it is no value: "page 12", "aged 30", "at 9", "no. 5".
LABELLED = re.compile(
    r"(?i)\b(?:(?:meeting|call|doors?|table|kick-?off|opens?|closes?|starts?|starting) at|"
    r"top|no\.?|number|nr\.?|num\.?|n°|aged?|page|day|tag|jour|día|week|woche|semaine|semana|lap|set|"
    r"round|game|stage|zone|room|bus|platform|after|before|until|the|every|each|another|one in|turns?|turned|"
    r"limited to|limitad[oa]s? a|begrenzt auf|limitée?s? à|under|over|wird|werden|cumple|fête|seit|depuis|"
    r"desde|ein(?:e|es|er) von|celui de|celle de|uno de|una de|#)\s*$"
)


def on_scale(scene: Scene, item: Item) -> bool:
    """By what stands before it: a word of reaching, the keyword, a time, or a figure it is listed with."""
    hedge, start = scene.hedge(item)  # "at no less than 45": before the hedge
    return _placed(scene, item) or (bool(hedge) and _placed(scene, replace(item, start=start)))


def _placed(scene: Scene, item: Item) -> bool:  # noqa: PLR0911, PLR0912 - one return a reading
    number = item.number
    if number is None:
        return False
    before = scene.sentence.text[scene.sentence.start : item.start]
    if number.shape == "points" and APART.search(before):
        return False  # "leads by 14 points"
    if number.of_hundred or number.shape == "points" or ON_SCALE.match(scene.sentence.text, item.end):
        return True
    if OF_OURS.match(scene.sentence.text, item.end):
        return False  # "6 of our 9 new courts"
    if counts_something(scene, item) or (not number.numeral and number.value < 13):
        return False
    headed = scene.before(item, "DATE", "NOW", "K", "INTEREST", "AVERAGE", "FORECAST", within=1)
    between = scene.sentence.text[headed.end : item.start] if headed is not None else ""
    dated = headed is not None and headed.has("DATE") and between == ", " and lists.dated(scene)
    if headed is not None and (
        HEADED.fullmatch(between) or dated or (headed.has("K") and LISTED.fullmatch(between))
    ):
        return bool(scene.carried) or dated or any(i.has("K") for i in scene.items)
    if lists.scored(scene, item) or lists.timed(scene, item) or lists.fragment(scene, item):
        return True
    turned = lists.turned(scene, item)
    if turned is not None and on_scale(scene, turned):
        return True
    if partner(scene, item) is not None or _listed(scene, item):
        return _topic(scene, item) is not None or bool(scene.carried)
    if _compared(scene, item) or (scene.given(item) is not None and _headed(scene, item)):
        return True
    lead = scene.before(item, "REACH", "PEAK", "LOW", "HIGHEST", "LOWEST", within=3)
    never = scene.before(item, "EXCEED", within=0)
    if lead is not None and lead.has("PEAK", "LOW"):
        return True
    if never is not None and scene.before(never, "NEVER", within=2) is not None:
        return True  # "n'a jamais dépassé 8"
    if _apposed(scene, item):
        return True
    opened = scene.before(lead, "DATE", "NOW", within=0) if lead is not None else None
    if opened is not None and (scene.carried or len(scene.view.keywords) == 1):
        return True  # "the week of 13 September brought 95"
    bare = lead is not None and scene.told and not before[: lead.start - scene.sentence.start].strip()
    if bare and POINTS.search(item.text):
        return True  # "Llegó a los 46 puntos": the subject is left out
    adjoining = scene.before(item, "REACH", "AT", within=1)
    if (
        adjoining is not None
        and scene.carried
        and scene.before(item, "DATE", "NOW", within=8)
        and not _else(scene, item)
    ):
        return True  # "on 6 January it was still at 79"
    topic = _topic(scene, item)
    if topic is None:
        return False
    if scene.before(item, "FORECAST", within=3) and scene.before(item, "TO", "AT", "REACH", within=0):
        return True
    if lead is not None:
        return True
    moved = scene.before(item, "FROM", "TO", "AT", "HEDGED", within=2)
    if moved is not None and moved.has("FROM", "TO") and scene.before(item, "UP", "DOWN", within=8):
        return True
    close = scene.before(item, "K", within=3)
    if close is not None and not LABELLED.search(before) and _only_verb(scene, close, item):
        return True
    if scene.sentence.text[item.start : item.end] != item.text and scene.before(item, "UP", "DOWN", within=1):
        return True  # "has dropped below 35": begun before its hedge
    hedged = scene.before(item, "LESS", "MORE", "NEARLY", "ABOUT", within=0)
    between = scene.sentence.text[moved.end : item.start].strip() if moved is not None else ""
    beside = moved is not None and moved.has("AT") and (not between or JUST.fullmatch(between) is not None)
    placed = beside and not LABELLED.search(before)
    return moved is not None and (placed or hedged is not None)


def _apposed(scene: Scene, item: Item) -> bool:
    """ "The low came in the week of 25 October, at just 23": a high or low, its time, and its level."""
    at = scene.before(item, "AT", "REACH", within=1)
    date = scene.before(at, "DATE", within=0) if at is not None else None
    return date is not None and scene.before(date, "PEAK", "LOW", "HIGHEST", "LOWEST", within=5) is not None


def _else(scene: Scene, item: Item) -> bool:
    """Whether the clause speaks of something else by name."""
    return bool(scene.foreign) or any(i.has("SALES", "PEOPLE") for i in scene.sentence.clause(item))


def _compared(scene: Scene, item: Item) -> bool:
    """ "72, against 60 the week before": a second value at a time of its own."""
    against = scene.before(item, "THAN", "SINCE", "FROM", within=0)
    before = scene.before(item, "NUM", "PTS", within=9, clause=False)
    timed = scene.after(item, "DATE", within=2)
    return against is not None and before is not None and timed is not None and on_scale(scene, before)


def _headed(scene: Scene, item: Item) -> bool:
    """ "October: 34 for A, 20 for B": figures given one by one, under a time or a word for the search."""
    if scene.before(item, "DATE", "NOW", "INTEREST", "NUM", within=FAR, clause=False) is not None:
        return True
    second = scene.after(item, "NUM", within=8)  # "60 for A, 41 for B"
    return second is not None and scene.given(second) is not None


def _topic(scene: Scene, item: Item) -> Item | None:
    before = scene.before(item, *TOPIC, within=20, clause=False)
    if before is not None:
        return before
    led = scene.before(item, "REACH", "AT", "TO", within=1) is not None or partner(scene, item) is not None
    return scene.after(item, "K", "INTEREST", within=FAR, clause=False) if led else None


def _only_verb(scene: Scene, keyword: Item, item: Item) -> bool:
    """Whether nothing but a verb and an adverb stands between: "Hoka registered 18", "clocked just 18"."""
    between = scene.sentence.text[keyword.end : item.start]
    return re.fullmatch(r"(?: [^\W\d_]+){1,3} ", between) is not None and not re.search(
        r"(?i)\b(?:with|has|have|had|and|or|und|oder|et|ou|y|o|in|for|hat|a|tiene|mit|avec|con|until|from)\b",
        between,
    )


def partner(scene: Scene, item: Item) -> Item | None:
    """The other figure of "from 55 to 60"; both on the scale, and neither of anything else."""
    numbers = [
        i for i in scene.items if i.has("NUM", "PTS") and i.number is not None and 0 <= i.number.value <= 100
    ]
    for first, second in itertools.pairwise(numbers):
        if item not in (first, second):
            continue
        begun, gone = (replace(one, start=scene.hedge(one)[1]) for one in (first, second))
        begins = scene.before(begun, "FROM", within=0) is not None
        goes = scene.before(gone, "TO", within=0) is not None and scene.words_between(first, second) <= 8
        nouns = [counts_something(scene, one) for one in (first, second)]
        if begins and goes and not any(nouns):
            return second if item is first else first
        reached = (
            scene.before(begun, "TO", "REACH", within=0) is not None
            and scene.words_between(first, second) <= 2
        )
        left = scene.before(gone, "FROM", within=0) is not None  # "has recovered to 60 from 40"
        if reached and left and not any(nouns):
            return second if item is first else first
    return None


def _listed(scene: Scene, item: Item) -> bool:
    """ "70 in September and 75 in October": a value like the one before it, at a time of its own."""
    before = scene.before(item, "NUM", within=12, clause=False)
    joined = scene.before(item, "AND", within=0, clause=False) is not None
    timed = scene.after(item, "DATE", within=1) is not None
    if before is None or not joined or not timed:
        return False
    crossed = [
        i for i in scene.items if before.end <= i.start < item.start and not i.has("DATE", "AND", "ON")
    ]
    small = all(i.has("AT", "WITHIN", "TO", "FROM") for i in crossed)
    return small and on_scale(scene, before)


def counts_something(scene: Scene, item: Item) -> bool:
    """Whether a noun follows that the number counts: "from 5 to 12 shops"."""
    follows = NOUN.match(scene.sentence.text, item.end)
    if follows is None:
        return False
    word = follows[1].casefold()
    if (
        scene.lexicon.code == "de"
        and word == follows[1]
        and not ADJECTIVE.match(scene.sentence.text, item.end)
    ):
        return False  # nouns have capitals there
    if word in scene.lexicon.stopwords or word in GOES_ON or word.endswith("ly"):
        return False
    known = [i for i in scene.items if i.start <= follows.start(1) < i.end]
    if item.number is not None and item.number.value < FEW and any(i.has(*COUNTED) for i in known):
        return True  # "1 peak, 4 rising weeks"
    return all(i.has("PEOPLE", "SALES", "SEARCHES", "SHARE") for i in known)
