"""Google's answers as the parts of a snapshot.

Read from the JSON, not from pytrends' frames: those drop ``formattedValue``, and with it the
difference between "<1" and nothing at all.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from trends_svc.services.snapshot import (
    Point,
    Region,
    RegionsPart,
    RelatedPart,
    Resolution,
    RisingQuery,
    SeriesPart,
    TopQuery,
    Value,
)
from trends_svc.services.sources import NoData

_RESOLUTIONS: dict[str, Resolution] = {
    "MINUTE": "minute",
    "EIGHT_MINUTE": "minute",
    "SIXTEEN_MINUTE": "minute",
    "HOUR": "hour",
    "DAY": "day",
    "WEEK": "week",
    "MONTH": "month",
}
BELOW_ONE: Literal["<1"] = "<1"
BREAKOUT: Literal["Breakout"] = "Breakout"
BREAKOUT_PERCENT = 5000
TOO_LITTLE = (
    "Too few people search for this, in this region and time, for Google to show anything. That is not "
    "zero. Try a wider region, a longer time or a more common keyword."
)

Answer = Mapping[str, Any]


def series(answer: Answer, keywords: Sequence[str], resolution: str, now: datetime) -> SeriesPart:
    """Interest over time.

    Raises:
        NoData: no keyword has any.
        KeyError, TypeError, ValueError, IndexError: not an answer of the known shape.
    """
    rows = answer["default"]["timelineData"]
    found = {keyword: _points(rows, index) for index, keyword in enumerate(keywords)}
    if not any(found.values()):
        raise NoData(TOO_LITTLE)
    given = answer["default"].get("averages") or []
    averages = {
        keyword: int(given[index]) if index < len(given) else _mean(points)
        for index, (keyword, points) in enumerate(found.items())
        if points
    }
    return SeriesPart(resolution=_RESOLUTIONS[resolution], as_of=now, series=found, averages=averages)


def _points(rows: Sequence[Answer], index: int) -> list[Point]:
    """One keyword's points; none when it has no data at any of them."""
    if not any(row["hasData"][index] for row in rows):
        return []
    return [
        Point(
            time=datetime.fromtimestamp(int(row["time"]), tz=UTC),
            value=_value(row["value"][index], row["formattedValue"][index]),
            partial=bool(row.get("isPartial", False)),
        )
        for row in sorted(rows, key=lambda row: int(row["time"]))
    ]


def _value(value: Any, shown: str) -> Value:
    return BELOW_ONE if shown == BELOW_ONE else int(value)


def _mean(points: Sequence[Point]) -> int:
    """Google gives no average for a single keyword: the mean of the complete points, "<1" being 0."""
    complete = [point for point in points if not point.partial] or list(points)
    return round(sum(0 if point.value == BELOW_ONE else point.value for point in complete) / len(complete))


def regions(answer: Answer, keywords: Sequence[str]) -> RegionsPart:
    """Interest by region, highest first. Where Google has no data, or less than 1, nothing is said."""
    found = []
    for row in answer["default"]["geoMapData"]:
        values = {
            keyword: int(row["value"][index])
            for index, keyword in enumerate(keywords)
            if any(row["hasData"]) and row["formattedValue"][index] != BELOW_ONE
        }
        if values:
            found.append(Region(name=str(row["geoName"]), code=str(row.get("geoCode", "")), values=values))
    first = keywords[0]
    return RegionsPart(regions=sorted(found, key=lambda region: (-region.values.get(first, 0), region.name)))


def related(answer: Answer, keyword: str) -> RelatedPart:
    """Related queries of one keyword. Google often has none: that is an answer too."""
    ranked = answer["default"]["rankedList"]
    top = ranked[0]["rankedKeyword"] if ranked else []
    rising = ranked[1]["rankedKeyword"] if len(ranked) > 1 else []
    return RelatedPart(
        top=[
            TopQuery(query=str(item["query"]), value=int(item["value"]), keyword=keyword)
            for item in top
            if item.get("formattedValue") != BELOW_ONE
        ],
        rising=[
            RisingQuery(query=str(item["query"]), value=_growth(item), keyword=keyword) for item in rising
        ],
    )


def _growth(item: Answer) -> int | Literal["Breakout"]:
    value = int(item["value"])
    return BREAKOUT if item.get("formattedValue") == BREAKOUT or value >= BREAKOUT_PERCENT else value
