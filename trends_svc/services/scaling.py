"""Counts on Google's scale, so that every source's series read alike."""

from collections.abc import Mapping
from datetime import datetime

from trends_svc.services.snapshot import Point, Resolution, SeriesPart, Value
from trends_svc.services.sources import NoData


def scaled(
    counts: Mapping[str, Mapping[datetime, int]],
    *,
    resolution: Resolution,
    as_of: datetime,
    partial: datetime | None = None,
) -> SeriesPart:
    """Counts by keyword and time as 0–100, 100 being the highest of all; a count that rounds to nothing is
    "<1", none at all is 0. A keyword without any count has no points.

    Args:
        partial: the time of the point that isn't over yet.

    Raises:
        NoData: nothing was counted.
    """
    top = max((count for series in counts.values() for count in series.values()), default=0)
    if top <= 0:
        raise NoData("Nothing was counted for these words in this time. Try other words or a longer time.")

    def shown(count: int) -> Value:
        value = count / top * 100
        # A half is rounded to 0 by Python, and would be nothing at all.
        return 0 if count == 0 else max(1, round(value)) if value >= 0.5 else "<1"

    series = {
        keyword: [
            Point(time=time, value=shown(count), partial=time == partial)
            for time, count in sorted(counted.items())
        ]
        if any(counted.values())
        else []
        for keyword, counted in counts.items()
    }
    averages = {}
    for keyword, points in series.items():
        values = [0.0 if p.value == "<1" else float(p.value) for p in points if not p.partial]
        if values:
            averages[keyword] = round(sum(values) / len(values))
    return SeriesPart(resolution=resolution, as_of=as_of, series=series, averages=averages)
