"""Where on a page the data stands that a claim was held against: the chart's times, and rows of tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal import reading, results
from portal.models.editing import Claim, DataPoint
from portal.models.searches import Point, Query, Snapshot
from portal.results import Piece

FEW = 4
"""Rows of a table that are seen at once; the rest is a click away."""


@dataclass(frozen=True)
class Place:
    """What a claim leads to: the id of an element, and its data in words."""

    key: str
    words: str


@dataclass(frozen=True)
class Row:
    """A row of a table. ``said``: all of it in words. ``level`` is that of an average, which the chart shows
    as a line across; ``pieces`` are its bar, of 100."""

    key: str
    name: str
    value: str
    said: str
    pieces: tuple[Piece, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class Table:
    name: str
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def first(self) -> tuple[Row, ...]:
        return self.rows[:FEW]

    @property
    def others(self) -> tuple[Row, ...]:
        return self.rows[FEW:]


def places(claim: Claim, snapshot: Snapshot | None) -> list[Place]:
    """What of the snapshot it was held against, each once, in the claim's order."""
    if snapshot is None:
        return []
    named = claim.points or ([DataPoint(kind="time", name=claim.point.isoformat())] if claim.point else [])
    rows = {row.key: row for table in tables(snapshot) for row in table.rows}
    found = [_place(point, snapshot, rows) for point in named]
    return list({place.key: place for place in found if place}.values())


def _place(point: DataPoint, snapshot: Snapshot, rows: dict[str, Row]) -> Place | None:
    if point.kind == "time":
        return _time(point, snapshot)
    row = rows.get(_key(point.kind, _names(point.kind, snapshot), point.name))
    if row is None:
        return None
    name = "average" + (f" of {row.name}" if len(snapshot.keywords) > 1 else "")
    return Place(row.key, f"{row.value}, {name if point.kind == 'average' else row.name}")


def _time(point: DataPoint, snapshot: Snapshot) -> Place | None:
    time = point.time
    at = [p for k in snapshot.keywords for p in snapshot.series.get(k, []) if p.time == time]
    if not at:
        return None
    said = reading.in_words(at[0], snapshot.resolution)
    values = ", ".join(str(one.value) for one in at)
    return Place(time_key(at[0]), said if len(snapshot.keywords) > 1 else f"{values}, {said}")


def time_key(point: Point) -> str:
    """The id of its row in a table of the trend."""
    return f"at-{int(point.time.timestamp())}"


def tables(snapshot: Snapshot) -> list[Table]:
    """All of a snapshot but its trend; those that hold nothing are left out."""
    found = [
        Table("Average", tuple(_averages(snapshot)), "over the whole time"),
        Table("Regions", tuple(_regions(snapshot)), _whose_regions(snapshot)),
        Table("Rising queries", tuple(_queries("rising", snapshot, snapshot.rising))),
        Table("Top queries", tuple(_queries("top", snapshot, snapshot.top)), "100 is the most searched"),
    ]
    return [table for table in found if table.rows]


def _averages(snapshot: Snapshot) -> Iterator[Row]:
    for n, keyword in enumerate(snapshot.keywords):
        if keyword in snapshot.averages:
            value = snapshot.averages[keyword]
            level = results.number(value)
            piece = Piece(0.0, min(level, 100.0), n % results.COLOURS + 1)
            key = _key("average", snapshot.keywords, keyword)
            yield Row(key, keyword, str(value), f"{keyword}, average: {value}", (piece,), f"{level:g}")


def _regions(snapshot: Snapshot) -> Iterator[Row]:
    names, several = _names("region", snapshot), len(snapshot.keywords) > 1
    for row in results.regions(snapshot):
        each = [f"{word} {value}%" for word, value in zip(snapshot.keywords, row.values, strict=True)]
        said = ", ".join(each) if several else row.values[0]
        value = row.values[0] + ("%" if several else "")
        yield Row(_key("region", names, row.name), row.name, value, f"{row.name}: {said}", row.pieces)


def _whose_regions(snapshot: Snapshot) -> str:
    several = len(snapshot.keywords) > 1
    return f"the number is {snapshot.keywords[0]}’s share" if several else "shares of all searches there"


def _queries(kind: str, snapshot: Snapshot, queries: Sequence[Query]) -> Iterator[Row]:
    names = _names(kind, snapshot)
    for name in dict.fromkeys(names):
        query = queries[names.index(name)]
        value = query.said if kind == "rising" else str(query.value)
        yield Row(_key(kind, names, name), name, value, f"{name}, {kind} query: {value}")


def _names(kind: str, snapshot: Snapshot) -> list[str]:
    if kind == "region":
        return [region.name for region in snapshot.regions]
    if kind in ("rising", "top"):
        return [query.query for query in (snapshot.rising if kind == "rising" else snapshot.top)]
    return snapshot.keywords


def _key(kind: str, names: Sequence[str], name: str) -> str:
    """An id that no two rows share, whatever characters a name has: by its place in the snapshot."""
    return f"{kind}-{names.index(name) + 1}" if name in names else ""


def keys(found: Iterable[Place]) -> str:
    """Ids, as an attribute holds several."""
    return " ".join(place.key for place in found)
