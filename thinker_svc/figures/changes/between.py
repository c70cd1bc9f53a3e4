"""Changes between the times a text names: each of them, a high or low, and now."""

from __future__ import annotations

import itertools

from thinker_svc.figures.points import Pair, inside, over
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item


def between(scene: Scene, item: Item, keyword: str) -> tuple[list[Pair], list[Pair]]:
    """Changes from one named time to another; and those between one time, a high or low, and now."""
    view, points = scene.view, scene.view.complete(keyword)
    clause = [i for i in scene.sentence.clause(item) if i.has("DATE") and i.when]
    dates = clause if len(clause) > 1 else [i for i in scene.items if i.has("DATE") and i.when]
    whens = [i.when for i in dates if i.when] or list(scene.spoken)
    found = [inside(view, when, points)[0] for when in whens]
    # "On Thursday between 18:00 and 19:00": the day holds the hours and is no end of its own.
    whole = [
        f
        for f in found
        if f and any(o and len(o) < len(f) and f[0].time <= o[0].time <= f[-1].time for o in found)
    ]
    timed = [[f[0], f[-1]] for f in found if f and f not in whole]
    spanned = [
        (a, b)
        for one, two in itertools.combinations(timed, 2)
        for x in one
        for y in two
        for a, b in [(x, y) if x.time < y.time else (y, x)]
        if a.time < b.time
    ]
    if not points:
        return [], []
    marks = [max(points, key=lambda p: p.level)] if any(i.has("PEAK", "HIGHEST") for i in scene.items) else []
    marks += [min(points, key=lambda p: p.level)] if any(i.has("LOW", "LOWEST") for i in scene.items) else []
    if not dates and any(i.has("PRONOUN") for i in scene.items):  # "That's a gain of 17%"
        told = [f[0] for f in (inside(view, when, points)[0] for when in scene.recent) if f]
        spanned += [
            (a, b) if a.time < b.time else (b, a)
            for a, b in itertools.combinations(told, 2)
            if a.time != b.time
        ]
    if any(i.has("SINCETHEN") for i in scene.sentence.clause(item)):  # from the time spoken of to now
        then = [f[0] for f in (inside(view, when, points)[0] for when in scene.spoken[-1:]) if f]
        spanned += [(a, points[-1]) for a in then if a.time < points[-1].time]
    bases = [i.when.base for i in dates if i.when is not None and i.when.base is not None]
    marks += [p for when in bases for p in inside(view, when, points)[0][:1]]  # "Six years later it is …"
    if len(dates) == 1:
        marks += [p for when in scene.spoken for p in inside(view, when, points)[0][:1]]
    ends = [p for pair in timed for p in pair]
    ends += [points[-1]] if marks or not ends else []
    others = [(a, b) if a.time < b.time else (b, a) for a in marks for b in ends if a.time != b.time]
    if len(whens) == 2 and whens[0] == whens[1]:  # "July versus July"
        ends = found[0][-1:]
        others += [
            (a, b)
            for b in ends
            for a in points
            if (b.time.year - 1, b.time.month, b.time.day) == (a.time.year, a.time.month, a.time.day)
        ]
    spans = [i.duration for i in scene.sentence.clause(item) if i.duration is not None]
    others += [  # "on 23 October, up 49% within a day": the span that ends at the date
        (a, pair[-1])
        for pair in timed
        for a in points
        if spans and abs(pair[-1].time - a.time - spans[0].length) < view.step / 2
    ]
    others += [  # "fell 42% in a single week in October": a span within the date
        (a, b)
        for one in found
        for a, b in itertools.pairwise([*[p for p in points if one and p.time < one[0].time][-1:], *one])
        if spans and abs(b.time - a.time - spans[0].length) < view.step / 2
    ]
    for when in (i.when for i in dates if i.when is not None):
        if when.back is not None and when.base is None and when.back[1] >= 1:  # "where it was four weeks ago"
            others += over(view, points, Duration(when.back[1], when.back[0])).pairs
    if not dates and any(i.has("SINCETHEN") for i in scene.sentence.clause(item)):
        return list(dict.fromkeys(spanned)), []
    if not dates:
        return [], list(dict.fromkeys([*spanned, *others]))
    return list(dict.fromkeys(spanned)), list(dict.fromkeys(others))
