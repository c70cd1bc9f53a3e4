"""What the data says, as values: the change, the peak, who leads, what rises, where.

A pure function of the snapshot. Figures come from complete points only; a percentage is never computed
from a base of "<1" or 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean
from typing import Literal

from thinker_svc.services import foreign
from thinker_svc.services.snapshot import Point, Resolution, Snapshot

Direction = Literal["up", "down", "steady"]

# Spans that people think in, per resolution, the most newsworthy first. Months differ in length: they are
# counted in points. Everything else is looked up by time: Google's "minute" may be one or eight of them.
SPANS: dict[Resolution, tuple[tuple[timedelta, str], ...]] = {
    "minute": (
        (timedelta(hours=4), "four hours"),
        (timedelta(hours=2), "two hours"),
        (timedelta(hours=12), "12 hours"),
        (timedelta(hours=1), "an hour"),
        (timedelta(minutes=30), "30 minutes"),
    ),
    "hour": ((timedelta(days=1), "a day"), (timedelta(hours=6), "six hours")),
    "day": (
        (timedelta(days=7), "a week"),
        (timedelta(days=28), "four weeks"),
        (timedelta(days=1), "a day"),
    ),
    "week": (
        (timedelta(weeks=4), "four weeks"),
        (timedelta(weeks=52), "a year"),
        (timedelta(weeks=1), "a week"),
        (timedelta(weeks=12), "twelve weeks"),
    ),
    "month": (),
}
MONTHS = ((3, "three months"), (12, "a year"), (1, "a month"))
WORTH_SAYING = 10  # per cent: below this a change is noise on a scale of whole numbers
LOW_BASE = 5  # of 100: percentages from below this are true and misleading


@dataclass(frozen=True, slots=True)
class Change:
    """The last complete point against an earlier one. `percent` is None where none can be computed."""

    keyword: str
    before: Point
    after: Point
    span: str
    percent: int | None

    @property
    def direction(self) -> Direction:
        if self.percent is not None and abs(self.percent) < WORTH_SAYING:
            return "steady"
        if self.after.level == self.before.level:
            return "steady"
        return "up" if self.after.level > self.before.level else "down"

    @property
    def ratio(self) -> float:
        return self.after.level / self.before.level if self.before.level else math.inf


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest complete point; `current` when it is the last one and no other is as high."""

    keyword: str
    point: Point
    current: bool
    below_now: int | None
    """How many per cent the last complete point lies below it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Keywords by their average, the highest first; `passed` names (winner, loser) of a recent overtaking."""

    averages: tuple[tuple[str, int], ...]
    passed: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Rising:
    breakout: tuple[str, ...]
    growing: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Regions:
    keyword: str
    names: tuple[str, ...]
    shared: bool
    """With several keywords the figures are shares of the search's total, not interest."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a draft may say about the data."""

    keyword: str
    snapshot: Snapshot
    direction: Direction
    change: Change | None
    peak: Peak | None
    lead: Lead | None
    rising: Rising | None
    regions: Regions | None

    @property
    def empty(self) -> bool:
        return not any((self.change, self.peak, self.lead, self.rising, self.regions))


def read(snapshot: Snapshot) -> Sheet:
    """The facts of a snapshot, about the keyword with the most news in it."""
    changes = {keyword: _change(snapshot, keyword) for keyword in snapshot.keywords}
    keyword = max(snapshot.keywords, key=lambda k: (_news(changes[k]), -snapshot.keywords.index(k)))
    change = changes[keyword]
    return Sheet(
        keyword=keyword,
        snapshot=snapshot,
        direction=change.direction if change else "steady",
        change=change,
        peak=_peak(snapshot.complete(keyword), keyword),
        lead=_lead(snapshot),
        rising=_rising(snapshot, keyword),
        regions=_regions(snapshot, keyword),
    )


def percent_between(before: Point, after: Point) -> int | None:
    if not (before.measurable and after.measurable):
        return None
    return round((after.level - before.level) / before.level * 100)


