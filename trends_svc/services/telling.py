"""The news that a watch spiked, with what an e-mail and a draft need of it."""

from collections.abc import Sequence
from datetime import datetime

from svckit.schemas import Person
from trends_svc.events import ChartLine, DraftWish, WatchChart, WatchSpike, WatchSpiked
from trends_svc.models import Watch
from trends_svc.services import geos
from trends_svc.services.snapshot import Point, RisingQuery, Snapshot
from trends_svc.services.spiking import Spike

MOST_LINES = 5
MOST_TIMES = 300
MOST_RISING = 3


def news_of(watch: Watch, snapshot: Snapshot, found: Sequence[Spike], *, now: datetime) -> WatchSpiked:
    """The event."""
    spiked = list(dict.fromkeys(spike.keyword for spike in found))
    return WatchSpiked(
        watch_id=watch.id,
        name=watch.name,
        search_id=snapshot.id,
        watched_by=Person(id=watch.created_by_id, name=watch.created_by_name),
        keywords=snapshot.keywords,
        geo=snapshot.geo,
        place=geos.names().get(snapshot.geo, snapshot.geo),
        timeframe=snapshot.timeframe,
        source=snapshot.source,
        as_of=snapshot.as_of,
        spikes=[
            WatchSpike(
                keyword=s.keyword, time=s.time, value=s.value, expected=s.expected or 0.0, z=s.z or 0.0
            )
            for s in found
        ],
        rising=_rising(snapshot, spiked),
        chart=chart_of(snapshot, spiked),
        draft=DraftWish.model_validate(watch.draft) if watch.draft else None,
        sample=snapshot.sample,
        detected_at=now,
    )


def chart_of(snapshot: Snapshot, first: Sequence[str]) -> WatchChart:
    """At most five lines and the newest 300 times: at most some 10 KB.

    ``first`` are kept where there are more; in the order of the question, so that their colours are those
    of the page.
    """
    others = [keyword for keyword in snapshot.keywords if keyword not in first]
    kept = [*first, *others][:MOST_LINES]
    points: dict[str, dict[datetime, Point]] = {
        keyword: {point.time: point for point in snapshot.series.get(keyword, [])}
        for keyword in snapshot.keywords
        if keyword in kept
    }
    times = sorted({time for found in points.values() for time in found})[-MOST_TIMES:]
    unfinished = sum(any(found[t].partial for found in points.values() if t in found) for t in times)
    return WatchChart(
        resolution=snapshot.resolution,
        times=[int(time.timestamp()) for time in times],
        unfinished=unfinished,
        lines=[
            ChartLine(keyword=keyword, values=[found[t].value if t in found else None for t in times])
            for keyword, found in points.items()
            if found
        ],
    )


def _rising(snapshot: Snapshot, spiked: Sequence[str]) -> list[RisingQuery]:
    """Those that go with what spiked; who grew most first."""
    along = [query for query in snapshot.rising if query.keyword in spiked]
    return sorted(along, key=lambda query: (query.value != "Breakout", -_number(query)))[:MOST_RISING]


def _number(query: RisingQuery) -> int:
    return query.value if isinstance(query.value, int) else 0
