"""A keyword against itself without a figure: "above its average", "lower than in January"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, DataPoint, Verdict, best, either, unsupported
from thinker_svc.figures.datapoints import average
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meet
from thinker_svc.figures.view import Point, written

LINKS = ("ABOVE", "BELOW", "THAN")
# What may stand between: "lower than in January", "below the level of January", "above its average".
BETWEEN = re.compile(
    r"(?i)\s?(?:(?:\w+-(?:year|month|week|day|hour)|"
    r"annual|yearly|monthly|weekly|overall|usual|own|annuelle?|mensuelle?|anual|mensual|"
    r"it was|ab|ab dem|\w+woche|"
    r"they were|was|were|in|on|at|the|that|this|its|their|level|levels|of|average|week|"
    r"month|im|am|in der|dem|den|des|der|die|das|wert|niveau|vom|von|seinem|ihrem|en|le|la|les|l'|du|de|"
    r"son|sa|celui|celle|celles|el|los|las|del|su)\s?)*"
)
THROUGH = re.compile(r"(?i)(?:over|über|sur|sobre|off)(?: (?:the|den|das|die|le|la|l'|el))?")
NO = re.compile(r"(?i)\b(?:no|not|nicht|pas|ne)\s(?:\w+\s)?$")


def earlier(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """Claims that a keyword is above or below its average or its level at a time that is named."""
    if scene.sentence.question or any(i.has("R", "PLACE") for i in scene.items):
        return []
    found: list[Claim] = []
    for link in scene.items:
        base = scene.after(link, "DATE", "AVERAGE", within=4) if link.has(*LINKS) else None
        if base is None or not BETWEEN.fullmatch(scene.sentence.text[link.end : base.start]):
            continue
        if base.has("DATE") and THROUGH.fullmatch(scene.sentence.text[link.start : base.start].strip()):
            continue  # "over the winter"
        way = _way(scene, link)
        if not way or _measured(scene, link) or scene.before(link, "FORECAST", within=8):
            continue
        claim = scene.claim("comparison", _verdict(scene, link, base, way), link, base)
        if not any(meet(c, claim) and c.kind != "date" for c in (*taken, *found)):
            found.append(claim)
    return found


def _way(scene: Scene, link: Item) -> int:
    """1 for above, -1 for below, 0 where no direction is said."""
    if link.has("ABOVE", "BELOW"):
        return -1 if link.has("BELOW") else 1
    word = scene.before(link, "UP", "DOWN", within=1) or _dated(scene, link)
    return 0 if word is None else -1 if word.has("DOWN") else 1


def _dated(scene: Scene, link: Item) -> Item | None:
    """ "Higher in the week of 21 December than in that of 6 September": over the time between."""
    date = scene.before(link, "DATE", within=0)
    return scene.before(date, "UP", "DOWN", within=1) if date is not None else None


def _measured(scene: Scene, link: Item) -> bool:
    """Whether another reading is due: a figure is beside it, it is a superlative, or nobody is spoken of."""
    figure = scene.before(link, "NUM", "PCT", "PTS", "TIMES", "SPAN", within=2)
    if figure is not None and "," in scene.sentence.text[figure.end : link.start]:
        figure = None  # "73 points, more than in the week of 21 December"
    spoken = bool(scene.carried) or any(i.has("K") and i.end <= link.start for i in scene.items)
    topic = scene.before(link, "K", "INTEREST", "PRONOUN", within=FAR)
    topic = topic or (scene.before(link, "PTS", within=6) if spoken else None)  # "74 points, less than in …"
    dated = spoken and scene.before(link, "BEING", within=0) is not None  # "last week was below average"
    topic = topic or (scene.before(link, "DATE", within=2) if dated else None)
    extreme = any(i.has("NEVER", "HIGHEST", "LOWEST", "SINCE") for i in scene.sentence.clause(link))
    return extreme or figure is not None or topic is None or (topic.has("PRONOUN") and not spoken)


def _verdict(scene: Scene, link: Item, base: Item, way: int) -> Verdict:
    denied = scene.before(link, "NOT", within=2) is not None or NO.search(scene.sentence.text[: link.start])
    found: list[Verdict] = []
    for keyword in scene.keywords_for(link):
        points = scene.view.complete(keyword)
        own = scene.before(link, "DATE", within=FAR)
        if own is not None and own.when is not None and not (own.when.back and own.when.back[1] == 0):
            now = inside(scene.view, own.when, points)[0]
        else:
            now = list(points[-1:])
        ours = [p.level for p in now]
        if base.has("AVERAGE"):
            mean = scene.view.average(keyword)
            theirs, at = ([mean], _times(now)) if mean is not None else ([], ())
            at = (*at, average(keyword))
        else:
            held = inside(scene.view, base.when, points) if base.when is not None else ([], False)
            theirs, at = [p.level for p in held[0]], (*_times(held[0]), *_times(now))
        if not ours or not theirs:
            found.append(unsupported("window"))
            continue
        apart = sum(ours) / len(ours) - sum(theirs) / len(theirs)
        ok = apart * way <= 0 if denied else apart * way > 0
        shown = f"{written(sum(ours) / len(ours))} against {written(sum(theirs) / len(theirs))}"
        found.append(either(ok, shown).at(at))
    return best(found) if found else unsupported("data")


def _times(points: list[Point]) -> tuple[DataPoint, ...]:
    """The point a level is of; the mean of several is of none."""
    return (DataPoint("time", points[0].key),) if len(points) == 1 else ()