def _change(snapshot: Snapshot, keyword: str) -> Change | None:
    """The most newsworthy change up to the last complete point; the calmest truth when there is none."""
    points = snapshot.complete(keyword)
    if len(points) < 2 or not any(point.level for point in points):
        return None
    after = points[-1]
    found = [
        Change(keyword, before, after, span, percent_between(before, after))
        for before, span in _earlier(points, snapshot.resolution)
    ]
    if not found:
        found = [Change(keyword, points[0], after, "", percent_between(points[0], after))]
    return next((change for change in found if _telling(change)), found[0])


def _earlier(points: Sequence[Point], resolution: Resolution) -> list[tuple[Point, str]]:
    """The points that lie exactly one of the usual spans before the last one."""
    if resolution == "month":
        return [(points[-1 - months], span) for months, span in MONTHS if len(points) > months]
    by_time = {point.time: point for point in points}
    there = [(by_time.get(points[-1].time - back), span) for back, span in SPANS[resolution]]
    return [(point, span) for point, span in there if point is not None]


def _telling(change: Change) -> bool:
    if change.percent is None:  # from or to less than one: news only when it is far from it now
        return max(change.before.level, change.after.level) >= 2 * LOW_BASE
    return abs(change.percent) >= WORTH_SAYING and max(change.before.level, change.after.level) >= LOW_BASE


def _news(change: Change | None) -> float:
    if change is None:
        return -1.0
    before, after = max(change.before.level, 0.5), max(change.after.level, 0.5)
    return abs(math.log(after / before)) * math.sqrt(max(before, after))


def _peak(points: Sequence[Point], keyword: str) -> Peak | None:
    if len(points) < 4:
        return None
    highest = max(point.level for point in points)
    at = [point for point in points if point.level == highest]
    if highest < LOW_BASE or len(at) > 1:  # several equal peaks: no single time to name
        return None
    below = percent_between(at[0], points[-1])
    return Peak(keyword, at[0], at[0] is points[-1], None if below is None else -below)


def _lead(snapshot: Snapshot) -> Lead | None:
    averages = snapshot.averages
    known = [(keyword, averages[keyword]) for keyword in snapshot.keywords if keyword in averages]
    if len(known) < 2:
        return None
    ranked = tuple(sorted(known, key=lambda item: -item[1]))
    return Lead(ranked, _passed(snapshot))


def _passed(snapshot: Snapshot) -> tuple[str, str] | None:
    """Who lies above another now, after lying below on average over the first two thirds."""
    series = {keyword: snapshot.complete(keyword) for keyword in snapshot.keywords}
    for winner in snapshot.keywords:
        for loser in snapshot.keywords:
            ours, theirs = series[winner], series[loser]
            if winner == loser or len(ours) < 6 or len(ours) != len(theirs):
                continue
            early = len(ours) * 2 // 3
            was_below = fmean(p.level for p in ours[:early]) < 0.9 * fmean(p.level for p in theirs[:early])
            if was_below and ours[-1].level > theirs[-1].level:
                return winner, loser
    return None


def _rising(snapshot: Snapshot, keyword: str) -> Rising | None:
    """The queries that grew most, the keyword's own before others'. The keywords themselves are no news."""
    said = {keyword.casefold() for keyword in snapshot.keywords}
    breakout: list[str] = []
    growing: list[tuple[str, int]] = []
    own = [item for item in snapshot.rising if item.keyword == keyword]
    for item in own or snapshot.rising:
        query = foreign.query(item.query)
        if not query or query.casefold() in said:
            continue
        said.add(query.casefold())
        if item.value == "Breakout":
            breakout.append(query)
        elif item.value > 0:
            growing.append((query, item.value))
    growing.sort(key=lambda pair: -pair[1])
    if not breakout and not growing:
        return None
    return Rising(tuple(breakout[:2]), tuple(growing[:3]))


def _regions(snapshot: Snapshot, keyword: str) -> Regions | None:
    named = [region for region in snapshot.regions if foreign.query(region.name)]
    valued = [(region.values.get(keyword, 0), region.name) for region in named]
    ranked = sorted((item for item in valued if item[0] > 0), key=lambda item: -item[0])
    names: list[str] = []
    for index, (value, name) in enumerate(ranked[:3]):
        if index + 1 < len(ranked) and ranked[index + 1][0] == value:
            break  # an equal next one: the order would be invented
        names.append(name)
    return Regions(keyword, tuple(names), len(snapshot.keywords) > 1) if names else None
