"""Changes in per cent, in points and in factors: "up 14%", "doubled", "three times its level"."""

from __future__ import annotations

from thinker_svc.figures import agree
from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.bases import bases
from thinker_svc.figures.claim import Claim, Verdict, either, supported, unsupported
from thinker_svc.figures.item import Item
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.view import Point


def changes(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """The claim a percentage, a difference in points or a factor makes, if it makes one."""
    number = item.number
    if number is None:
        return None
    if number.shape == "times":
        return _times(scene, item)
    way = _way(scene, item) if number.shape in ("percent", "points") else None
    if way is None:
        return None
    direction, words = way
    hedge, start = scene.hedge(item)
    against = _against(scene, item)
    if against is not None:
        verdict = _compared(scene, item, against, direction * number.value, hedge)
        return scene.claim("comparison", verdict, words, item, against, start=start)
    if number.fraction and not _by(scene, item, words):
        return None
    verdicts = [
        _change(scene, item, keyword, direction * number.value, hedge) for keyword in scene.keywords_for(item)
    ]
    if not verdicts:
        return None
    return scene.claim("percent_change", best(verdicts), words, item, start=start)


def best(verdicts: list[Verdict]) -> Verdict:
    """Of several readings the one in favour of the text; the first where none is."""
    return next((v for v in verdicts if v.label == "supported"), verdicts[0])


def _way(scene: Scene, item: Item) -> tuple[int, Item] | None:
    """Which way a figure goes, and the word that says so."""
    if item.number and item.number.sign:
        return item.number.sign, item
    close = scene.after(item, "UP", "DOWN", "ABOVE", "BELOW", "AHEAD", "BEHIND", within=1)
    if (
        close is not None
        and not close.has("UP", "DOWN", "AHEAD", "BEHIND")
        and not close.has("ABOVE", "BELOW")
    ):
        close = None
    word = scene.before(item, "UP", "DOWN", within=7)
    nearer = (
        word is None or scene.words_between(item, close) < scene.words_between(word, item) if close else False
    )
    if close is not None and nearer:
        word = close
    word = word or close or scene.after(item, "UP", "DOWN", within=3)
    if word is None:
        return None
    return (1 if word.has("UP", "ABOVE", "AHEAD") and not word.has("DOWN") else -1), word


def _by(scene: Scene, item: Item, words: Item) -> bool:
    """Fractions are changes only right beside the word of change: "by a third", "a quarter higher"."""
    return scene.words_between(words, item) <= 2


def _against(scene: Scene, item: Item) -> Item | None:
    """Another keyword the figure is measured against: "30% more searches than latte"."""
    link = scene.after(item, "THAN", "AHEAD", "BEHIND", "ABOVE", "BELOW", "AS", within=8)
    if link is None or not scene.before(item, "K", "PRONOUN", "INTEREST", within=FAR, clause=False):
        return None
    other = scene.after(link, "K", within=3) or (scene.after(item, "K", within=1) and None)
    own = scene.before(item, "K", within=FAR, clause=False)
    return other if other is not None and (own is None or own.index != other.index) else None


def _compared(scene: Scene, item: Item, other: Item, given: float, hedge: Hedge) -> Verdict:
    view = scene.view
    rival = view.keywords[other.index]
    now = any(i.has("NOW") for i in scene.items)
    found = []
    for keyword in scene.keywords_for(item):
        if keyword == rival:
            continue
        for ours, theirs in levels(scene, keyword, rival, now=now):
            if theirs <= 0:
                found.append(unsupported("base"))
                continue
            actual = (ours - theirs) / theirs * 100
            found.append(either(agree.percent(actual, given, hedge), f"{actual:+.0f}%"))
    return best(found) if found else unsupported("window")


def levels(scene: Scene, keyword: str, rival: str, *, now: bool) -> list[tuple[float, float]]:
    """What two keywords are compared by: their averages, or their last complete points."""
    view, found = scene.view, []
    ours, theirs = view.average(keyword), view.average(rival)
    if ours is not None and theirs is not None:
        found.append((ours, theirs))
    a, b = view.complete(keyword), view.complete(rival)
    if now and a and b:
        return [(a[-1].level, b[-1].level)]
    return found


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
    peak = scene.after(item, "PEAK", "HIGHEST", within=5)
    if peak is None and scene.after(item, "PRONOUN", within=2):  # "is now 40% below that"
        peak = scene.before(item, "PEAK", within=20, clause=False)
    if peak is not None and given < 0:
        return [(max(points, key=lambda p: p.level), last)]
    average = scene.after(item, "AVERAGE", within=5)
    mean = view.average(keyword)
    if average is not None and mean is not None:
        return [(mean, last)]
    base = bases(scene, item, keyword)
    return [] if base.outside else list(base.pairs)


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
    if number.verb and not said:
        return None
    other = scene.after(item, "K", within=9)
    own = scene.before(item, "K", within=FAR, clause=False)
    if (
        other is not None
        and link is not None
        and (own is None or own.index != other.index)
        and len(scene.view.keywords) > 1
    ):
        found = []
        rival = scene.view.keywords[other.index]
        for keyword in scene.keywords_for(item):
            for ours, theirs in levels(scene, keyword, rival, now=any(i.has("NOW") for i in scene.items)):
                if theirs > 0 and keyword != rival:
                    found.append(
                        either(agree.ratio(ours / theirs, number.value, hedge), f"{ours / theirs:.1f} times")
                    )
        return scene.claim(
            "comparison", best(found) if found else unsupported("base"), item, other, start=start
        )
    factor = (
        1 / number.value
        if moved is not None and moved.has("DOWN") and not number.verb and not moved.has("UP")
        else number.value
    )
    verdicts = [_grown(scene, item, keyword, factor, hedge) for keyword in scene.keywords_for(item)]
    if not verdicts:
        return None
    return scene.claim("percent_change", best(verdicts), item, start=start)


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
    found = []
    for before, after in pairs:
        level = before.level if isinstance(before, Point) else before
        if level <= 0 or (isinstance(before, Point) and not before.measurable):
            found.append(unsupported("base", "base below 1"))
            continue
        actual = after.level / level
        found.append(either(agree.ratio(actual, factor, hedge), f"{actual:.2g} times", after.key))
    return best(found) if found else unsupported("window")
