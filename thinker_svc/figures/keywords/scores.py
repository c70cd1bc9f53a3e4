"""Two keywords' levels told as a score: "Hoka versus Asics: 72 to 45", "Sinner leads Alcaraz 12-8"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, DataPoint, Kind, contradicted, either, unsupported
from thinker_svc.figures.keywords.stand import Levels, Stand, stand
from thinker_svc.figures.levels.scale import counts_something
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import written

TO = re.compile(
    r" ?(?:(?:points? |Punkten? |puntos? )?(?:to|zu|à|a|[-–—:]|against|versus|vs\.?|gegen|contre|contra|"
    r"frente a|d'un côté,(?: et)?|on (?:the )?one (?:side|hand),(?: and)?|auf der einen(?: seite)?,|"
    r"por un lado,(?: y)?)) ?",
    re.IGNORECASE,
)
GAP = re.compile(r"[^.;!?\d]{0,60}")
CLOSE = re.compile(r"(?i)[\s\"“”»'’,:()–—-]*(?:(?:ahead|behind|in front|by|at|with|um|mit|con|avec) ?)*")
VERSUS = ("THAN", "AHEAD", "BEHIND", "OVERTAKE", "OVERTAKEN", "LEVEL", "TIMES", "AND")
ORDERED = ("AHEAD", "BEHIND", "MOST", "REGIONLEAD", "QUERYLEAD")
Pair = tuple[Item, Item]


@dataclass(frozen=True, slots=True)
class Shown:
    level: float
    text: str
    point: str = ""
    points: tuple[DataPoint, ...] = ()


def scores(scene: Scene) -> list[tuple[Claim, tuple[Item]]]:
    """Each figure of a score is of one of the two, in either order; with the figure it was read from."""
    found: list[tuple[Claim, tuple[Item]]] = []
    placed = any(i.has("R") for i in scene.items)
    figures = [i for i in scene.items if i.has("NUM", "PTS") or (placed and i.has("PCT"))]
    for first, second in itertools.pairwise(figures):
        if first.number is None or second.number is None or not _linked(scene, first, second):
            continue
        sides = _sides(scene, first, second)
        region = _region(scene, first)
        shares = _shares(scene, region) if region is not None else None
        if not sides or (first.has("PCT") and shares is None):
            continue
        kind: Kind = "value" if shares is None else "region"
        held = shares or stand(scene, first)
        pairs = []
        for names in sides:
            timed = [*_points(scene, first, second, names)] if shares is None else []
            means = [_shown(levels) for levels in held.readings if all(n in levels for n in names)]
            readings = [*timed, *means] if len(timed) == 1 else [*means, *timed]
            if len(sides) > 1:  # whoever the other is, the one that is ahead has more
                readings = [r for r in readings if _ordered(scene, first, r[names[0]], r[names[1]])]
            pairs += [pair for shown in readings for pair in _either_way(shown, names)]
        if not pairs and len(sides) > 1:
            own = scene.view.average(sides[0][0])
            verdict = contradicted(f"{sides[0][0]} {written(own)}" if own is not None else "")
            found.append((scene.claim(kind, verdict, first), (first,)))
            continue
        if not pairs:
            found += [(scene.claim(kind, unsupported(held.why), one), (one,)) for one in (first, second)]
            continue
        told = (first, second)
        best = max(pairs, key=lambda pair: sum(map(_agrees, told, pair)))  # the likeliest of equal ones
        for one, level in zip(told, best, strict=True):
            verdict = either(_agrees(one, level), level.text, level.point).at(level.points)
            found.append((scene.claim(kind, verdict, one, of=(region,) if region else ()), (one,)))
    return found


def _linked(scene: Scene, first: Item, second: Item) -> bool:
    begun = scene.before(first, "FROM", within=0) is not None  # "has gone from 30 to 66"
    begun = begun or any(i.has("RANGE") for i in scene.items)
    counted = counts_something(scene, second)
    return (
        not begun and not counted and TO.fullmatch(scene.sentence.text[first.end : second.start]) is not None
    )


def _sides(scene: Scene, first: Item, second: Item) -> list[tuple[str, str]]:
    """The two it is of; of more than two keywords, where only one is named, that one and each other."""
    pair = _named(scene, first, second)
    named = {i.index for i in scene.items if i.has("K") and i.end <= first.start}
    ordered = any(i.has(*ORDERED) and i.end <= first.start for i in scene.items)
    if pair is not None or len(named) != 1 or not ordered or len(scene.view.keywords) < 3:
        return [pair] if pair is not None else []
    last = max(i.end for i in scene.items if i.has("K", *ORDERED) and i.end <= first.start)
    one = scene.view.keywords[named.pop()]
    near = CLOSE.fullmatch(scene.sentence.text, last, first.start) is not None
    return [(one, other) for other in scene.view.keywords if other != one] if near else []


def _ordered(scene: Scene, first: Item, ours: Shown, theirs: Shown) -> bool:
    behind = any(i.has("BEHIND") and not i.has("AHEAD") and i.end <= first.start for i in scene.items)
    return ours.level <= theirs.level if behind else ours.level >= theirs.level


def _named(scene: Scene, first: Item, second: Item) -> tuple[str, str] | None:
    """The two that are set against one another before the score."""
    named = [i for i in scene.items if i.has("K") and i.end <= first.start][-2:]
    worded = re.search(r"\w", scene.sentence.text[first.end : second.start])  # and no "6-3"
    if not named and worded and len(scene.named) == 2:
        named = _before(scene, first)
    if len(named) == 1 and len(scene.view.keywords) == 2:
        named = _with_other(scene, named[0], first)
    if len(named) < 2 or named[0].index == named[1].index or not _versus(scene, named[0], named[1], first):
        return None
    gap, end = "", named[1].end
    for date in (
        i for i in scene.items if i.has("DATE") and named[1].end <= i.start and i.end <= first.start
    ):
        gap, end = gap + scene.sentence.text[end : date.start], date.end
    gap += scene.sentence.text[end : first.start]
    names = scene.view.keywords
    near = GAP if worded else CLOSE  # "has overtaken Yeti 👀 Arsenal won 3–1"
    return (names[named[0].index], names[named[1].index]) if near.fullmatch(gap) else None


def _before(scene: Scene, first: Item) -> list[Item]:
    """ "A has overtaken B. The scores on 8 November: 66 versus 58": the two of the sentence before."""
    earlier = scene.earlier
    order = any(i.has("AHEAD", "BEHIND", "OVERTAKE", "LEVEL") for i in earlier.items) if earlier else False
    names = scene.view.keywords
    if not order or not any(i.has("DATE", "NOW", "INTEREST", "AVERAGE") for i in scene.items):
        return []  # "On the pitch it ended 2-1"
    return [replace(first, tags=frozenset({"K", "AHEAD"}), index=names.index(name)) for name in scene.named]


def _with_other(scene: Scene, one: Item, first: Item) -> list[Item]:
    """ "A was ahead, 27 to 21": of two the one that isn't named is the other."""
    word = scene.before(first, "AHEAD", "BEHIND", within=3)
    led = scene.before(one, "AHEAD", "MOST", "PREFER", "REGIONLEAD", within=1)
    if first.has("PCT") and led is not None:  # "In Andalucía manda A, 52% frente a 48%"
        return [one, replace(led, index=1 - one.index, tags=led.tags | {"AHEAD"})]
    if word is None or word.start < one.end:
        return [one]
    return [one, replace(word, index=1 - one.index)]


