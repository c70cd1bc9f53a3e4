"""How many points lie above or below a level: "three hours above 80", "under 40? Fourteen days."."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.course.subject import about
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point

BOUND = ("ABOVE", "BELOW", "MORE", "LESS", "ATLEAST", "ATMOST", "EXCEED")
ONLY = re.compile(
    r"(?i)\b(?:only|just|merely|nur|lediglich|bloß|solo|sólo|solamente|seulement|que)(?: \w+)? ?$"
)
TOP = 100


@dataclass(frozen=True, slots=True)
class Level:
    """What the points are counted by: above, below or at a figure."""

    item: Item
    bound: Item
    value: float
    above: bool
    even: bool
    held: bool = False
    """Not passed on the other side: "has not dropped below 80"."""

    def holds(self, point: Point) -> bool:
        if self.even and point.level == self.value:
            return True
        return point.level > self.value if self.above else point.level < self.value


def counts(scene: Scene) -> list[tuple[Claim, tuple[Item, ...]]]:
    """The claims, each with the figures it has used."""
    found: list[tuple[Claim, tuple[Item, ...]]] = []
    told: Level | None = None
    unit = ""
    for level in levels(scene):
        span = _span(scene, level)
        bare = scene.before(level.bound, "NUM", within=0) if span is None and unit else None
        if bare is not None and bare.number is not None:  # "one week above 90, and six above 80"
            claim = _claim(scene, level, bare, Duration(bare.number.value, unit))
            found += [(claim, (level.item, bare))] if claim is not None else []
        if span is None or span.duration is None:
            continue
        told, unit = level, span.duration.unit
        claim = _claim(scene, level, span, span.duration)
        if claim is not None:
            found.append((claim, (level.item, span)))
    if told is None and scene.earlier is not None:
        before = replace(scene, sentence=scene.earlier, earlier=None)
        asked = levels(before)
        if asked:
            told = asked[-1]
            span = _span(before, told)
            unit = span.duration.unit if span is not None and span.duration is not None else ""
            answer = _answer(scene) if not levels(scene) else None
            if answer is not None and answer.duration is not None:
                claim = _claim(scene, told, answer, answer.duration)
                found += [(claim, (answer,))] if claim is not None else []
    if told is not None and unit:
        for item in _gapped(scene, told):
            claim = _claim(scene, told, item, Duration(item.number.value if item.number else 0, unit))
            found += [(claim, (item,))] if claim is not None else []
    return found


def levels(scene: Scene) -> list[Level]:
    found = []
    for item in scene.items:
        number = item.number
        if number is None or not item.has("NUM", "PTS") or not 0 < number.value <= TOP or number.sign:
            continue
        bound = scene.before(item, *BOUND, within=1)
        behind = scene.after(item, "ATLEAST", within=0)
        if bound is None and behind is None:
            continue
        word = behind or bound
        moved = scene.before(word, "UP", "DOWN", "FROM", within=1) if word is not None else None
        held = word is not None and scene.before(moved or word, "NOT", "NEVER", within=2) is not None
        if word is None or (moved is not None and not held):
            continue
        above = word.has("ABOVE", "MORE", "ATLEAST", "EXCEED") is not held  # "hasn't dropped below 80"
        even = held or word.has("ATLEAST", "ATMOST")
        found.append(Level(item, word, number.value, above, even, held))
    return found


def _span(scene: Scene, level: Level) -> Item | None:
    """The count: "two weeks above 90", "above 90 for two weeks", "über 80: drei Tage"."""
    first = min(level.item, level.bound, key=lambda i: i.start)
    lasting = scene.before(first, "SPAN", within=12) or scene.after(first, "SPAN", within=4)
    if level.held and lasting is not None and scene.before(lasting, "FOR", "SINCE", within=1) is not None:
        return lasting  # "for five weeks it has not dropped below 80"
    before = scene.before(first, "SPAN", within=5, clause=False)
    whole = scene.before(before, "SPAN", within=2) if before is not None and before.has("ONESPAN") else None
    before = whole or before  # "three weeks of the past year"
    counted = before is not None and "-" not in before.text  # not "the three-month mean? Over 45"
    if before is not None and counted and not _aside(scene, before) and not _between(scene, before, first):
        return before
    after = scene.after(level.item, "SPAN", within=5, clause=False)
    if after is None or _between(scene, level.item, after):
        return None
    said = scene.sentence.text[level.item.end : after.start]
    lead = scene.before(after, "FOR", "ON", within=1)
    only = re.search(
        r"(?i)\b(?:on|for|just|only|nur|an|pendant|durant|seulement|que|durante|solo|sólo)\s$|[?:,–—-] ?$",
        said,
    )
    return after if lead is not None or only is not None else None


def _aside(scene: Scene, span: Item) -> bool:
    """A time that is looked at, or by which a figure is compared: "over two weeks", "than two weeks ago"."""
    only = ONLY.search(scene.sentence.text[scene.sentence.start : span.start]) is not None
    return not only and scene.before(span, "SINCE", "THAN", "WITHIN", "FROM", within=1) is not None


def _between(scene: Scene, a: Item, b: Item) -> bool:
    tags = ("NUM", "PCT", "UP", "DOWN", "AVERAGE", "PEAK", "LOW", "HIGHEST", "LOWEST", "AHEAD")
    return any(
        a.end <= i.start and i.end <= b.start and i.has(*tags) and not i.has("ABOVE", "BELOW")
        for i in scene.items
    )


def _answer(scene: Scene) -> Item | None:
    """ "And under 40? Fourteen days.": a sentence of nothing but a count."""
    said = [i for i in scene.items if i.duration is not None]
    text = scene.sentence.text[scene.sentence.start : scene.sentence.end]
    return said[0] if len(said) == 1 and len(re.findall(r"\w+", text)) <= 5 else None


def _gapped(scene: Scene, told: Level) -> list[Item]:
    """ "Asics has had three", "Alcaraz managed seven": a bare figure behind a keyword."""
    found = []
    for item in scene.items:
        number = item.number
        if number is None or not item.has("NUM") or number.decimals or item.start == told.item.start:
            continue
        name = scene.before(item, "K", within=4)
        if name is None or scene.sentence.text[item.end : item.end + 2].strip(" .,;!?)\n"):
            continue
        if any(
            name.end <= i.start and i.end <= item.start and i.has("AT", "REACH", *BOUND) for i in scene.items
        ):
            continue
        if name.end > told.item.end or told.item not in scene.items:
            found.append(item)
    return found


def _claim(scene: Scene, level: Level, item: Item, count: Duration) -> Claim | None:
    beside = item.end <= level.bound.start and scene.words_between(item, level.bound) == 0
    own = level.item in scene.items and (item.duration is not None or beside)
    last = max((item, level.item), key=lambda i: i.end) if own else item
    whom = about(scene, last, noun=False)
    shown = (item, level.bound, level.item) if own else (item,)
    if whom.strange:
        return scene.claim("count", unsupported("topic"), *shown)
    verdicts = [_verdict(scene, name, level, item, count) for name in whom.names]
    return scene.claim("count", best(verdicts), *shown) if verdicts else None


def _verdict(scene: Scene, keyword: str, level: Level, item: Item, count: Duration) -> Verdict:
    view = scene.view
    points, steps = view.complete(keyword), count.steps(view.resolution)
    if not points:
        return unsupported("data")
    if steps < 0.9:
        return unsupported("finer")
    pools = [points]
    for date in scene.sentence.clause(item):
        if date.when is not None:
            found, held = inside(view, date.when, points)
            if not held:
                return unsupported("window")
            since = scene.before(date, "SINCE", within=1) is not None and found
            pools.append(tuple(p for p in points if p.time >= found[0].time) if since else tuple(found))
    wanted, lasting = round(steps), scene.before(item, "FOR", within=2) is not None
    hedge = scene.hedge(item)[0]
    read = []
    for pool in pools:
        hits = [level.holds(p) for p in pool]
        read.append(sum(hits))
        if lasting:  # "above 80 for three hours": on end
            read += [len(list(group)) for held, group in itertools.groupby(hits) if held]
        if count.unit == "day" and view.resolution == "hour":  # days of which an hour is above it
            read.append(
                round(Duration(1, "day").steps("hour")) * len({p.time.date() for p in pool if level.holds(p)})
            )
    ok = any(agree.count(n, wanted, hedge) for n in read)
    return either(ok, f"{sum(level.holds(p) for p in points)} {view.resolution}s")
