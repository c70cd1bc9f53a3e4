"""The course of a series: up, down or flat over the period, since a time, or of late."""

from __future__ import annotations

import re

from thinker_svc.figures.changes.bases import bases
from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.course.subject import about, denied
from thinker_svc.figures.points import Base, inside
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any, within
from thinker_svc.figures.view import Point

Points = tuple[Point, ...]
FIGURES = ("PCT", "TIMES", "PTS", "NUM")
OTHERS = ("Q", "QUOTE", "BREAKOUT", "FASTEST", "REGIONLEAD", "R", "PLACE")
TAKING = (
    "count",
    "rising",
    "comparison",
    "percent_change",
    "value",
    "superlative",
    "date",
    "range",
    "region",
)
PARTS = re.compile(r"(?i)[,:;]|\b(?:and|und|et|y) (?:stands?|is|steht|liegt|est|está)\b")
JOINED = re.compile(r"(?i),? (?:and|und|et|y)\b")
DESPITE = re.compile(  # "pese a la caída del consumo": granted, and not said
    r"(?i)\b(?:despite|in spite of|trotz|malgré|en dépit d[eu]|pese a|a pesar de)"
    r"(?: (?:the|a|an|das|der|dem|des|la|le|les|l'|el|los|las|un|una|une))? ?(?:\w+ )?$"
)
STIR = 3  # points of the scale that are more than noise
SHORT = 9  # words of a sentence that leaves its subject to the one before


