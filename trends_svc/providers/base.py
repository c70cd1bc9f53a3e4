"""What a folder under providers/ offers, and what it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trends_svc.services.catalogue import SourceCard
from trends_svc.services.gate import Gate
from trends_svc.services.sources import Reader, Source, TrendingSource


@dataclass(frozen=True)
class Surroundings:
    """What a source is made with.

    Attributes:
        url: its base address where the deployment names another than its own.
        gate: whose turn it is; None where it may be asked at any time.
        seconds: how long to wait for one answer.
        store: Redis, for what is worth keeping a while.
        clock: the time, aware.
    """

    seconds: float
    store: str
    clock: Callable[[], datetime]
    url: str | None = None
    gate: Gate | None = None


@dataclass(frozen=True)
class Provider:
    """A source: its card, and what makes the parts of it that exist.

    Attributes:
        source: answers searches, in the worker.
        trending: tells what is trending now, in the web process.
        reader: reads files that people upload, in the web process.
    """

    card: SourceCard
    source: Callable[[Surroundings], Source] | None = None
    trending: Callable[[Surroundings], TrendingSource] | None = None
    reader: Callable[[], Reader] | None = None
