"""Changes in per cent, in points and in factors: "up 14%", "doubled", "three times its level"."""

from __future__ import annotations

import re

from thinker_svc.figures import agree
from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.changes.bases import bases
from thinker_svc.figures.changes.shares import share
from thinker_svc.figures.changes.told import told
from thinker_svc.figures.changes.way import beside, way_of
from thinker_svc.figures.claim import Claim, Verdict, best, either, supported, unsupported
from thinker_svc.figures.levels.scale import APART, counts_something
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Point

BEING = re.compile(
    r"(?i)\b(?:is|are|was|were|ist|sind|war|est|sont|était|es|son|era|está|at|bei|with|mit|avec|"
    r"con)(?: de[l]?| du| bei| at)? ?(?:(?:un|ein|a) )?$"
)


AGAINST = re.compile(r"(?i) (?:as|so) \w+(?: \w+)? (?:as|wie)\b|(?: \w+){1,3} (?:than|als|que)\b")
AS_NOW = re.compile(r"(?i) (?:as|than|wie|als|que|qu') ?(?:now|today|heute|jetzt|hoy|ahora|aujourd'hui)\b")
WE = re.compile(r"(?i)(?:we|wir|nous|hemos)\b")  # "we've halved the price"
OUR = re.compile(r"(?i)our|my|unser|mein|notre|nos\b|mon\b|ma\b|mes\b|mi\b|mis\b|nuestr")
USUAL = re.compile(
    r"(?i) (?:(?:as|so|than|the|its|le|la|lo) )?(?:normal|usual|norm|üblich\w*|habitu\w+|sonst)\b"
)
STAYS = re.compile(
    r"(?i)\b(?:qued\w+ en|se sit\w+ en|est[áa]n? en|stands? at|is at|sits? at|liegt bei|steht bei|landet bei|"
    r"s'établit à|est à|retombe à) $"
)


