"""Made-up search interest: a function of keyword, place and time that looks like the real thing.

It has a level, a slow trend, a year's season, a week's and a day's rhythm, bursts that rise fast and
fade slowly, and noise. The keyword seeds all of it, so that the same question gives the same answer and
two timeframes of one keyword agree with each other.

Keywords that begin with ``zzqx`` have no data anywhere; those that begin with ``zzlow`` are so rare
that beside any other keyword they show as "<1".
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from launcher.google.timeframes import EPOCH

NO_DATA = "zzqx"
RARE = "zzlow"
_SLOT = timedelta(days=28)
_SAMPLES = {"WEEK": 7, "MONTH": 8, "DAY": 3}


def unit(*seed: object) -> float:
    """A number in [0, 1) that the seed alone decides."""
    digest = hashlib.blake2b("\x1f".join(map(str, seed)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True)
class Burst:
    """News: a fast rise to ``height`` times the usual, and a slow fading."""

    start: datetime
    rise_hours: float
    fade_hours: float
    height: float

    def at(self, moment: datetime) -> float:
        hours = (moment - self.start).total_seconds() / 3600
        if hours < 0:
            return 0.0
        if hours < self.rise_hours:
            return self.height * hours / self.rise_hours
        return self.height * math.exp(-(hours - self.rise_hours) / self.fade_hours)


@dataclass(frozen=True)
class Interest:
    """How much a keyword is searched for in a place."""

    keyword: str
    geo: str
    flavour: str = ""

    @property
    def known(self) -> bool:
        return not self.keyword.startswith(NO_DATA)

    def at(self, moment: datetime, resolution: str) -> float:
        """Interest at a moment, in arbitrary units that are comparable between keywords."""
        if not self.known:
            return 0.0
        shape = shape_of(self.keyword)
        years = (moment - EPOCH).total_seconds() / 31_557_600
        season = 1 + shape.season * math.sin(math.tau * (years + shape.season_phase))
        season += shape.season / 3 * math.sin(math.tau * (2 * years + shape.season_phase))
        weekend = moment.weekday() >= 5
        week = 1 + (shape.weekend if weekend else -shape.weekend * 0.4)
        day = 1 + 0.45 * math.sin(math.tau * (moment.hour + moment.minute / 60 - self._noon()) / 24)
        burst = 1 + sum(event.at(moment) for event in self._bursts(moment))
        trend = math.exp(shape.trend * (years - 22))
        noise = 1 + 0.09 * (unit(self.keyword, self.geo, resolution, moment.isoformat()) * 2 - 1)
        steady = self.level() * trend * max(season, 0.05) * week * day
        return steady * burst * _wander(self.keyword, moment) * noise

    def level(self) -> float:
        """The usual interest of the keyword in the place."""
        local = 0.35 + 1.3 * unit("place", self.keyword, self.geo) if self.geo else 1.0
        flavour = 0.6 + 0.8 * unit("flavour", self.keyword, self.flavour) if self.flavour else 1.0
        return shape_of(self.keyword).level * local * flavour

    def mean(self, start: datetime, end: datetime, now: datetime, resolution: str) -> float:
        """Mean interest of a bucket, as far as it lies before now."""
        end = min(end, now)
        count = _SAMPLES.get(resolution, 1)
        step = (end - start) / count
        moments = [start + step * (i + 0.5) for i in range(count)]
        if resolution in _SAMPLES:  # a whole day's rhythm cancels out; noon stands for the day
            moments = [m.replace(hour=12, minute=0, second=0, microsecond=0) for m in moments]
        return sum(self.at(m, resolution) for m in moments) / count

    def _noon(self) -> float:
        """Hour (UTC) at which the place wakes up."""
        return 24 * unit("noon", self.geo[:2])

    def _bursts(self, moment: datetime) -> list[Burst]:
        slot = (moment - EPOCH) // _SLOT
        return [burst for i in (slot - 1, slot) if (burst := burst_of(self.keyword, i)) is not None]


def _wander(keyword: str, moment: datetime) -> float:
    """What people talk about from week to week: a smooth factor around 1."""
    position = (moment - EPOCH) / timedelta(days=6)
    slot = int(position)
    share = position - slot
    smooth = share * share * (3 - 2 * share)
    before, after = _step(keyword, slot), _step(keyword, slot + 1)
    return before + (after - before) * smooth


@lru_cache(maxsize=65536)
def _step(keyword: str, slot: int) -> float:
    return 0.82 + 0.36 * unit("wander", keyword, slot)


@dataclass(frozen=True)
class Shape:
    """What a keyword's curve looks like."""

    level: float
    trend: float
    season: float
    season_phase: float
    weekend: float


@lru_cache(maxsize=4096)
def shape_of(keyword: str) -> Shape:
    level = 10 ** (1.0 + 1.1 * unit("level", keyword) - 0.12 * keyword.count(" "))
    return Shape(
        level=level / 1000 if keyword.startswith(RARE) else level,
        trend=0.4 * unit("trend", keyword) - 0.15,
        season=0.55 * unit("season", keyword) ** 1.5,
        season_phase=unit("phase", keyword),
        weekend=0.7 * unit("weekend", keyword) - 0.3,
    )


@lru_cache(maxsize=65536)
def burst_of(keyword: str, slot: int) -> Burst | None:
    """The burst of a keyword in a slot of 28 days, if there is one."""
    if unit("burst?", keyword, slot) > 0.3:
        return None
    return Burst(
        start=EPOCH + slot * _SLOT + _SLOT * unit("when", keyword, slot),
        rise_hours=6 + 42 * unit("rise", keyword, slot),
        fade_hours=24 + 140 * unit("fade", keyword, slot),
        height=0.4 + 3.2 * unit("height", keyword, slot) ** 3,
    )
