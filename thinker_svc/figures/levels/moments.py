"""Which points a value may be of: those of the time a sentence names, else the latest."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from thinker_svc.figures.levels.scale import partner
from thinker_svc.figures.points import inside, over
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.relative import BEFORE
from thinker_svc.figures.view import Point

REACHED = re.compile(
    r"(?i)hit|reach|touch|scored|regist|logged|record|post|clock|err?eich|atte|alcanz|lleg|climb|got|made|topped|"
    r"kam|kletter|schaff|toc|marc|subi|roz|anot|rebas|superó|trep|escal|grimp|mont|affich"
)


LEVEL = re.compile(  # "par rapport à son niveau d'il y a quatre semaines"
    r"(?i) ?(?:(?:its|their|the|son|leur|le|sein\w*|ihr\w*|das|dem|su|el) )?"
    r"(?:level|score|value|niveau|score|wert|stand|nivel|valor)(?: (?:of|from|de|von|d'|del))? ?d?'?"
)
AS_ITS = re.compile(r"(?i) (?:as|als|comme|como) (?:its|their|the|sein\w*|ihr\w*|son|leur|su) ")
ENDED = re.compile(r"(?i)clos|end|finish|schloss|schließt|termin|cerr|clôtur|fini")
PARTED = re.compile(r"(?i),|\s(?:and|und|et|y)(?: then| on| am| le| el| in| im| en)*\s*$")
PRIOR = re.compile(r"(?i)plus tôt|earlier|früher")
HEADED = re.compile(r" ?[(:=] ?")
SUMMED = re.compile(r"(?i)[:–—] (?:so|das|that|this|such|voilà|c'est|tel|así|ese|eso)\b[^,;.]{0,30}$")
WHEN = re.compile(r"(?i),? (?:when|where|où|quand|lorsqu|als|wo|cuando|donde)\b")
CLOSE = 8  # words between a high and its level, across a comma
NEAR = 9  # words: a time further back is the sentence's, and not surely the figure's own
RECENT = 8  # points: where a rise that is told without a time may have begun


@dataclass(frozen=True, slots=True)
class Moments:
    """The points, the likeliest first; whether the time is outside the data, or not over yet."""

    points: tuple[Point, ...] = ()
    outside: bool = False
    unfinished: bool = False


def moments(scene: Scene, item: Item, keyword: str) -> Moments:  # noqa: PLR0911 - one return a reading
    view = scene.view
    points = view.complete(keyword)
    if not points:
        return Moments()
    behind = scene.after(item, "NOW", within=1)
    dated = (
        behind is not None and scene.after(behind, "DATE", within=1) is not None
    )  # "zuletzt am 18. November"
    cut = behind is not None and re.search(r"[,;]|\band\b", scene.sentence.text[item.end : behind.start])
    if behind is not None and not cut and not dated:
        return Moments((points[-1],))  # "60 now"
    other = partner(scene, item)
    date = _time(scene, item, other)
    if other is not None:
        reversed_ = item.start < other.start and scene.before(other, "FROM", within=0) is not None
        if reversed_ and date is not None and date.start > other.end:
            return Moments((points[-1],))  # "rose to 60 from 26 in May"
    extreme = _extreme(scene, item)
    if extreme is not None and not (date is not None and scene.before(item, "NOW", within=2)):
        chosen = max if extreme.has("PEAK", "HIGHEST") else min
        timed = _dated(scene, date, points, keyword).points if date is not None else ()
        return Moments((chosen(points, key=lambda p: p.level), *timed))
    begun = replace(item, start=scene.hedge(item)[1])  # the "de" of "moins de 1" begins nothing
    if other is not None and scene.before(begun, "FROM", within=1) is not None:
        return _start(scene, item, points, date)
    opening = _opening(scene, item, keyword)
    if opening:
        return Moments(opening)
    far = date is not None and date.end <= item.start and scene.words_between(date, item) > NEAR
    apart = date is not None and _bound(scene, date) and not _relative(scene, date, item)
    if date is not None and date.when and not far and not apart:
        return _dated(scene, date, points, keyword)
    found = [points[-1]]
    if scene.before(item, "NOW", within=5):
        return Moments(tuple(found))
    shared = _shared(scene, item)
    if shared is not None and shared.when is not None:
        then = inside(view, shared.when, points)[0]
        found = then if then and _heads(scene, shared) else [*then, *found]
    elif shared is None:
        found += [p for when in scene.spoken for p in inside(view, when, points)[0]]
    lead = scene.before(item, "REACH", within=3) or scene.before(item, "UP", "DOWN", "AT", within=3)
    if lead is not None and REACHED.match(lead.text):
        low = scene.before(item, "DOWN", "LOW", within=8)
        found.append((min if low else max)(points, key=lambda p: p.level))
    return Moments(tuple(found))


def _time(scene: Scene, item: Item, other: Item | None) -> Item | None:
    """The time a level is of; of two that are joined each has its own, or both have one."""
    date = date_of(scene, item)
    if other is None:
        return date or summed(scene)
    if date is not None and other.end <= date.start and date.end <= item.start:
        date = scene.before(other, "DATE", within=FAR)  # "on 15 May, from 57 the day before to 91"
    return _spanned(scene, item, other) or date or date_of(scene, other) or summed(scene)


def _extreme(scene: Scene, item: Item) -> Item | None:
    """A word for the high or low the value is of."""
    extreme = scene.before(item, "PEAK", "LOW", "HIGHEST", "LOWEST", within=14)
    if extreme is not None and any(
        extreme.end <= i.start < item.start and i.has("NUM", "PCT", "UP", "DOWN") for i in scene.items
    ):
        extreme = None
    behind = scene.after(item, "PEAK", "LOW", within=0)
    if extreme is not None and scene.words_between(extreme, item) > CLOSE and _cut(scene, extreme, item):
        extreme = None
    as_its = _as_its(scene, item)
    if as_its is not None:
        return as_its
    if extreme is None and behind is not None and not scene.sentence.text[item.end : behind.start].strip():
        return behind
    now = scene.before(item, "NOW", within=3)
    return extreme if extreme is None or now is None or now.end <= extreme.start else None


def _cut(scene: Scene, extreme: Item, item: Item) -> bool:
    """Whether a comma parts them, that is not one of a date."""
    commas = [
        extreme.end + m.start() for m in re.finditer(",", scene.sentence.text[extreme.end : item.start])
    ]
    return any(not any(d.start < at < d.end for d in scene.items if d.has("DATE")) for at in commas)


def _as_its(scene: Scene, item: Item) -> Item | None:
    """ "With 45 as its best hour of the week"."""
    behind = scene.after(item, "PEAK", "LOW", "HIGHEST", "LOWEST", within=2)
    said = scene.sentence.text[item.end : behind.start] if behind is not None else ""
    return behind if AS_ITS.fullmatch(said) else None


def _opening(scene: Scene, item: Item, keyword: str) -> tuple[Point, ...]:
    """ "was at 28 at the start of the week", "began the month on 40": where that span began."""
    began = scene.near(item, "BEGAN", within=5)
    span = scene.after(began, "SPAN", within=1) if began is not None else None
    if began is None or span is None or span.duration is None or scene.before(item, "TO", within=0):
        return ()
    parted = sorted((began.end, item.end, began.start, item.start))[1:3]
    if any(
        i is not item and i.has("NUM", "PCT", "PTS") and parted[0] <= i.start < parted[1] for i in scene.items
    ):
        return ()
    points = scene.view.complete(keyword)
    return tuple(a for a, _ in over(scene.view, points, span.duration).pairs)


def _start(scene: Scene, item: Item, points: tuple[Point, ...], date: Item | None) -> Moments:
    """ "from 40": where a change began."""
    view = scene.view
    if date is not None and date.when:
        at, held = inside(view, date.when, points)
        earlier = [a for a, b in itertools.pairwise(points) if at and b is at[0]]
        return Moments((*at, *earlier), outside=not held)
    since = [i.when for i in scene.items if i.when is not None and scene.before(i, "SINCE", within=1)]
    span = scene.near(item, "SPAN", within=8) if not since else None
    if span is not None and span.duration:
        base = over(view, points, span.duration)
        told = [p for when in scene.spoken for p in inside(view, when, points)[0]]
        before = [a for a, b in itertools.pairwise(points) if b in told]
        return Moments((*(a for a, _ in base.pairs), *told, *before), base.outside and not told)
    spoken = [p for when in scene.spoken for p in inside(view, when, points)[0]]
    for when in (
        i.when for i in scene.items if i.when is not None
    ):  # "then came 13 September: from 55 to 29"
        at, _ = inside(view, when, points)
        spoken += [a for a, b in itertools.pairwise(points) if at and b is at[0]]
    spoken += [p for when in since for p in inside(view, when, points)[0]]
    ends = [chosen(points, key=lambda p: p.level) for chosen in (min, max)]
    return Moments((points[0], *spoken, *ends, *points[-RECENT:]))


def _dated(scene: Scene, date: Item, points: tuple[Point, ...], keyword: str) -> Moments:
    view, when = scene.view, date.when
    if when is None:
        return Moments()
    if when.back == ("day", 0.0) and view.resolution in ("week", "month"):
        return Moments((points[-1],))  # "today: 2" of months: the latest whole one
    found, held = inside(view, when, points)
    lead = scene.after(date, "REACH", within=1)
    if found and lead is not None and not when.day and ENDED.match(lead.text):
        return Moments((found[-1],))  # "September closed at 47"
    yearly = when.back is not None and when.back[0] == "year"
    prior = PRIOR.search(date.text) or BEFORE.search(date.text)  # "60, from 55 the week before"
    if (
        when.back and (when.back[1] > 1 or yearly or prior) and when.base is None
    ):  # from now, or from the last complete point
        found += [a for a, _ in over(view, points, Duration(when.back[1], when.back[0])).pairs]
    if held and not found:
        part = view.partial(keyword)
        sofar = any(i.has("SOFAR") for i in scene.items)
        return Moments((part,)) if part is not None and sofar else Moments(unfinished=True)
    return Moments(tuple(found), outside=not held)


def _spanned(scene: Scene, item: Item, other: Item) -> Item | None:
    """ "from 100 to 40 between 6 September and 11 October": the first figure's time is the first, the
    second's the second."""
    opener = scene.before(item, "BETWEEN", within=FAR) or scene.after(item, "BETWEEN", within=FAR)
    dates = [i for i in scene.items if i.has("DATE") and (opener is None or i.start >= opener.end)][:2]
    joined = ("AND",) if opener is not None else ("TO",)
    if len(dates) < 2 or not scene.before(dates[1], *joined, within=2):
        return None
    return dates[0] if item.start < other.start else dates[1]


