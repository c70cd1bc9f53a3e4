"""Points of the scale: "stands at 87", "from 40 to 60", "Hoka (72)"."""

from __future__ import annotations

from dataclasses import replace

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, Verdict, best, either, supported, unsupported
from thinker_svc.figures.levels.averages import average
from thinker_svc.figures.levels.doubt import allowed
from thinker_svc.figures.levels.moments import date_of, moments, past
from thinker_svc.figures.levels.scale import counts_something, on_scale, partner
from thinker_svc.figures.others.strangers import said_of_another
from thinker_svc.figures.scene import FAR, FOR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point

YEARS = range(1900, 2101)  # "l'édition 2025"


def value(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """A number on the scale of 0 to 100."""
    number = item.number
    if number is None or not item.has("NUM", "PTS") or number.sign < 0:
        return None
    led = scene.before(item, "REACH", "PEAK", "AVERAGE", within=2) or scene.before(item, "FORECAST", within=2)
    if number.value > 100 and not number.of_hundred and (not led or number.value in YEARS):
        return None
    averaged = average(scene, item)
    if averaged is not None:
        return averaged
    hedge, start = scene.hedge(item)
    placed = on_scale(scene, item)
    if _of_another(scene, item, start, placed=placed):
        return scene.claim("value", unsupported("topic"), item, start=start) if number.value <= 100 else None
    if not placed:
        return None
    verdicts = []
    for keyword in scene.keywords_for(item):
        read = moments(scene, item, keyword)
        bound = _bound(scene, item, keyword)
        if bound is not None and not read.outside:
            verdicts.append(bound)
        elif read.unfinished:
            verdicts.append(unsupported("partial"))
        elif read.outside or not read.points:
            verdicts.append(unsupported("window"))
        else:
            verdict = best([_agrees(point, item, hedge) for point in read.points])
            final = not any(point.partial for point in read.points) and past(scene, item)
            verdicts.append(verdict if final else _unfinished(scene, item, keyword, verdict))
    if not verdicts:
        return None
    verdict = best(verdicts)
    if verdict.label == "contradicted":
        verdict = allowed(scene, item) or verdict
    date = scene.after(item, "DATE", within=2)
    timed = date is not None and date is date_of(scene, item) and partner(scene, item) is None
    return scene.claim("value", verdict, item, *([date] if timed and date else []), start=start)


def _of_another(scene: Scene, item: Item, start: int, *, placed: bool) -> bool:
    """Whether a level is of something that was not searched; `start`: of the figure with its hedge."""
    stands = scene.before(replace(item, start=start), "AT", "REACH", "LESS", "MORE", within=0)
    level = placed or (stands is not None and not counts_something(scene, item))
    return (level and said_of_another(scene, item)) or _given_away(scene, item)


def _given_away(scene: Scene, item: Item) -> bool:
    """ "92, against 65 for “train strike”": a level like the one before, of a phrase that isn't a keyword."""
    quote = scene.after(item, "QUOTE", within=2)
    before = scene.before(item, "NUM", "PTS", within=FAR)
    against = scene.before(item, "THAN", "AND", "SINCE", within=1)
    if quote is None or before is None or against is None or not on_scale(scene, before):
        return False
    return FOR.fullmatch(scene.sentence.text[item.end : quote.start]) is not None


def _bound(scene: Scene, item: Item, keyword: str) -> Verdict | None:
    """ "never got above 4", "never fell below 20": every point is within it."""
    hedge = scene.before(item, "ABOVE", "BELOW", "MORE", "LESS", "EXCEED", within=0)
    never = scene.before(hedge, "NEVER", within=3) if hedge is not None else None
    number, points = item.number, scene.view.complete(keyword)
    if (
        hedge is None
        or never is None
        or number is None
        or not points
        or scene.before(item, "DATE", within=FAR)
    ):
        return None
    above = hedge.has("ABOVE", "MORE", "EXCEED")
    held = (max if above else min)(points, key=lambda p: p.level)
    fits = held.level <= number.value + 0.5 if above else held.level >= number.value - 0.5
    return either(fits, held.shown, held.key)


def _agrees(point: Point, item: Item, hedge: agree.Hedge) -> Verdict:
    number = item.number
    assert number is not None  # noqa: S101 - the callers hold a number
    if point.tiny:
        return either(hedge == "less" and number.value >= 1, "<1", point.key)
    if number.value == 1 and hedge == "less":
        return either(point.level < 1, point.shown, point.key)
    return either(agree.value(point.level, number.value, number.decimals, hedge), point.shown, point.key)


def _unfinished(scene: Scene, item: Item, keyword: str, verdict: Verdict) -> Verdict:
    """A partial point may be quoted as partial, not as final."""
    part, number = scene.view.partial(keyword), item.number
    if part is None or number is None or verdict.label == "supported":
        return verdict
    if not agree.value(part.level, number.value, number.decimals, scene.hedge(item)[0]):
        return verdict
    if any(i.has("SOFAR") for i in scene.items):
        return supported(part.shown, part.key)
    return unsupported("partial", f"{part.shown}, not complete")
