""" "Never this popular", "not since March", "a five-year high": the latest point as the most of a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from thinker_svc.figures.bases import inside, over
from thinker_svc.figures.claim import Claim, Verdict, either, unsupported
from thinker_svc.figures.item import Item
from thinker_svc.figures.percent import best
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.view import Point

Pool = tuple[Point, ...]
SPAN_HIGH = re.compile(
    r"[ -](?:(?P<high>high|peak|best|record)|(?P<low>low|trough|minimum))(?!\w)", re.IGNORECASE
)
NO_LONGER = re.compile(r"(?i)\b(?:nicht mehr|no longer)\b")  # elsewhere an idiom, and not read
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Scope:
    """The time over which a point is said to be the highest; of all time without one."""

    kind: str
    item: Item | None = None


def extremes(scene: Scene) -> list[Claim]:
    """Superlatives without a word for a high: by denial ("never", "not since") or span ("five-year high")."""
    if scene.sentence.question or any(i.has("R", "PLACE") for i in scene.items) or not _topic(scene):
        return []
    found: list[Claim] = []
    for item in scene.items:
        claim = _ever(scene, item) or _span_high(scene, item) or _never(scene, item)
        if claim is not None and not any(c.start < claim.end and claim.start < c.end for c in found):
            found.append(claim)
    return found


def _topic(scene: Scene) -> bool:
    if any(i.has("K") for i in scene.items):
        return True
    if scene.foreign:
        return False
    return any(i.has("INTEREST", "SEARCHED") for i in scene.items) or (
        bool(scene.carried) and any(i.has("PRONOUN") for i in scene.items)
    )


def _ever(scene: Scene, item: Item) -> Claim | None:
    if not item.has("EVERHIGH", "EVERLOW", "YEARHIGH", "YEARLOW", "MONTHHIGH", "MONTHLOW"):
        return None
    high = item.has("EVERHIGH", "YEARHIGH", "MONTHHIGH")
    if scene.before(item, "NOT", "FORECAST", "FROM", "BELOW", "ABOVE", within=2) is not None:
        return None
    if item.has("EVERHIGH", "EVERLOW"):
        return _claim(scene, scope(scene, item), (item,), high=high)
    if any(i.has("DATE") and not _since(scene, i) and not _latest(scene, i) for i in scene.items):
        return None  # "its yearly high in March": a date
    return _claim(scene, Scope("year" if item.has("YEARHIGH", "YEARLOW") else "month"), (item,), high=high)


def _span_high(scene: Scene, item: Item) -> Claim | None:
    """ "a five-year high"."""
    if item.duration is None:
        return None
    match = SPAN_HIGH.match(scene.sentence.text, item.end, item.end + 10)
    if match is None or scene.before(item, "NOT", "FORECAST", "BELOW", "FROM", within=2) is not None:
        return None
    if any(i.has("DATE") and not _latest(scene, i) for i in scene.items):
        return None
    claim = _claim(scene, Scope("span", item), (item,), high=match["high"] is not None)
    if claim is None:
        return None
    return Claim(claim.start, match.end(), claim.kind, claim.label, claim.expected, claim.point, claim.why)


def _never(scene: Scene, item: Item) -> Claim | None:
    """ "has never been this popular", "hasn't been as low since May", "not since May has it been so high"."""
    if not item.has("SOHIGH", "SOLOW"):
        return None
    denial = scene.before(item, "NEVER", "NOT", within=14, clause=False)
    behind = scene.after(item, "NOT", within=6)
    if denial is None and behind is not None and scene.before(item, "DATE", within=12, clause=False):
        denial = (
            behind  # "seit August nicht mehr so gefragt" is before; "so hoch wie seit August nicht" after
        )
    limit = scope(scene, item)
    if (
        denial is None
        and limit.kind == "since"
        and NO_LONGER.search(scene.sentence.text, scene.sentence.start)
    ):
        denial = item
    if denial is None:
        return None
    never = any(i.has("NEVER") and i.start <= denial.start and denial.end <= i.end for i in scene.items)
    if not never and limit.kind not in ("since", "span"):
        return None
    if limit.kind == "span" and not never and not _long(scene, limit.item):
        return None
    return _claim(scene, limit, (denial, item), high=item.has("SOHIGH"))


def _long(scene: Scene, span: Item | None) -> bool:
    """Said of a span that reaches to now: "in three weeks", "for a year"."""
    return span is not None and scene.before(span, "FOR", "WITHIN", "SINCE", within=2) is not None


def _since(scene: Scene, date: Item) -> bool:
    return scene.before(date, "SINCE", within=1, clause=False) is not None


def _latest(scene: Scene, date: Item) -> bool:
    """A time that is the last complete point's: "last week" of weeks, "this week", "today"."""
    back = date.when.back if date.when is not None else None
    return back is not None and (back[1] == 0 or back == (scene.view.resolution, 1.0))


