"""A snapshot's chart as a picture: for downloads. The same series and colours as on the page."""

from collections.abc import Collection
from datetime import datetime

from svckit import charts
from svckit.charts import Chart, Dot, Line, as_png
from trends_svc.services.comparing import amount
from trends_svc.services.snapshot import Snapshot


def as_svg(snapshot: Snapshot, marks: Collection[tuple[str, datetime]] = ()) -> str:
    """The chart. ``marks``: keyword and time of points to be ringed.

    Points that aren't over yet are dashed; "<1" is drawn on the ground line; a keyword without data has
    no line, and says so in the legend.
    """
    lines = [
        Line(keyword, [Dot(p.time, amount(p.value), p.partial) for p in snapshot.series.get(keyword, [])])
        for keyword in snapshot.keywords
    ]
    title = f"Search interest: {', '.join(snapshot.keywords)}"
    return charts.as_svg(Chart(title, _about(snapshot), lines, snapshot.resolution, frozenset(marks)))


def _about(snapshot: Snapshot) -> str:
    made_up = " · sample data" if snapshot.sample else ""
    scale = f" · one scale through “{snapshot.rescaled.anchor}”" if snapshot.rescaled else ""
    return (
        f"{snapshot.geo or 'worldwide'} · {snapshot.timeframe} · {snapshot.source} · "
        f"as of {snapshot.as_of:%Y-%m-%d %H:%M} UTC{scale}{made_up}"
    )


__all__ = ["as_png", "as_svg"]
