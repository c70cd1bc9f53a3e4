"""A trend as a small picture beside a text: lines drawn by the server, and the table they come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import datapoints, reading
from portal.models.searches import Point, Snapshot

WIDTH, HEIGHT, EDGE = 320, 88, 4
"""Of the picture, in its own units; it stretches to the width of its column."""


@dataclass(frozen=True)
class Line:
    """One keyword: what is over as a line, what is not as another, dashed."""

    number: int
    keyword: str
    whole: str
    partial: str


@dataclass(frozen=True)
class Row:
    """One time: its row in the table, and where it lies in the picture."""

    key: str
    time: str
    label: str
    values: tuple[str, ...]
    partial: bool
    x: str
    ys: str


@dataclass(frozen=True)
class Trace:
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    head: str


def trace(snapshot: Snapshot) -> Trace | None:
    """None where there is nothing to draw."""
    table = reading.rows(snapshot)
    if len(table) < 2:
        return None
    at = {row.point.time: n * WIDTH / (len(table) - 1) for n, row in enumerate(table)}
    series = {word: {p.time: p for p in snapshot.series.get(word, [])} for word in snapshot.keywords}
    rows = [
        Row(
            key=datapoints.time_key(row.point),
            time=row.point.time.isoformat(),
            label=row.label,
            values=row.values,
            partial=row.partial,
            x=f"{at[row.point.time]:.1f}",
            ys=" ".join(
                f"{_y(points[row.point.time]):.1f}" if row.point.time in points else "-"
                for points in series.values()
            ),
        )
        for row in table
    ]
    lines = [
        _line(n, word, sorted(series[word].values(), key=lambda point: point.time), at)
        for n, word in enumerate(snapshot.keywords, 1)
    ]
    return Trace(tuple(lines), tuple(rows), reading.head(snapshot.resolution))


def beside(snapshot: Snapshot | None) -> dict[str, Any]:
    """For pages that list figures: the picture, what it shows in words, and the tables of the rest."""
    drawn = trace(snapshot) if snapshot else None
    return {
        "trace": drawn,
        "description": reading.description(snapshot) if snapshot and drawn else "",
        "tables": datapoints.tables(snapshot) if snapshot else [],
    }


def _line(number: int, keyword: str, points: list[Point], at: dict[datetime, float]) -> Line:
    whole = [point for point in points if not point.partial]
    # What isn't over hangs on the last point that is.
    open_ = [*whole[-1:], *(point for point in points if point.partial)]
    return Line(number, keyword, _path(whole, at), _path(open_, at) if len(open_) > 1 else "")


def _path(points: list[Point], at: dict[datetime, float]) -> str:
    return " ".join(f"{at[point.time]:.1f},{_y(point):.1f}" for point in points)


def _y(point: Point) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(point.number, 100) / 100
