"""The facts as a compact, exact table: what a model is given, and what a person reads beside a preview.

Figures are the snapshot's own, from complete points. Labels are English, as models know it best.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thinker_svc.services import foreign, wording
from thinker_svc.services.facts import Sheet
from thinker_svc.services.languages import language
from thinker_svc.services.snapshot import Point, Snapshot

MOST_KEYWORDS = 5
MOST_QUERIES = 5
MOST_REGIONS = 5
MOST_HEADLINES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """`foreign`: the value holds words that others wrote."""

    label: str
    value: str
    foreign: bool = False


def table(sheet: Sheet) -> list[Row]:
    snapshot = sheet.snapshot
    rows = [
        Row("Searched", ", ".join(_named(word) for word in snapshot.keywords[:MOST_KEYWORDS])),
        Row("Where", wording.where(snapshot.geo).strip().removeprefix("in ")),
        Row("Period", f"{wording.period(snapshot)}, by {snapshot.resolution}, as of {_day(snapshot.as_of)}"),
        Row("Scale", "0 to 100; 100 is this search's highest point; no count of searches"),
    ]
    for keyword in snapshot.keywords[:MOST_KEYWORDS]:
        rows += _course(snapshot, keyword, sheet)
    return [*rows, *_queries(sheet), *_regions(sheet), *_news(snapshot)]


def written(rows: list[Row]) -> str:
    """One row a line."""
    return "\n".join(f"{row.label}: {row.value}" for row in rows)


def _course(snapshot: Snapshot, keyword: str, sheet: Sheet) -> list[Row]:
    points = snapshot.complete(keyword)
    if not points:
        return []
    several = f" of {_named(keyword)}" if len(snapshot.keywords) > 1 else ""
    highest, lowest = max(points, key=lambda p: p.level), min(points, key=lambda p: p.level)
    rows = [
        Row(f"Now{several}", _at(points[-1], snapshot)),
        Row(f"Highest{several}", _at(highest, snapshot)),
        Row(f"Lowest{several}", _at(lowest, snapshot)),
    ]
    if keyword in snapshot.averages:
        rows.append(Row(f"Average{several}", str(snapshot.averages[keyword])))
    if sheet.change and sheet.change.keyword == keyword:
        rows.append(Row(f"Change{several}", _change(sheet)))
    return rows


def _change(sheet: Sheet) -> str:
    change = sheet.change
    if change is None:
        return "none known"
    span = f"in {change.span}" if change.span else f"since {_day(change.before.time)}"
    ends = f"from {change.before.value} to {change.after.value}"
    percent = "" if change.percent is None else f", {change.percent:+d}%"
    return f"{ends} {span}{percent}"


def _queries(sheet: Sheet) -> list[Row]:
    if sheet.rising is None:
        return []
    rows = []
    if sheet.rising.breakout:
        rows.append(Row("Breakout queries", "; ".join(sheet.rising.breakout), foreign=True))
    if sheet.rising.growing:
        grown = "; ".join(f"{query} (+{value}%)" for query, value in sheet.rising.growing[:MOST_QUERIES])
        rows.append(Row("Rising queries", grown, foreign=True))
    return rows


def _regions(sheet: Sheet) -> list[Row]:
    regions, tongue = sheet.regions, language("en")
    if regions is None:
        return []
    by_name = {region.name: region for region in sheet.snapshot.regions}
    unit = "%" if regions.shared else ""
    found = [by_name[name] for name in regions.names[:MOST_REGIONS]]
    shown = [
        f"{tongue.region(foreign.query(region.name), region.code)} {region.values[regions.keyword]}{unit}"
        for region in found
    ]
    label = "Regions by share" if regions.shared else "Strongest regions"
    return [Row(label, "; ".join(shown), foreign=True)]


def _news(snapshot: Snapshot) -> list[Row]:
    titles = [title for item in snapshot.news if (title := foreign.headline(item.title))]
    return [Row("In the news", "; ".join(titles[:MOST_HEADLINES]), foreign=True)] if titles else []


def _at(point: Point, snapshot: Snapshot) -> str:
    return f"{point.value} {wording.at(point, snapshot)}"


def _named(keyword: str) -> str:
    return foreign.query(keyword) or "this topic"


def _day(time: datetime) -> str:
    return f"{time.day} {time:%B %Y}"