def trends(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """ "has been climbing", "flat over the period", "Alcaraz? Trending down.": said without a figure."""
    found: list[Claim] = []
    if scene.sentence.question:
        return found
    for item in scene.items:
        if not item.has("UP", "DOWN", "FLAT") or not _asserted(scene, item, [*taken, *found]):
            continue
        whom = about(scene, item)
        if whom.strange:
            beside = any(
                c.why == "topic" and c.end <= item.start for c in taken if c.start >= scene.sentence.start
            )
            if beside or _searched(scene, item):
                found.append(scene.claim("trend", unsupported("topic"), item))
            continue
        verdicts = [_verdict(scene, item, name) for name in whom.names]
        if verdicts:
            found.append(scene.claim("trend", best(verdicts), item))
    return found


def _asserted(scene: Scene, item: Item, taken: list[Claim]) -> bool:  # noqa: PLR0911 - one return a reading
    """Whether the word says how interest has gone, and isn't the direction of a figure, a streak, a peak."""
    clause = _own(scene, item)
    if not meets_any(item, taken) and _said_of_course(scene, item):
        return not denied(scene, item, within=6)
    if meets_any(item, taken) or DESPITE.search(scene.sentence.text, scene.sentence.start, item.start):
        return False
    listed = scene.after(item, "K", "Q", "QUOTE", within=3, clause=False)
    if (
        listed is not None
        and listed.has("Q", "QUOTE")
        and ":" in scene.sentence.text[item.end : listed.start]
    ):
        return False  # the heading of a list of queries: "Rising: “owala kids” (+140%)"
    if any(
        o is not item
        and o.start <= item.start
        and item.end <= o.end
        and o.end - o.start > item.end - item.start
        and o.has(
            "PEAK", "LOW", "HIGHEST", "LOWEST", "STREAK", "FORECAST", "AHEAD", "BEHIND", "OVERTAKE", "RECORD"
        )
        for o in scene.items
    ):
        return False
    if denied(scene, item, within=6) or _figured(scene, item):
        return False
    if any(i.has(*OTHERS, "STREAK") and not within(i, item) for i in clause):
        return False
    first, last = clause[0].start, clause[-1].end
    if any(
        c.start < last and first < c.end and c.kind in TAKING and not _parted(scene, item, c) for c in taken
    ):
        return False
    if any(c.kind == "trend" and first <= c.start < last for c in taken) and scene.given(item) is None:
        return False  # "steady, hardly moving": one statement
    if scene.after(item, "THAN", within=0) is not None or not _topic(scene, item):
        return False
    return not item.has("SLIGHT") or _predicate(scene, item)


def _said_of_course(scene: Scene, item: Item) -> bool:
    """ "…, and the trend is clearly upward", "Tendenz steigend": whatever else the sentence says."""
    course = scene.before(item, "COURSE", within=6)
    if course is None or scene.after(item, *FIGURES, "PEAK", "LOW", within=3) is not None:
        return False
    between = scene.sentence.text[course.end : item.start]
    crossed = [i for i in scene.items if course.end <= i.start and i.end <= item.start]
    if re.search(r"[,;]|:.*:", between) or any(i.has(*FIGURES, "K", "R", "Q") for i in crossed):
        return False
    return bool(scene.carried) or any(i.has("K", "INTEREST") for i in scene.items)


def _parted(scene: Scene, item: Item, claim: Claim) -> bool:
    """ "On a steep decline all year: now 27": a level after a colon or comma is a statement of its own."""
    low, high = min(item.end, claim.end), max(item.start, claim.start)
    return (
        claim.kind in ("value", "average", "date", "range")
        and re.search(r"[,:]", scene.sentence.text[low:high]) is not None
    )


def _own(scene: Scene, item: Item) -> tuple[Item, ...]:
    """What is said of its own keyword: "Odermatt is up, von Allmen is down" are two statements."""
    clause = scene.sentence.clause(item)
    before = [i for i in clause if i.has("K") and i.end <= item.start]
    if not before:
        return clause
    behind = [i for i in clause if i.has("K") and i.start >= item.end and i.index != before[-1].index]
    end = behind[0].start if behind else clause[-1].end
    return tuple(i for i in clause if before[-1].start <= i.start < end)


def _figured(scene: Scene, item: Item) -> bool:
    """Whether it is the direction of a figure beside it, or the words for a high or low."""
    after = scene.after(item, *FIGURES, "PEAK", "LOW", "HIGHEST", "LOWEST", within=7)
    before = scene.before(item, *FIGURES, within=4)
    if (
        before is not None
        and before.has("NUM")
        and any(before.end <= i.start < item.start and i.has("K") for i in scene.items)
    ):
        before = None
    text = scene.sentence.text
    if after is not None and after.has("NUM") and PARTS.search(text[item.end : after.start]):
        after = None  # "on a steep decline all year: now 27"
    if before is not None and before.has("NUM") and JOINED.match(text, before.end):
        before = None  # "at 53, and falling for weeks"
    return after is not None or before is not None


def _topic(scene: Scene, item: Item) -> bool:
    """Whether the search is spoken of: by keyword, by a word for it, or by the sentence before."""
    near = scene.before(item, "K", "INTEREST", "PRONOUN", within=FAR) or scene.after(
        item, "K", "INTEREST", within=6
    )
    whom = about(scene, item) if near is None else None
    if whom is not None and (whom.names or whom.strange) and (whom.sure or (scene.named and whom.strange)):
        return True
    if near is not None:
        return not near.has("PRONOUN") or scene.told or any(i.has("K", "INTEREST") for i in scene.items)
    if not any(i.has("K", "INTEREST") for i in scene.items) and scene.earlier is None:
        return False
    sentence = scene.sentence
    if any(i.has("K") for i in scene.items):
        return True
    words = re.findall(r"\w+", sentence.text[sentence.start : sentence.end])
    about_it = scene.earlier is not None and any(i.has("K", "INTEREST") for i in scene.earlier.items)
    whole = not item.has("SLIGHT") and not _attribute(scene, item)
    return len(words) <= SHORT and bool(scene.carried) and about_it and whole


def _searched(scene: Scene, item: Item) -> bool:
    """Whether what was not searched is spoken of as the others are: not "Temperatures are falling"."""
    before = scene.sentence.text[scene.sentence.start : item.start]
    if item.has("RISING") or any(
        i.has("RISING", "SEARCHED", "QUOTE") or i.has("K", "INTEREST") for i in scene.items
    ):
        return True
    return bool(scene.named) and re.match(r"\s*[^\W\d_]+s (?:are|were|have)\b", before) is None


def _attribute(scene: Scene, item: Item) -> bool:
    """Whether it belongs to a noun behind it: "Flat whites are back"."""
    word = re.match(r" ([^\W\d_]{3,})", scene.sentence.text[item.end :])
    if word is None or word[1].casefold() in scene.lexicon.stopwords | scene.lexicon.generic:
        return False
    return not any(i.start <= item.end + 1 < i.end for i in scene.items)


def _predicate(scene: Scene, item: Item) -> bool:
    """A small word ("up", "plus") says a course behind a verb or a heading, or with the period."""
    if scene.before(item, "BEING", within=1) is not None:
        return True
    if (
        scene.after(item, "PERIOD", "SPAN", "THEYEAR", within=3) is not None
        and scene.after(item, "DATE", within=3) is None
    ):
        return True
    before = scene.sentence.text[scene.sentence.start : item.start]
    return re.search(r"[:–—]\s(?:\w+\s)?$", before) is not None


def _verdict(scene: Scene, item: Item, keyword: str) -> Verdict:
    points = scene.view.complete(keyword)
    if len(points) < 3:
        return unsupported("data")
    ratio = thirds(points)
    whole = [ratio] if ratio is not None else []
    shown = "flat" if 0.9 < (ratio or 1) < 1.1 else "up" if (ratio or 1) >= 1.1 else "down"
    clause = scene.sentence.clause(item)
    since = _from_start(scene, clause, points[0])
    timed = (
        []
        if since
        else [i for i in clause if i.has("SPAN", "DATE", "STEP") and not _present(i)] or _headed(scene)
    )
    base = bases(scene, item, keyword) if timed and not _whole(scene, timed) else Base()
    if base.outside:
        return unsupported("window")
    if base.pairs:
        return either(_over(item, points, base), shown)
    course = scene.before(item, "COURSE", within=6) is not None  # "the trend is …": of the period
    period = timed or course or any(i.has("PERIOD", "THEYEAR") for i in scene.items)
    recent = any(i.has("RECENT", "NOW") for i in clause)
    readings = whole
    if not period and len(points) > 5:
        spans = (2, 3, 4, 5, len(points) // 6 + 2) if recent else () if item.has("FLAT") else (5,)
        readings = [*whole, *(_step(points[-n], points[-1]) for n in spans if n <= len(points))]
    return either(any(_goes(item, r) for r in readings), shown)


def _from_start(scene: Scene, clause: tuple[Item, ...], first: Point) -> bool:
    """ "Over the full period since 2004" is the period."""
    dates = [i.when for i in clause if i.when is not None]
    whole = any(i.has("PERIOD") for i in clause)
    return whole and any(first in inside(scene.view, when, (first,))[0] for when in dates)


def _present(item: Item) -> bool:
    return item.when is not None and item.when.back is not None and item.when.back[1] == 0


def _over(item: Item, points: Points, base: Base) -> bool:
    """From one time to another: by thirds of what lies between, or by its ends."""
    pools = [tuple(p for p in points if a.time <= p.time <= b.time) for a, b in base.pairs]
    if item.has("FLAT"):  # over all of the time that is named
        pools = [max(pools, key=len)]
    parts = [ratio for pool in pools if len(pool) > 2 and (ratio := thirds(pool)) is not None]
    ends = [b.level / a.level if a.level else 9.0 for a, b in base.pairs]
    if item.has("FLAT") and parts:
        return any(_goes(item, ratio) for ratio in parts)
    return any(_goes(item, ratio) for ratio in parts) or any(_goes(item, ratio, loose=True) for ratio in ends)


def _step(first: Point, last: Point) -> float:
    """How a few steps have gone; a point or two is no course."""
    if abs(last.level - first.level) < STIR:
        return 1.0
    return last.level / first.level if first.level else 9.0


def _goes(item: Item, ratio: float, *, loose: bool = False) -> bool:
    if item.has("FLAT"):
        return 0.9 <= ratio <= 1.1
    edge = 0.02 if loose else 0.1
    return ratio >= 1 + edge if item.has("UP") and not item.has("DOWN") else ratio <= 1 - edge


def _headed(scene: Scene) -> list[Item]:
    """A time that heads the sentence is that of all its clauses; a span is wherever it stands."""
    first = min((i.start for i in scene.items if i.has("K")), default=0)
    return [i for i in scene.items if i.has("SPAN") or (i.has("DATE") and i.end <= first)]


def _whole(scene: Scene, timed: list[Item]) -> bool:
    """The period said as its length: "across the five years", "Seven-day direction"."""
    start, end = scene.view.window
    span = end - start
    return any(
        i.duration is not None and abs(i.duration.length - span) <= max(scene.view.step * 2.5, span * 0.12)
        for i in timed
    )


def thirds(points: Points) -> float | None:
    """The mean of the last third by that of the first."""
    third = max(1, len(points) // 3)
    first = sum(p.level for p in points[:third]) / third
    last = sum(p.level for p in points[-third:]) / third
    return last / first if first else (None if not last else 99.0)