def scope(scene: Scene, item: Item) -> Scope:
    """Which time a superlative is about: since a date, a span, this year, the period, else all time."""
    dates = [i for i in scene.items if i.has("DATE") and i.when]
    since = next((d for d in dates if _since(scene, d) and not _latest(scene, d)), None)
    if since is not None:
        return Scope("since", since)
    span = scene.near(item, "SPAN", within=6)
    if span is not None:
        return Scope("span", span)
    for date in dates:
        back = date.when.back if date.when else None
        if back is not None and back[1] == 0 and back[0] not in (scene.view.resolution, "day"):
            return Scope("year" if back[0] == "year" else "date", date)
    year = next((i for i in scene.items if i.has("THEYEAR")), None)
    if year is not None:
        return Scope("year", year)
    period = scene.near(item, "PERIOD", within=FAR)
    return Scope("period", period) if period is not None else Scope("ever")


def pools(scene: Scene, points: Pool, limit: Scope) -> list[Pool]:  # noqa: PLR0911 - one return a reading
    """The points of a scope, in each of its readings; none where the window doesn't hold it."""
    view, last = scene.view, points[-1]
    match limit.kind:
        case "since":
            return _after(scene, points, limit.item)
        case "span":
            if limit.item is None or limit.item.duration is None:
                return []
            base = over(view, points, limit.item.duration)
            if base.outside:
                return []
            begun = base.pairs[0][0].time  # the month before which ten months began may count or not
            return [tuple(p for p in points if p.time >= begun), tuple(p for p in points if p.time > begun)]
        case "year":
            if view.window[1] - view.window[0] < YEAR * 0.8:
                return []
            own = tuple(p for p in points if p.time.year == last.time.year)
            return [own, tuple(p for p in points if p.time > last.time - YEAR)]
        case "month":
            if view.window[1] - view.window[0] < timedelta(days=28):
                return []
            own = tuple(p for p in points if (p.time.year, p.time.month) == (last.time.year, last.time.month))
            return [own, tuple(p for p in points if p.time > last.time - timedelta(days=32))]
        case "date" if limit.item is not None and limit.item.when is not None:
            found, held = inside(view, limit.item.when, points)
            return [tuple(found)] if held and found else []
        case "period":
            return [points]
        case _:
            return [points] if view.all_time else []


def _after(scene: Scene, points: Pool, date: Item | None) -> list[Pool]:
    if date is None or date.when is None:
        return []
    view = scene.view
    for start, end in date.when.intervals(view.as_of, view.window[0]):
        if start < view.window[1] and end > view.window[0]:
            return [tuple(p for p in points if p.time >= end) or points[-1:]]
    return []


def judged(scene: Scene, keyword: str, limit: Scope, *, high: bool) -> Verdict:
    """Whether the last complete point is the highest (lowest) of the scope."""
    points = scene.view.complete(keyword)
    if not points:
        return unsupported("data")
    read = pools(scene, points, limit)
    if not read:
        return unsupported("ever" if limit.kind == "ever" else "window")
    found = []
    for pool in read:
        extreme = (max if high else min)(p.level for p in pool)
        at = next(p for p in pool if p.level == extreme)
        found.append(either(points[-1].level == extreme, at.shown, at.key))
    return best(found)


def _claim(scene: Scene, limit: Scope, items: tuple[Item, ...], *, high: bool) -> Claim | None:
    verdicts = [judged(scene, keyword, limit, high=high) for keyword in scene.keywords_for(items[-1])]
    shown = [*items, *([limit.item] if limit.item is not None else [])]
    return scene.claim("superlative", best(verdicts), *shown) if verdicts else None
