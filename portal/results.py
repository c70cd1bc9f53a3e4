"""What a search found, made ready for its page: bars, queries, regions, rings."""

from dataclasses import dataclass

from portal import reading
from portal.models.drafts import Draft
from portal.models.searches import Query, Search, Snapshot, Spike, Value
from portal.reading import Fact, Row

_FEW, _MOST = 4, 8
"""Queries shown at once: with several keywords, and with one. The rest is a click away."""
FIRST_REGIONS = 8
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 4")
"""One more for every five lines, as in svckit/charts.py and static/js/chart.js."""
COLOURS = 5


@dataclass(frozen=True)
class Key:
    """A line's name in the legend. ``colour`` is 1 to 5."""

    keyword: str
    colour: int
    dash: str
    note: str = ""


@dataclass(frozen=True)
class Average:
    """A keyword's mean over the whole time; ``share`` of the longest bar, in per cent."""

    keyword: str
    colour: int
    value: Value
    share: int


@dataclass(frozen=True)
class Piece:
    """One keyword's share of a region's bar, in per cent of the bar."""

    start: float
    width: float
    colour: int


@dataclass(frozen=True)
class RegionRow:
    """A region: a bar of one piece, or of a piece per keyword; ``values`` in the keywords' order."""

    name: str
    code: str
    pieces: tuple[Piece, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Queries:
    """Queries that go with a keyword: the first of them, and the others."""

    keyword: str
    first: list[Query]
    others: list[Query]


@dataclass(frozen=True)
class Result:
    """All that a result's page shows."""

    snapshot: Snapshot
    rows: list[Row]
    head: str
    stats: list[Fact]
    description: str
    keys: list[Key]
    averages: list[Average]
    rising: list[Queries]
    top: list[Queries]
    regions: list[RegionRow]
    rings: frozenset[tuple[str, str]]
    drafts: list[Draft]

    def is_ringed(self, keyword: str, row: Row) -> bool:
        """Whether this point rose beyond what its past lets expect."""
        return (keyword, row.point.time.isoformat()) in self.rings

    def fires(self, row: Row) -> list[str]:
        """The keywords whose point is ringed at this time."""
        return [keyword for keyword in self.snapshot.keywords if self.is_ringed(keyword, row)]

    @property
    def first_regions(self) -> list[RegionRow]:
        return self.regions[:FIRST_REGIONS]

    @property
    def other_regions(self) -> list[RegionRow]:
        return self.regions[FIRST_REGIONS:]


def made_of(snapshot: Snapshot, spikes: list[Spike], drafts: list[Draft]) -> Result:
    """The page's data."""
    return Result(
        snapshot=snapshot,
        rows=reading.rows(snapshot),
        head=reading.head(snapshot.resolution),
        stats=reading.stats(snapshot),
        description=reading.description(snapshot),
        keys=keys(snapshot),
        averages=averages(snapshot),
        rising=by_keyword(snapshot, snapshot.rising),
        top=by_keyword(snapshot, snapshot.top),
        regions=regions(snapshot),
        rings=frozenset((spike.keyword, spike.time.isoformat()) for spike in spikes),
        drafts=drafts,
    )


def keys(snapshot: Snapshot) -> list[Key]:
    """The legend, in the order of the lines."""
    unscaled = snapshot.rescaled.unscaled if snapshot.rescaled else []
    return [
        Key(
            word,
            n % COLOURS + 1,
            DASHES[n // COLOURS % len(DASHES)],
            "too small beside the others to be compared"
            if word in unscaled
            else ""
            if snapshot.series.get(word)
            else "not enough data",
        )
        for n, word in enumerate(snapshot.keywords)
    ]


def averages(snapshot: Snapshot) -> list[Average]:
    """Means of several keywords; of a single one its average says nothing beside others."""
    known = [(n, word) for n, word in enumerate(snapshot.keywords) if word in snapshot.averages]
    if len(snapshot.keywords) == 1 or not known:
        return []
    longest = max((number(snapshot.averages[word]) for _, word in known), default=0) or 1
    return [
        Average(
            word,
            n % COLOURS + 1,
            snapshot.averages[word],
            round(100 * number(snapshot.averages[word]) / longest),
        )
        for n, word in known
    ]


def number(value: Value) -> float:
    """For drawing alone: ``"<1"`` lies at a half."""
    return 0.5 if isinstance(value, str) else float(value)


def by_keyword(snapshot: Snapshot, queries: list[Query]) -> list[Queries]:
    """Queries with the keyword they go with; a few of each at once, so that none is crowded out."""
    shown = _FEW if len(snapshot.keywords) > 1 else _MOST
    if queries and not any(item.keyword for item in queries):
        return [Queries(snapshot.keywords[0], queries[:shown], queries[shown:])]
    groups = []
    for keyword in snapshot.keywords:
        found = [item for item in queries if item.keyword == keyword]
        if found:
            groups.append(Queries(keyword, found[:shown], found[shown:]))
    return groups


def regions(snapshot: Snapshot) -> list[RegionRow]:
    """The strongest first. With several keywords a bar shows how a region's searches are shared out."""
    rows = []
    several = len(snapshot.keywords) > 1
    measured = [
        (region, [region.values.get(word) for word in snapshot.keywords]) for region in snapshot.regions
    ]
    first = [values[0] for _, values in measured if isinstance(values[0], int | float)]
    strongest = max(first, default=0) or 1
    for region, values in measured:
        numbers = [float(value) if isinstance(value, int | float) else 0.0 for value in values]
        if not any(numbers):
            continue
        whole = sum(numbers) if several else float(strongest)
        pieces, start = [], 0.0
        for n, number in enumerate(numbers):
            width = round(100 * number / whole, 1)
            if width:
                pieces.append(Piece(round(start, 1), width, n % COLOURS + 1))
            start += width
        shown = tuple("–" if value is None else f"{value}" for value in values)
        rows.append((numbers[0], RegionRow(region.name, region.code, tuple(pieces), shown)))
    rows.sort(key=lambda item: -item[0])
    return [row for _, row in rows]


MISSING = {"regions": "the regions", "related": "the related queries"}


def missing_in_words(snapshot: Snapshot) -> str:
    """``the regions and the related queries``."""
    return " and ".join(MISSING.get(part, part) for part in snapshot.missing)


def exact_question(search: Search) -> list[tuple[str, str]]:
    """Name and value of all that was asked, as Google takes it."""
    return [
        ("Keywords", ", ".join(f"“{word}”" for word in search.keywords)),
        ("Region", search.geo or "worldwide (no code)"),
        ("Timeframe", search.timeframe),
        ("Category", str(search.category or "0 (all)")),
        ("Property", search.of or "web"),
        ("Source", search.source or "google"),
    ]