def date_of(scene: Scene, item: Item) -> Item | None:
    """The date that goes with a number: the next one after it, else the one before."""
    figures = ("NUM", "PCT", "PTS", "PEAK", "LOW")
    beside = scene.before(item, "DATE", within=0)
    if beside is not None and beside.when and HEADED.fullmatch(scene.sentence.text[beside.end : item.start]):
        return beside  # "team September (100) or team November (60)"
    after = scene.after(item, "DATE", within=5)
    between = [i for i in scene.items if after and item.end <= i.start < after.start and i.has(*figures)]
    behind = after if after is not None and not between and not _bound(scene, after) else None
    before = scene.before(item, "DATE", within=FAR)
    leant = [i for i in scene.items if before is not None and i.when and i.when.base == before.when]
    if leant and leant[-1].end <= item.start:
        before = leant[-1]  # "24 hours after Tuesday's peak it was at 34"
    crossed = [
        i
        for i in scene.items
        if before and before.end <= i.start < item.start and i.has("NUM", "PCT", "PTS", "NOW")
    ]
    apart = before is not None and _bound(scene, before) and not _relative(scene, before, item)
    given = before is not None and _given(scene, before, item)
    ahead = before if before is not None and not crossed and not apart and not given else None
    if behind is None or PARTED.search(scene.sentence.text[item.end : behind.start]) is None:
        return behind or ahead
    # "On Friday at 6:00 it was at 3, at 13:00 at 38": what follows a comma is the next figure's.
    next_ = scene.after(behind, "NUM", "PTS", within=4)
    return ahead if ahead is not None or next_ is not None else behind