def changes(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """The claim a percentage, a difference in points or a factor makes, if it makes one."""
    number = item.number
    if number is None:
        return None
    if number.shape == "times":
        return None if _of_ours(scene, item) or _of_people(scene, item) else _times(scene, item)
    part = share(scene, item)
    if part is not None:
        return part
    way = way_of(scene, item) if number.shape in ("percent", "points") else None
    if way is None:
        return _eitherway(scene, item)
    direction, words = way
    if number.shape == "points" and _listed(scene, words, item):
        return None  # "four weeks in a row up and 55 points in that of 7 June"
    apart = APART.search(scene.sentence.text, scene.sentence.start, item.start)
    if number.shape == "points" and apart and words.has("ABOVE", "BELOW", "AHEAD", "BEHIND"):
        return None  # "leads by nine points over …": a gap to another, read elsewhere or not at all
    hedge, start = scene.hedge(item)
    if number.fraction and not beside(scene, item, words):
        return None
    if number.shape == "points" and STAYS.search(scene.sentence.text, scene.sentence.start, start):
        return None  # "encadenan ocho días de descensos y se quedan en 6 puntos"
    verdicts = [
        _change(scene, item, keyword, direction * number.value, hedge) for keyword in scene.keywords_for(item)
    ]
    if not verdicts:
        return None
    verdict = best(verdicts)
    if verdict.label != "supported":
        verdict = told(scene, item, scene.keywords_for(item), direction * number.value, hedge) or verdict
    return scene.claim("percent_change", verdict, *_shown(scene, words, item), start=start)


def _listed(scene: Scene, words: Item, item: Item) -> bool:
    between = scene.sentence.text[words.end : item.start] if words.end <= item.start else ""
    return re.fullmatch(r"(?i),? (?:and|und|et|y) (?:\w+ )?", between) is not None


def _shown(scene: Scene, words: Item, item: Item) -> tuple[Item, ...]:
    """The word with its figure; without it where another figure stands between them."""
    low, high = min(words.end, item.end), max(words.start, item.start)
    served = words.end <= item.start and scene.before(words, "PCT", "TIMES", within=0) is not None
    crossed = any(
        low <= i.start and i.end <= high and i.has("NUM", "PCT", "PTS", "TIMES") for i in scene.items
    )
    return (item,) if crossed or served else (words, item)


def _eitherway(scene: Scene, item: Item) -> Claim | None:
    """A percentage said of the search by a verb that isn't known: a change, up or down."""
    number = item.number
    if number is None or number.shape != "percent" or number.fraction or counts_something(scene, item):
        return None
    being = BEING.search(scene.sentence.text, scene.sentence.start, scene.hedge(item)[1])
    if being is not None:  # "the rate is 4%"
        return None
    topic = scene.before(item, "K", "INTEREST", "PRONOUN", within=12)
    if topic is None or (topic.has("PRONOUN") and not scene.carried) or scene.sentence.question:
        return None
    if any(
        i.has("SHARE", "R", "PLACE", "PEOPLE", "SALES", "QUOTE", "Q") for i in scene.sentence.clause(item)
    ):
        return None
    hedge, start = scene.hedge(item)
    verdicts = [
        _change(scene, item, keyword, way * number.value, hedge)
        for keyword in scene.keywords_for(item)
        for way in (1, -1)
    ]
    return scene.claim("percent_change", best(verdicts), item, start=start) if verdicts else None


def _change(scene: Scene, item: Item, keyword: str, given: float, hedge: Hedge) -> Verdict:
    view, number = scene.view, item.number
    points = view.complete(keyword)
    if not points or number is None:
        return unsupported("data")
    last = points[-1]
    found = []
    for before, after in _pairs(scene, item, keyword, given):
        if number.shape == "points":
            actual = (after.level if isinstance(after, Point) else after) - (
                before.level if isinstance(before, Point) else before
            )
            ok = agree.percent(actual, given, hedge) if hedge else abs(actual - given) <= 1
            found.append(either(ok, f"{actual:+g} points", last.key))
            continue
        base = before.level if isinstance(before, Point) else before
        if (
            base <= 0
            or (isinstance(before, Point) and not before.measurable)
            or (isinstance(after, Point) and after.tiny)
        ):
            found.append(
                unsupported("base", f"base {before.shown if isinstance(before, Point) else before:}")
            )
            continue
        actual = ((after.level if isinstance(after, Point) else after) - base) / base * 100
        shown = f"{actual:+.0f}%"
        point = after.key if isinstance(after, Point) else ""
        ok = agree.percent(actual, given, hedge)
        if number.fraction and not ok and not hedge:
            ok = abs(actual - given) <= max(1.0, abs(actual) * 0.01) + 0.5
        found.append(supported(shown, point) if ok else either(False, shown, point))
    return best(found) if found else unsupported("window")


def _pairs(scene: Scene, item: Item, keyword: str, given: float) -> list[tuple[Point | float, Point | float]]:
    """What is compared with what: against peak, low or average where they are named, else in time."""
    view = scene.view
    points = view.complete(keyword)
    last = points[-1]
    peak = scene.after(item, "PEAK", "HIGHEST", "RECORD", within=5)
    if peak is None and scene.after(item, "PRONOUN", within=2):  # "is now 40% below that"
        peak = scene.before(item, "PEAK", within=20, clause=False)
    if peak is not None and given < 0:
        top, then = max(points, key=lambda p: p.level), _then(scene, item, points)
        return [(top, p) for p in (then or [last])]
    average = scene.after(item, "AVERAGE", within=5)
    mean = view.average(keyword)
    if average is not None and mean is not None:
        return [(mean, last)]
    base = bases(scene, item, keyword)
    pairs = [] if base.outside else list(base.pairs)
    return [*pairs, *_taken_up(scene, item, points)]


def _then(scene: Scene, item: Item, points: tuple[Point, ...]) -> list[Point]:
    """ "By 09:17 it had fallen by half from its peak": the points of the time named before."""
    joined = scene.after(item, "AND", "TO", within=5)  # "lost 60 points between its peak and 11 October"
    date = scene.before(item, "DATE", within=12) or (
        scene.after(joined, "DATE", within=1) if joined else None
    )
    led = scene.before(date, "SINCE", "FROM", "PEAK", within=2) if date is not None else None
    if date is None or date.when is None or (led is not None and joined is None):
        return []
    found = inside(scene.view, date.when, points)[0]
    return [*found[:1], *found[-1:]]


def _taken_up(scene: Scene, item: Item, points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    """ "The week of 10 May. The latest is 46% lower than that.": from a time of the sentence before."""
    than = scene.after(item, "THAN", "BELOW", "ABOVE", within=1)
    if than is None or scene.after(than, "PRONOUN", within=0) is None:
        return []
    return [(p, points[-1]) for when in scene.spoken for p in inside(scene.view, when, points)[0]]


def _times(scene: Scene, item: Item) -> Claim | None:
    number = item.number
    if number is None or number.value <= 0:
        return None
    hedge, start = scene.hedge(item)
    link = scene.after(item, "AS", "THAN", "AHEAD", "ABOVE", "INTEREST", "UP", "FROM", within=4)
    moved = scene.before(item, "UP", "DOWN", within=5)
    if not number.verb and link is None and moved is None:
        return None
    said = any(i.has("K", "INTEREST") for i in scene.items) or scene.before(item, "PRONOUN", within=4)
    ours = scene.before(item, "OURS", within=2)
    if USUAL.match(scene.sentence.text, item.end):
        return None  # "twice normal": nobody knows what that is
    if number.verb and (not said or (ours is not None and WE.match(ours.text))):
        return None
    factor = (
        1 / number.value
        if moved is not None and moved.has("DOWN") and not number.verb and not moved.has("UP")
        else number.value
    )
    verdicts = [_grown(scene, item, keyword, factor, hedge) for keyword in scene.keywords_for(item)]
    if not verdicts:
        return None
    verdict = best(verdicts)
    if verdict.label != "supported":
        verdict = told(scene, item, scene.keywords_for(item), factor, hedge) or verdict
    return scene.claim("percent_change", verdict, item, start=start)


def _of_ours(scene: Scene, item: Item) -> bool:
    """ "Traffic to our site doubled", and no keyword between."""
    ours = scene.before(item, "OURS", within=2)
    if ours is None or not OUR.match(ours.text):
        return False
    return not any(
        i.has("K", "INTEREST") and ours.end <= i.start and i.end <= item.start for i in scene.items
    )


def _of_people(scene: Scene, item: Item) -> bool:
    """ "2,000 people came, twice as many as last year": nothing of it is said of searches."""
    if any(i.has("K", "INTEREST", "SEARCHED", "SEARCHES", "PRONOUN") for i in scene.items):
        return False
    return any(i.has("PEOPLE") and i.end <= item.start for i in scene.items)


def _back(scene: Scene, item: Item, points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    """ "On 12 September it was still twice as much": from now to then."""
    dates = [i.when for i in scene.sentence.clause(item) if i.when is not None]
    lead = item.number is not None and not item.number.verb and scene.after(item, "AS", "MORE", within=2)
    plain = bool(lead) or AS_NOW.match(scene.sentence.text, item.end) is not None
    if len(dates) != 1 or not plain or AGAINST.match(scene.sentence.text, item.end):
        return []
    return [(points[-1], p) for p in inside(scene.view, dates[0], points)[0][:1]]


def _grown(scene: Scene, item: Item, keyword: str, factor: float, hedge: Hedge) -> Verdict:
    points = scene.view.complete(keyword)
    if not points:
        return unsupported("data")
    mean = scene.view.average(keyword)
    pairs: list[tuple[Point | float, Point]] = []
    if scene.after(item, "AVERAGE", within=5) is not None and mean is not None:
        pairs = [(mean, points[-1])]
    else:
        base = bases(scene, item, keyword)
        pairs = [] if base.outside else list(base.pairs)
        pairs += _back(scene, item, points)
    found = []
    for before, after in pairs:
        level = before.level if isinstance(before, Point) else before
        if level <= 0 or (isinstance(before, Point) and not before.measurable):
            found.append(unsupported("base", "base below 1"))
            continue
        actual = after.level / level
        found.append(either(agree.ratio(actual, factor, hedge), f"{actual:.2g} times", after.key))
    return best(found) if found else unsupported("window")
