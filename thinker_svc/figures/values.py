"""Points of the scale: "stands at 87", "averaged 43", "from 40 to 60", "between 12 and 94"."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures import agree
from thinker_svc.figures.bases import inside, over
from thinker_svc.figures.claim import Claim, Verdict, either, supported, unsupported
from thinker_svc.figures.durations import Duration
from thinker_svc.figures.item import Item
from thinker_svc.figures.percent import best
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.view import Point

# A noun that a number counts: not a word that goes on with the sentence.
FOLLOWED = re.compile(
    r"\s?(?!punkten?\b|puntos?\b|ahora\b|jetzt\b|derzeit\b|aktuell\b|aujourd|actuellement\b|actualmente\b|between\b|zu\b|zurück\b|zwischen\b|entre\b|l[ae]s?\b|los\b|d(?:er|ie|as|en|em|u|el|e)\b|une?\b|una\b|nach\b|vor\b|hace\b|tras\b|hier\b|ayer\b|gestern\b|heute\b|hoy\b|until\b|within\b|von\b|zum\b|zur\b|and\b|und\b|et\b|y\b|in\b|on\b|at\b|is\b|this\b|last\b|by\b|to\b|since\b|over\b|after\b|before\b|from\b|for\b|points?\b|pts\b|während\b|im\b|am\b|en\b|el\b|le\b|bis\b|auf\b|while\b|while\b|now\b|right\b|today\b|the\b|as\b|worldwide\b|among\b|ahead\b|compared\b|versus\b|with\b|but\b|against\b|so\b|or\b|à\b|a\b|seit\b|in\b|dans\b|desde\b|depuis\b|pour\b|por\b|mientras\b|aber\b|during\b|across\b|early\b|late\b|mid\b|around\b|just\b|down\b|up\b|its\b|mais\b|pero\b|than\b|yesterday\b|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)([^\W\d_]{2,})"
)
TOPIC = ("K", "INTEREST", "PRONOUN", "PEAK", "LOW", "AVERAGE", "UP", "DOWN", "HIGHEST", "LOWEST")


def value(scene: Scene, item: Item) -> Claim | None:
    """A number on the scale of 0 to 100."""
    number = item.number
    if number is None or not item.has("NUM") or number.sign < 0:
        return None
    if (
        number.value > 100
        and not number.of_hundred
        and not scene.before(item, "REACH", "PEAK", "AVERAGE", within=2)
    ):
        return None
    average = _average(scene, item)
    if average is not None:
        return _averaged(scene, item, average)
    if not _on_scale(scene, item):
        return None
    hedge, start = scene.hedge(item)
    verdicts = []
    for keyword in scene.keywords_for(item):
        points, outside = _points(scene, item, keyword)
        if outside or not points:
            verdicts.append(unsupported("window"))
            continue
        verdicts.append(best([_agrees(point, item, hedge) for point in points]))
        if not any(point.partial for point in points) and _past(scene, item):
            continue
        verdicts[-1] = _unfinished(scene, item, keyword, verdicts[-1])
    if not verdicts:
        return None
    return scene.claim("value", best(verdicts), item, start=start)


def _agrees(point: Point, item: Item, hedge: agree.Hedge) -> Verdict:
    number = item.number
    assert number is not None  # noqa: S101 - the callers hold a number
    if point.tiny:
        ok = hedge == "less" and number.value >= 1
        return either(ok, "<1", point.key)
    if number.value == 1 and hedge == "less":
        return either(point.level < 1, point.shown, point.key)
    return either(agree.value(point.level, number.value, number.decimals, hedge), point.shown, point.key)


def _average(scene: Scene, item: Item) -> Item | None:
    before = scene.before(item, "AVERAGE", within=9)
    if before is not None:
        return before
    after = scene.after(item, "AVERAGE", within=2)
    if after is not None and scene.after(after, "NUM", within=1) is None:  # "high 100, average 31"
        return after
    listed = scene.before(item, "K", within=0) and any(
        i.has("AVERAGE") for i in scene.items if i.start < item.start
    )
    return next((i for i in scene.items if i.has("AVERAGE")), None) if listed else None


def _averaged(scene: Scene, item: Item, average: Item) -> Claim | None:
    number = item.number
    if number is None:
        return None
    hedge, start = scene.hedge(item)
    verdicts = []
    for keyword in scene.keywords_for(item):
        given = scene.view.average(keyword)
        if given is None:
            verdicts.append(unsupported("data"))
            continue
        actual = given
        if number.decimals:
            actual = scene.view.mean(keyword) or given
        shown = f"{actual:.{number.decimals}f}"
        verdicts.append(either(agree.value(actual, number.value, number.decimals, hedge), shown))
    if not verdicts:
        return None
    near = scene.words_between(average, item) <= 3 and not [
        i for i in scene.items if average.end <= i.start < item.start and i.has("NUM")
    ]
    return scene.claim("average", best(verdicts), *((average, item) if near else (item,)), start=start)


def _on_scale(scene: Scene, item: Item) -> bool:  # noqa: PLR0911 - one return a reading
    """Whether a bare number is meant as a value of the series."""
    number = item.number
    if number is None:
        return False
    if number.of_hundred:
        return True
    if _counts_something(scene, item):
        return False
    if not number.numeral and number.value < 13:
        return False
    if (
        scene.before(item, "K", within=0) is not None
        and scene.sentence.text[item.start - 1 : item.start] == "("
    ):
        return True
    lead = scene.before(item, "REACH", "PEAK", "LOW", within=3)
    topic = scene.before(item, *TOPIC, within=20, clause=False)
    moved = scene.before(item, "FROM", "TO", "AT", "HEDGED", within=2)
    if topic is not None and (partner(scene, item) is not None or _listed(scene, item)):
        return True
    if (
        lead is not None
        and (topic is not None or lead.has("PEAK", "LOW"))
        and (lead.has("PEAK", "LOW") or topic is not None)
    ):
        return True
    if moved is not None and moved.has("FROM", "TO") and scene.before(item, "UP", "DOWN", within=8):
        return True
    below = scene.before(item, "LESS", "MORE", "NEARLY", "ABOUT", within=0)
    close = (
        moved is not None
        and topic is not None
        and topic.has("K", "INTEREST", "PRONOUN", "PEAK", "LOW", "HIGHEST", "LOWEST", "UP", "DOWN")
    )
    return close and (
        (
            moved is not None
            and re.fullmatch(r"(?i)at|of|now|is|was|on|to|bei|auf|à|en|a|liegt|ist", moved.text) is not None
        )
        or below is not None
    )


def partner(scene: Scene, item: Item) -> Item | None:
    """The other figure of "from 55 to 60"; both on the scale, and neither of anything else."""
    numbers = [i for i in scene.items if i.has("NUM") and i.number is not None and 0 <= i.number.value <= 100]
    for first, second in itertools.pairwise(numbers):
        if item not in (first, second):
            continue
        begins = scene.before(first, "FROM", within=0) is not None
        goes = scene.before(second, "TO", within=0) is not None and scene.words_between(first, second) <= 8
        nouns = [_counts_something(scene, one) for one in (first, second)]
        if begins and goes and not any(nouns):
            return second if item is first else first
    return None


def _listed(scene: Scene, item: Item) -> bool:
    """ "70 in September and 75 in October": a value like the one before it, at a time of its own."""
    before = scene.before(item, "NUM", within=4, clause=False)
    joined = scene.before(item, "AND", within=0, clause=False) is not None
    timed = scene.after(item, "DATE", within=1) is not None
    return before is not None and joined and timed and _on_scale(scene, before)


def _counts_something(scene: Scene, item: Item) -> bool:
    """Whether a noun in small letters follows: "from 5 to 12 shops"."""
    return bool(FOLLOWED.match(scene.sentence.text[item.end : item.end + 20]))


def _points(scene: Scene, item: Item, keyword: str) -> tuple[list[Point], bool]:  # noqa: PLR0911, PLR0912 - one return a reading
    """The points a value may be of, the likeliest first; and whether its time is outside the data."""
    view = scene.view
    points = view.complete(keyword)
    if not points:
        return [], False
    first, last = points[0], points[-1]
    extreme = scene.before(item, "PEAK", "LOW", "HIGHEST", "LOWEST", within=8)
    if extreme is not None and any(
        extreme.end <= i.start < item.start and i.has("NUM", "PCT", "UP", "DOWN") for i in scene.items
    ):
        extreme = None
    behind = scene.after(item, "PEAK", "LOW", within=0)
    if extreme is None and behind is not None and scene.sentence.text[item.end : behind.start].strip() == "":
        extreme = behind
    date = _date_of(scene, item)
    other = partner(scene, item)
    if other is not None:
        date = _spanned(scene, item, other) or date or _date_of(scene, other)
    if extreme is not None and not (date is not None and scene.before(item, "NOW", within=2)):
        now = scene.before(item, "NOW", within=3)
        if now is None or now.end <= extreme.start:
            chosen = max if extreme.has("PEAK", "HIGHEST") else min
            return [chosen(points, key=lambda p: p.level)], False
    ends = scene.after(item, "TO", "NUM", within=4) or scene.before(item, "NUM", within=2)
    if scene.before(item, "FROM", within=1) is not None and ends:
        span = scene.near(item, "SPAN", within=8)
        base = over(view, points, span.duration) if span is not None and span.duration else None
        if date is not None and date.when:
            at, held = inside(view, date.when, points)
            earlier = [a for a, b in itertools.pairwise(points) if at and b is at[0]]
            return [*at, *earlier], not held
        if base is not None:
            return [a for a, _ in base.pairs], base.outside
        return [first, *[p for p in points if p.level == item.number.value]] if item.number else [
            first
        ], False
    if date is not None and date.when and not scene.before(date, "SINCE", within=1):
        found, held = inside(view, date.when, points)
        if date.when.back and date.when.back[1] > 1:  # counted from now, or from the last complete point
            found += [a for a, _ in over(view, points, Duration(date.when.back[1], date.when.back[0])).pairs]
        if held and not found:
            part = view.partial(keyword)
            return ([part], False) if part is not None and _sofar(scene) else ([], True)
        return found, not held
    lead = scene.before(item, "REACH", within=3)
    chosen_points = [last]
    past = lead is not None and re.match(
        r"(?i)hit|reach|touch|scored|regist|logged|record|post|clock|err?eich|atte|alcanz|lleg", lead.text
    )
    if past and not scene.before(item, "NOW", within=5):
        if scene.before(item, "DOWN", "LOW", within=8):
            chosen_points.append(min(points, key=lambda p: p.level))
        else:
            chosen_points.append(max(points, key=lambda p: p.level))
    return chosen_points, False


def _spanned(scene: Scene, item: Item, other: Item) -> Item | None:
    """ "from 100 to 40 between 6 September and 11 October": the first figure's time is the first, the
    second's the second."""
    opener = scene.before(item, "BETWEEN", within=FAR) or scene.after(item, "BETWEEN", within=FAR)
    dates = [i for i in scene.items if opener and i.has("DATE") and i.start >= opener.end][:2]
    if len(dates) < 2 or not scene.before(dates[1], "AND", within=0):
        return None
    return dates[0] if item.start < other.start else dates[1]