def _given(scene: Scene, date: Item, item: Item) -> bool:
    """ "Once at 26 in December 2009, it is down to 2": the time of the figure right before it."""
    figure = scene.before(date, "NUM", "PTS", within=1)
    now = scene.before(item, "UP", "DOWN", "NOW", within=2)
    return figure is not None and now is not None and "," in scene.sentence.text[date.end : item.start]


def _bound(scene: Scene, date: Item) -> bool:
    """A time that something is measured from, "than twelve weeks ago", is not a figure's own."""
    mark = scene.before(date, "SINCE", "THAN", within=4)
    if mark is None:
        return False
    between = scene.sentence.text[mark.end : date.start]
    return scene.words_between(mark, date) == 0 or LEVEL.fullmatch(between) is not None


def _relative(scene: Scene, date: Item, item: Item) -> bool:
    """ "Compared with July, when it was at 44": a time that a level is given to after all."""
    if HEADED.fullmatch(scene.sentence.text[date.end : item.start]):
        return True  # "since December 2019 (78)"
    opened = WHEN.match(scene.sentence.text, date.end)
    return opened is not None and "," not in scene.sentence.text[opened.end() : item.start]


def summed(scene: Scene) -> Item | None:
    """ "55 for A, 23 for B: that was October": the one time of the sentence, behind a colon."""
    dates = [i for i in scene.items if i.has("DATE")]
    if len(dates) != 1:
        return None
    before = scene.sentence.text[scene.sentence.start : dates[0].start]
    figures = [i for i in scene.items if i.start >= dates[0].start and i.has("NUM", "PCT", "PTS")]
    return dates[0] if SUMMED.search(before) and not figures else None


def _shared(scene: Scene, item: Item) -> Item | None:
    """A date that several figures share: "in December 2020 A read 49 and B was on 48"."""
    before = scene.before(item, "DATE", within=FAR, clause=False)
    return before if before is not None and not scene.before(before, "SINCE", within=1) else None


def _heads(scene: Scene, date: Item) -> bool:
    """ "Friday, 13:00 UTC: A at 54, B at 43": a time that all the figures are of."""
    first = min((i.start for i in scene.items if i.has("K")), default=-1)
    return date.end <= first and ":" in scene.sentence.text[date.end : first]


def past(scene: Scene, item: Item) -> bool:
    """Whether the figure's own time is named and is over: it can't be the unfinished point's."""
    other, date = partner(scene, item), date_of(scene, item)
    date = (_spanned(scene, item, other) if other is not None else None) or date
    back = date.when.back if date is not None and date.when is not None else None
    return date is not None and date.when is not None and bool(date.when.month or (back and back[1] >= 1))
