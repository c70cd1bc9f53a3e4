"""What keywords stand at when they are compared: at a time that is named, now, or on average."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from thinker_svc.figures.claim import DataPoint, Why
from thinker_svc.figures.datapoints import average
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import View

SHORT = 0.8  # of the window: a span that isn't all of it
FOR = re.compile(
    r"(?i)\b(?:for|seit|depuis|desde hace) (?:(?:the|den|la|les|el|los) )?"
    r"(?:(?:past|last|letzten|vergangenen) )?$"
)
MARKS = ("DATE", "NOW", "STILL", "AVERAGE", "PERIOD")


class Levels(dict[str, float]):
    """Of each keyword, and what of the snapshot they are: those at a time (as its points write it), or the
    averages. Those of several points are neither."""

    def __init__(self, levels: Mapping[str, float], *, time: str = "", averages: bool = False) -> None:
        super().__init__(levels)
        self.time, self.averages = time, averages

    def points(self, *names: str) -> tuple[DataPoint, ...]:
        """What a statement of these keywords rests on."""
        if self.time:
            return (DataPoint("time", self.time),)
        return tuple(average(name) for name in names) if self.averages else ()


@dataclass(frozen=True, slots=True)
class Stand:
    """Levels of every keyword, the likeliest reading first; or why there is none."""

    readings: tuple[Levels, ...] = ()
    why: Why = "data"


def stand(scene: Scene, item: Item) -> Stand:  # noqa: PLR0911 - one return a reading
    """ "In January A is three times B" is about January, "on average" about the averages; without a time a
    text may mean either the averages or the last complete points."""
    view = scene.view
    if scene.before(item, "ONCE", within=2) is not None:  # "Asics, once ahead of Hoka": at any time
        return Stand(_each_time(view))
    for pool in _pools(scene, item):
        marks = [
            i
            for i in pool
            if (i.has(*MARKS) or _whole(scene, i)) and not scene.before(i, "FORECAST", within=1)
        ]
        marks = [i for i in marks if not _bounds(scene, i)]
        dated = [i for i in marks if i.when is not None and not scene.before(i, "SINCE", within=1)]
        past = [i for i in dated if i.when is not None and not (i.when.back and i.when.back[1] == 0)]
        ahead = any(i.when is not None and i.end <= item.start and i not in pool for i in scene.items)
        if past and ahead and all(_apart(scene, item, i) for i in past):
            continue  # "In June 2023 A beat B, in May they were level": the second clause's own
        if past:
            nearest = min(past, key=lambda i: (_apart(scene, item, i), scene.words_between(i, item)))
            return _with_latest(view, at(view, nearest.when or When()), nearest.when or When())
        if any(i.has("NOW") for i in marks) or dated:
            return Stand(_known(_latest(view)))
        spans = [i.duration for i in marks if i.duration is not None]
        start, end = view.window
        if spans and spans[0].length < (end - start) * SHORT and not any(i.has("AVERAGE") for i in marks):
            return Stand(_known(_lately(view, spans[0]), _latest(view)))  # "over the last week" of a month
        if any(i.has("AVERAGE", "PERIOD", "SPAN") for i in marks):
            return Stand(_known(_averages(view)))
        if marks:  # since a time
            return Stand(_known(_latest(view)))
    before = [levels for when in scene.spoken for levels in at(view, when).readings]
    return Stand((*before, *_known(_averages(view), _latest(view))))


def _bounds(scene: Scene, item: Item) -> bool:
    """ "Its highest in twelve months, and twice B": the span is the superlative's."""
    high = scene.before(item, "HIGHEST", "LOWEST", within=2) if item.duration is not None else None
    return high is not None


def _apart(scene: Scene, item: Item, date: Item) -> bool:
    """Whether a time follows behind a comma: it is the next statement's."""
    return date.start > item.end and "," in scene.sentence.text[item.end : date.start]


def _whole(scene: Scene, item: Item) -> bool:
    """ "over the month", "in five years": the period."""
    if item.has("SPAN") and FOR.search(scene.sentence.text, scene.sentence.start, item.start):
        return True  # "has been ahead for the past week"
    return item.has("SPAN") and scene.before(item, "WITHIN", "WHOLEOF", within=0) is not None


def _pools(scene: Scene, item: Item) -> list[tuple[Item, ...]]:
    """Where a time may stand, what belongs to the item most first: its clause, those before, those after."""
    clauses = scene.sentence.clauses()
    own = next((n for n, clause in enumerate(clauses) if item in clause), 0)
    later = [tuple(i for i in clause if not i.has("NOW", "STILL")) for clause in clauses[own + 1 :]]
    return [clauses[own], *reversed(clauses[:own]), *later] if clauses else []


def at(view: View, when: When) -> Stand:
    """The levels at a time; the mean of its points where it has several."""
    found: dict[str, float] = {}
    held, times = False, set[str]()
    for keyword in view.keywords:
        points, inside_ = inside(view, when, view.complete(keyword))
        held = held or inside_
        times |= {point.key for point in points}
        if points:
            found[keyword] = sum(point.level for point in points) / len(points)
    return Stand((_at_one(found, times),)) if found else Stand(why="partial" if held else "window")


def _with_latest(view: View, stand: Stand, when: When) -> Stand:
    """ "On Monday morning", said on Monday morning: as it stands, too."""
    last = [points[-1] for name in view.keywords if (points := view.complete(name))]
    if (
        not last
        or not all(inside(view, when, (point,))[0] for point in last)
        or (not when.back and not when.weekly and when.months == 1)
    ):
        return stand
    return Stand((*stand.readings, _latest(view)), stand.why)


def _lately(view: View, span: Duration) -> Levels:
    """The means over a span that ends with the last complete point."""
    found: dict[str, float] = {}
    for keyword in view.keywords:
        points = view.complete(keyword)
        own = [p.level for p in points if p.time > points[-1].time - span.length]
        if own:
            found[keyword] = sum(own) / len(own)
    return Levels(found)


def _each_time(view: View) -> tuple[Levels, ...]:
    times: dict[str, dict[str, float]] = {}
    for name in view.keywords:
        for point in view.complete(name):
            times.setdefault(point.key, {})[name] = point.level
    return tuple(Levels(levels, time=time) for time, levels in times.items())


def _known(*several: Levels) -> tuple[Levels, ...]:
    return tuple(levels for levels in several if levels)


def _averages(view: View) -> Levels:
    return Levels(dict(view.ranked()), averages=True)


def _latest(view: View) -> Levels:
    last = {name: points[-1] for name in view.keywords if (points := view.complete(name))}
    return _at_one({name: point.level for name, point in last.items()}, {p.key for p in last.values()})


def _at_one(levels: dict[str, float], times: set[str]) -> Levels:
    return Levels(levels, time=next(iter(times)) if len(times) == 1 else "")