def _date_of(scene: Scene, item: Item) -> Item | None:
    """The date that goes with a number: the next one after it, else the one before."""
    after = scene.after(item, "DATE", within=5)
    between = [i for i in scene.items if after and item.end <= i.start < after.start and i.has("NUM", "PCT")]
    if after is not None and not between and not (scene.before(after, "SINCE", within=1)):
        return after
    before = scene.before(item, "DATE", within=8)
    crossed = [
        i for i in scene.items if before and before.end <= i.start < item.start and i.has("NUM", "PCT", "NOW")
    ]
    return before if before is not None and not crossed else None


def _past(scene: Scene, item: Item) -> bool:
    """Whether the figure's own time is named and is over: it can't be the unfinished point's."""
    other, date = partner(scene, item), _date_of(scene, item)
    date = (_spanned(scene, item, other) if other is not None else None) or date
    back = date.when.back if date is not None and date.when is not None else None
    return date is not None and date.when is not None and bool(date.when.month or (back and back[1] >= 1))


def _sofar(scene: Scene) -> bool:
    return any(i.has("SOFAR") for i in scene.items)


def _unfinished(scene: Scene, item: Item, keyword: str, verdict: Verdict) -> Verdict:
    """A partial point may be quoted as partial, not as final."""
    part, number = scene.view.partial(keyword), item.number
    if part is None or number is None:
        return verdict
    same = agree.value(part.level, number.value, number.decimals, scene.hedge(item)[0])
    if verdict.label != "supported" and same:
        return (
            supported(part.shown, part.key)
            if _sofar(scene)
            else unsupported("partial", f"{part.shown}, not complete")
        )
    return verdict
