"""Ranges: "between 12 and 94", "ran from 10 to 100", "the 40-to-90 corridor"."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, DataPoint, Verdict, best, either, unsupported
from thinker_svc.figures.course.subject import about
from thinker_svc.figures.levels.scale import TOPIC, counts_something
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point, written

JOINED = re.compile(
    r"(?i) ?(?:-|–|—|[ -]?to[ -]|[ -]bis(?: zu)?[ -]|"
    r"\b(?:and|und|et|y|e|à|a|up to|all the way (?:up )?to|through|hasta|jusqu'à)\b) ?"
)
CLOCK = re.compile(r"(?i) ?(?:h\b|uhr\b|[ap]\.?m\b|:\d|o'clock)")
AGED = re.compile(r"(?i)\b(?:aged?|ages|im alter|âgée?s?|edad)\b[^.]{0,12}$")

Pair = tuple[Item, Item]


def ranges(scene: Scene) -> list[tuple[Claim, Pair]]:
    """The claims, each with the figures it has used: they are no values."""
    found: list[tuple[Claim, Pair]] = []
    told = scene.earlier is not None and bool(_told(replace(scene, sentence=scene.earlier, earlier=None)))
    for pair in pairs(scene):
        opener = _opener(scene, pair, told=told or bool(found))
        if opener is None:
            continue
        whom = about(scene, min(opener, pair[0], key=lambda i: i.start))
        if not (whom.names or whom.strange) or not (whom.sure or scene.carried or opener.has("RANGE")):
            continue
        verdicts = [_verdict(scene, name, pair) for name in whom.names]
        verdict = unsupported("topic") if whom.strange else best(verdicts)
        shown = (opener, *pair) if scene.words_between(opener, pair[0]) <= 4 else pair
        found.append((scene.claim("range", verdict, *shown), pair))
    return found


def pairs(scene: Scene) -> list[Pair]:
    """Two figures of the scale that are joined, and no times, percentages or counts of anything."""
    numbers = [i for i in scene.items if i.has("NUM") and i.number is not None]
    text = scene.sentence.text
    found = []
    for low, high in itertools.pairwise(numbers):
        assert low.number is not None  # noqa: S101 - they are chosen by it
        assert high.number is not None  # noqa: S101 - they are chosen by it
        if (
            not JOINED.fullmatch(text[low.end : high.start])
            or CLOCK.match(text, low.end)
            or CLOCK.match(text, high.end)
        ):
            continue
        if max(low.number.value, high.number.value) > 100 or AGED.search(text, 0, low.start):
            continue
        found.append((low, high))
    return found


def _told(scene: Scene) -> list[Pair]:
    return [pair for pair in pairs(scene) if _opener(scene, pair, told=False) is not None]


def _opener(scene: Scene, pair: Pair, *, told: bool) -> Item | None:
    """The word that makes a range of two figures; "from 40 to 60" after "rose" is a change."""
    low, high = pair
    word = scene.before(low, "RANGE", within=12, clause=False)
    if word is not None and any(
        word.end <= i.start and i.end <= low.start and i.has("NUM", "PCT") for i in scene.items
    ):
        word = None
    word = word or scene.after(high, "RANGE", within=3, clause=False)
    lead = scene.before(low, "BETWEEN", "FROM", within=1)
    moved = scene.before(low, "UP", "DOWN", within=5)
    if word is not None and not (
        moved is not None and moved.start > word.start and lead is not None and lead.has("FROM")
    ):
        return word
    if counts_something(scene, high):
        return None
    if not any(i.number is not None and i.number.numeral for i in pair):
        return None  # "between four and seven"
    if (
        lead is not None
        and lead.has("BETWEEN")
        and any(i.has(*TOPIC, "SPAN", "DATE", "PERIOD") for i in scene.items)
    ):
        return lead
    if told and lead is not None and moved is None:
        return lead  # "Spannweite Raclette: von 20 bis 70", "the other one from 10 to 95"
    return None


def _verdict(scene: Scene, keyword: str, pair: Pair) -> Verdict:
    """Both ends are the lowest and highest value: of the period, or of a time that is named."""
    points = scene.view.complete(keyword)
    low, high = pair
    if not points or low.number is None or high.number is None:
        return unsupported("data")
    pools = [points]
    for date in scene.sentence.clause(low):
        if date.when is None:
            continue
        found, held = inside(scene.view, date.when, points)
        if not held:
            return unsupported("window")
        since = found and scene.before(date, "SINCE", "FROM", within=1) is not None
        pools.append(tuple(p for p in points if p.time >= found[0].time) if since else tuple(found))
    ends = sorted((low.number.value, high.number.value))
    hedge = scene.hedge(low)[0]
    loose: agree.Hedge = "about" if hedge == "about" else ""
    read = [_ends(pool) for pool in pools if pool]
    agreeing = [
        (a, b)
        for a, b in read
        if agree.value(a.level, ends[0], 0, loose) and agree.value(b.level, ends[1], 0, loose)
    ]
    ok = bool(agreeing)
    if not ok and scene.before(low, "NOW", within=3) is not None:
        ok = ends[0] <= points[-1].level <= ends[1]  # "is now between 40 and 50"
    bottom, top = _ends(points)
    at = tuple(dict.fromkeys(DataPoint("time", point.key) for point in (agreeing or read)[0]))
    return either(ok, f"{written(bottom.level)} to {written(top.level)}").at(at)


def _ends(points: tuple[Point, ...]) -> tuple[Point, Point]:
    """The lowest and the highest; the first ones of equals."""
    return min(points, key=lambda p: p.level), max(points, key=lambda p: p.level)
