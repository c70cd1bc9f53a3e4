"""The course of a series: up, down or flat over the period, and how long it has been rising."""

from __future__ import annotations

import re

from thinker_svc.figures import agree
from thinker_svc.figures.bases import bases
from thinker_svc.figures.claim import Claim, Verdict, either, unsupported
from thinker_svc.figures.durations import Duration
from thinker_svc.figures.item import Item
from thinker_svc.figures.lexicon.base import whole
from thinker_svc.figures.percent import best
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.view import Point, View


def streaks(scene: Scene) -> list[Claim]:
    """ "rising for three weeks", "the fourth straight week of gains"."""
    found = []
    for item in scene.items:
        length = _length(scene, item)
        if length is None:
            continue
        way = scene.near(item, "UP", "DOWN", "RISING", within=9)
        if (
            way is None
            or scene.near(item, "PCT", "TIMES", "PTS", within=5)
            or scene.before(item, "NOT", "FORECAST", within=8)
        ):
            continue
        up = not way.has("DOWN")
        verdicts = [
            _streak(scene.view, keyword, length, scene, item, up=up) for keyword in scene.keywords_for(item)
        ]
        if verdicts:
            found.append(scene.claim("count", best(verdicts), way, item))
    return found


def _length(scene: Scene, item: Item) -> Duration | None:
    if item.has("ORD"):
        unit = re.match(
            r"[ -](?:(?:straight|consecutive|successive)[ -])?([^\W\d_]+)", scene.sentence.text[item.end :]
        )
        name = _unit(scene, unit[1]) if unit else ""
        close = scene.after(item, "STREAK", within=4)
        return Duration(item.index, name) if name and close is not None else None
    if item.duration is None:
        return None
    if item.has("STREAK") or scene.after(item, "STREAK", within=1) or scene.before(item, "STREAK", within=2):
        return item.duration
    lead = scene.before(item, "FOR", within=3)
    if lead is None or item.has("ONESPAN"):
        return None
    way = scene.before(lead, "UP", "DOWN", within=2)
    return item.duration if way is not None and not way.has("FLAT") else None


def _unit(scene: Scene, word: str) -> str:
    return next((unit for one, unit in scene.lexicon.units.items() if whole(one)(word)), "")


def _streak(view: View, keyword: str, length: Duration, scene: Scene, item: Item, *, up: bool) -> Verdict:
    points = view.complete(keyword)
    steps = length.steps(view.resolution)
    if not points or steps < 0.9:
        return unsupported("finer")
    run = streak(points, up=up)
    wanted = round(steps)
    if wanted >= len(points) and run < len(points) - 1:
        return (
            unsupported("window", f"{run} {view.resolution}s")
            if wanted > len(points) + 1
            else either(False, f"{run} {view.resolution}s")
        )
    if wanted >= len(points):
        return unsupported("window", f"{run} {view.resolution}s")
    hedge = scene.hedge(item)[0]
    ok = run >= wanted if hedge in ("", "least", "about", "nearly") else agree.count(run, wanted, hedge)
    return either(ok, f"{run} {view.resolution}s", points[-1].key)


def streak(points: tuple[Point, ...], *, up: bool) -> int:
    """How many of the last steps all went one way, strictly."""
    run = 0
    for a, b in zip(points[-2::-1], points[:0:-1], strict=False):
        if (b.level > a.level) if up else (b.level < a.level):
            run += 1
        else:
            break
    return run


def trends(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """ "has been climbing", "flat over the period": said of the topic, without a figure."""
    found: list[Claim] = []
    if scene.sentence.question:
        return found
    for item in scene.items:
        if not item.has("UP", "DOWN", "FLAT") or not _asserted(scene, item, [*taken, *found]):
            continue
        verdicts = [_trend(scene, item, keyword) for keyword in scene.keywords_for(item)]
        if verdicts:
            found.append(scene.claim("trend", best(verdicts), item))
    return found


def _asserted(scene: Scene, item: Item, taken: list[Claim]) -> bool:  # noqa: PLR0911 - one return a reading
    clause = scene.sentence.clause(item)
    if any(c.start < item.end and item.start < c.end for c in taken):
        return False
    if any(
        i.has(
            "PCT", "TIMES", "PTS", "Q", "QUOTE", "STREAK", "BREAKOUT", "FASTEST", "PEAK", "LOW", "REGIONLEAD"
        )
        and i is not item
        and not i.has("UP", "DOWN")
        for i in clause
    ):
        return False
    if any(i.has("NUM") for i in clause) or scene.before(item, "NOT", within=6):
        return False
    if any(
        c.start < clause[-1].end
        and clause[0].start < c.end
        and c.kind in ("count", "rising", "comparison", "percent_change", "value", "superlative")
        for c in taken
    ):
        return False
    if scene.sentence.text[item.end : item.end + 5] == " than":
        return False
    topic = scene.before(item, "K", "INTEREST", within=5) or scene.after(item, "INTEREST", "K", within=3)
    it = scene.before(item, "PRONOUN", within=3) if scene.carried else None
    if topic is None and it is None:
        return False
    if item.text.casefold() in {
        "up",
        "down",
        "higher",
        "lower",
        "fewer",
        "more popular",
        "less popular",
        "added",
        "adding",
        "lost",
        "put on",
        "growth",
        "gain",
        "spike",
        "boost",
        "drop",
        "shed",
    }:
        verb = scene.sentence.text[max(0, item.start - 14) : item.start]
        return bool(
            re.search(
                r"(?i)(?:\bis|\bare|'s|\bwas|\btrending|\bheading"
                r"|\bmoving|\bgone|\bbeen|\bis now|\bgoing|\bedging|\bway|\bin)\s(?:\w+\s)?$",
                verb,
            )
        ) and item.text.casefold() not in {"drop", "spike", "boost"}
    return True


def _trend(scene: Scene, item: Item, keyword: str) -> Verdict:
    points = scene.view.complete(keyword)
    if len(points) < 3:
        return unsupported("data")
    flat, up = item.has("FLAT"), item.has("UP")
    timed = [i for i in scene.sentence.clause(item) if i.has("SPAN", "DATE", "STEP")]
    ratio = thirds(points)
    readings = [ratio] if ratio is not None else []
    if timed and not _whole(scene, timed):
        base = bases(scene, item, keyword)
        if base.outside:
            return unsupported("window")
        readings = [b.level / a.level if a.level else 9.0 for a, b in base.pairs]
    elif not timed and not any(i.has("PERIOD") for i in scene.items) and len(points) > 5:
        recent = points[-5].level
        readings += [points[-1].level / recent if recent else 9.0]
    ok = any(0.9 <= r <= 1.1 if flat else r >= 1.1 if up else r <= 0.9 for r in readings)
    if timed and not flat and not ok:
        ok = any(r > 1.02 if up else r < 0.98 for r in readings)
    shown = "flat" if 0.9 < (ratio or 1) < 1.1 else "up" if (ratio or 1) >= 1.1 else "down"
    return either(ok, shown)


def _whole(scene: Scene, timed: list[Item]) -> bool:
    start, end = scene.view.window
    span = end - start
    return any(
        i.duration is not None and abs(i.duration.length - span) <= max(scene.view.step * 2.5, span * 0.03)
        for i in timed
    )


def thirds(points: tuple[Point, ...]) -> float | None:
    """The mean of the last third by that of the first."""
    third = max(1, len(points) // 3)
    first = sum(p.level for p in points[:third]) / third
    last = sum(p.level for p in points[-third:]) / third
    return last / first if first else (None if not last else 99.0)
