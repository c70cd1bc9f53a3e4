"""Values whose time or place a text leaves open: what they may be of besides the likeliest reading.

Who reads "It was at 43" may mean any time the text has spoken of. A figure that is exactly one of those is
no error; one that is none of them is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from thinker_svc.figures import agree
from thinker_svc.figures.claim import DataPoint, Verdict, supported
from thinker_svc.figures.datapoints import average
from thinker_svc.figures.levels.moments import NEAR, date_of, summed
from thinker_svc.figures.levels.scale import partner
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point, written

LAST = re.compile(r"(?i)\b(?:last|letzten?|vergangenen?|vorigen?) $")
LAST_AFTER = re.compile(r"(?i) (?:derni(?:er|ère)|passée?|pasad[oa])\b")
Held = tuple[float, DataPoint]


def allowed(scene: Scene, item: Item) -> Verdict | None:  # noqa: PLR0911 - one return a reading
    """The reading that agrees, where the sentence fixes neither time nor place by itself."""
    number, date = item.number, date_of(scene, item) or summed(scene)
    if number is None or scene.hedge(item)[0] not in ("", "about"):
        return None  # a bound leaves too much room
    if number.of_hundred:  # "Wales, we see you. 100 out of 100."
        held = [one for name in scene.keywords_for(item) for one in _regional(scene, name)]
        at = tuple(point for level, point in held if level == number.value)[:1]
        return supported(f"{number.value:g}").at(at) if at else None
    if (
        date is not None
        and date.when is not None
        and not date.when.year
        and (date.when.month or date.when.day)
    ):
        when = date.when
        return _of_year(scene, item, date, when) if when.month else _of_month(scene, item, when)
    if _fixed(scene, item, date):
        other = partner(scene, item)
        return (_ends(scene, item) or _spanned(scene, item, other)) if other is not None else None
    for keyword in _keywords(scene, item):
        for point in _points(scene, keyword):
            if not point.tiny and agree.value(point.level, number.value, number.decimals, ""):
                return supported(point.shown, point.key)
        for level, held_at in _others(scene, keyword):
            if agree.value(level, number.value, number.decimals, ""):
                return supported(written(level)).at((held_at,))
    return None


def _ends(scene: Scene, item: Item) -> Verdict | None:
    """ "From 25 to 56 points" without a word of movement: the lowest and the highest."""
    if any(i.has("UP", "DOWN", "DATE") for i in scene.sentence.clause(item)) or item.number is None:
        return None
    for keyword in scene.keywords_for(item):
        points = scene.view.complete(keyword)
        for point in (chosen(points, key=lambda p: p.level) for chosen in (min, max) if points):
            if agree.value(point.level, item.number.value, item.number.decimals, ""):
                return supported(point.shown, point.key)
    return None


def _spanned(scene: Scene, item: Item, other: Item) -> Verdict | None:
    """ "Went from 25 to 100 in five weeks": at any time, as long as no time is named."""
    spans = [i.duration for i in scene.sentence.clause(item) if i.duration is not None]
    if len(spans) != 1 or any(i.has("DATE", "NOW") for i in scene.sentence.clause(item)):
        return None
    low, high = sorted((item, other), key=lambda i: i.start)
    if low.number is None or high.number is None or not scene.before(low, "FROM", within=1):
        return None
    for keyword in scene.keywords_for(item):
        points = scene.view.complete(keyword)
        for a in (p for p in points if p.level == low.number.value):
            for b in (p for p in points if p.level == high.number.value):
                if abs(b.time - a.time - spans[0].length) <= scene.view.step / 2:
                    held = a if item is low else b
                    return supported(held.shown, held.key)
    return None


def _fixed(scene: Scene, item: Item, date: Item | None) -> bool:
    """Whether a time, or what the figure is of, stands beside it."""
    if any(i.has("NOW", "STILL", "BEGAN") for i in scene.items):
        return True
    first = min((i.start for i in scene.items if i.has("K")), default=-1)
    if date is not None and date.end <= first:
        return True  # "In October A was at 34, B at 20": it heads them all
    dated = date is not None and scene.words_between(*sorted((date, item), key=lambda i: i.start)) <= NEAR
    told = scene.before(item, "NOW", "PEAK", "LOW", "AVERAGE", within=5) or scene.after(
        item, "NOW", "AVERAGE", within=2
    )
    return dated or told is not None or partner(scene, item) is not None


def _of_year(scene: Scene, item: Item, date: Item, when: When) -> Verdict | None:
    """ "In March 2020 it shot to 93. February had been 65": a month is of the year spoken of, too."""
    number, years = item.number, {w.year for w in scene.recent if w.year > 0}
    if LAST.search(scene.sentence.text, 0, date.start) or LAST_AFTER.match(scene.sentence.text, date.end):
        years.add(scene.view.as_of.year - 1)  # "last October", said in November
    for keyword in scene.keywords_for(item):
        for year in years:
            for point in inside(scene.view, replace(when, year=year), scene.view.complete(keyword))[0]:
                if number and not point.tiny and agree.value(point.level, number.value, number.decimals, ""):
                    return supported(point.shown, point.key)
    return None


def _of_month(scene: Scene, item: Item, when: When) -> Verdict | None:
    """ "From 100 on the 14th to 66 on the 19th": of any month of the window."""
    number = item.number
    for keyword in scene.keywords_for(item):
        for point in scene.view.complete(keyword):
            if point.time.day != when.day or number is None or point.tiny:
                continue
            if agree.value(point.level, number.value, number.decimals, ""):
                return supported(point.shown, point.key)
    return None


def _keywords(scene: Scene, item: Item) -> tuple[str, ...]:
    """The figure's own keyword where its clause names one; else each the text has spoken of."""
    own = scene.keywords_for(item)
    if len(own) == 1 and (scene.given(item) or scene.before(item, "K", within=NEAR)):
        return own
    told = tuple(scene.view.keywords[i.index] for i in scene.items if i.has("K"))
    return tuple(dict.fromkeys((*own, *told, *scene.carried, *scene.named[:1])))


def _points(scene: Scene, keyword: str) -> list[Point]:
    points = scene.view.complete(keyword)
    whens = [i.when for i in scene.items if i.when is not None] + list(scene.recent)
    found = [p for when in whens for p in inside(scene.view, when, points)[0]]
    ends = (
        [max(points, key=lambda p: p.level), min(points, key=lambda p: p.level), points[-1]] if points else []
    )
    return [*found, *ends]


def _others(scene: Scene, keyword: str) -> list[Held]:
    """Its average, and its figures in the regions that are named."""
    mean = scene.view.average(keyword)
    return [*([(mean, average(keyword))] if mean is not None else []), *_regional(scene, keyword)]


def _regional(scene: Scene, keyword: str) -> list[Held]:
    near = [*scene.items, *(scene.earlier.items if scene.earlier is not None else ())]
    named = [scene.view.regions[i.index] for i in near if i.has("R")]
    return [(one.values[keyword], DataPoint("region", one.name)) for one in named if keyword in one.values]