def _versus(scene: Scene, first: Item, second: Item, figure: Item) -> bool:
    """Whether two keywords are set against one another, between them or behind ("A hat B überholt")."""
    between = [i for i in scene.items if first.end <= i.start and i.end <= second.start]
    behind = [i for i in scene.items if second.end <= i.start and i.end <= figure.start]
    if (
        second.has("AHEAD", "BEHIND")
        or scene.before(first, "AHEAD", within=1) is not None
        or any(i.has(*VERSUS) for i in between)
    ):
        return True
    return any(i.has("OVERTAKE", "OVERTAKEN", "AHEAD", "BEHIND") for i in behind)


def _region(scene: Scene, item: Item) -> Item | None:
    """ "In Texas A beats B 56 to 42": the one region of the clause."""
    named = {i.index: i for i in scene.sentence.clause(item) if i.has("R")}
    if len(named) != 1 or any(i.has("PLACE") for i in scene.sentence.clause(item)):
        return None
    return next(iter(named.values()))


def _shares(scene: Scene, region: Item) -> Stand:
    return Stand((Levels(scene.view.regions[region.index].values),))


def _points(scene: Scene, first: Item, second: Item, names: tuple[str, str]) -> Iterator[dict[str, Shown]]:
    """Their levels at each time of the date beside the score; at the latest without one."""
    behind = scene.after(second, "DATE", within=3)
    date = behind or scene.before(first, "DATE", within=99, clause=False)
    when = date.when if date is not None else None
    held = [scene.view.complete(name) for name in names]
    series = [inside(scene.view, when, points)[0] if when else points[-1:] for points in held]
    for a, b in zip(*series, strict=False):
        yield {n: Shown(p.level, p.shown, p.key) for n, p in zip(names, (a, b), strict=True)}


def _shown(levels: Levels) -> dict[str, Shown]:
    return {name: Shown(v, written(v), points=levels.points(name)) for name, v in levels.items()}


def _either_way(shown: dict[str, Shown], names: tuple[str, str]) -> list[tuple[Shown, Shown]]:
    a, b = (shown[name] for name in names)
    return [(a, b), (b, a)]


def _agrees(item: Item, shown: Shown) -> bool:
    number = item.number
    return number is not None and agree.value(shown.level, number.value, number.decimals, "")
