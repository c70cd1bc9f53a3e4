"""Series with planted spikes whose truth is known, in what users' series suffer from.

Two worlds: ``tuning`` is what the thresholds were chosen on; ``holdout`` differs in seed, noise, season's
form, and in how spikes rise and fade, and was looked at only to measure.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

END = datetime(2026, 11, 22, tzinfo=UTC)  # a Sunday
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
KINDS = (
    "plain", "season", "trend", "old-shift", "new-shift", "low-volume", "sparse", "glitch", "missing-last",
    "gaps", "old-spikes", "decay", "partial-low", "yearly-peak",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """How a world makes its series.

    Attributes:
        noise: a factor around 1.
        heights: least and greatest height of a spike, over the level.
        widths: least and greatest length of a spike's top, in points.
        lengths: numbers of points by resolution.
        season: season as a factor, by resolution, position and a phase.
    """

    seed: int
    noise: Callable[[random.Random, float], float]
    heights: tuple[float, float]
    widths: tuple[int, int]
    lengths: dict[str, tuple[int, ...]]
    season: Callable[[str, int, "Character"], float]


@dataclass
class Character:
    """One series' own parameters."""

    resolution: str
    size: int
    level: float
    sigma: float
    day: float
    weekend: float
    year: float
    phase: float
    growth: float
    planted: list[tuple[int, list[float]]] = field(default_factory=list)
    shift: tuple[int, float] | None = None


def _smooth_season(resolution: str, at: int, c: Character) -> float:
    if resolution == "hour":
        day = 1 + c.day * math.sin(math.tau * (at / 24 + c.phase))
        return day * (1 - c.weekend if (at // 24) % 7 >= 5 else 1)
    if resolution == "day":
        return 1 - c.weekend if at % 7 >= 5 else 1.0
    return 1 + c.year * math.sin(math.tau * (at / 52.18 + c.phase))


def _steep_season(resolution: str, at: int, c: Character) -> float:
    if resolution == "hour":
        hour = (at + int(24 * c.phase)) % 24
        day = 1 - c.day if hour < 7 else 1 + c.day * (1 if 18 <= hour < 22 else 0.3)
        return day * (1 + c.weekend if (at // 24) % 7 in (5, 6) else 1)
    if resolution == "day":
        return (1.0, 1.0, 1.05, 1.0, 1.1, 1 + c.weekend, 1 + c.weekend * 0.7)[at % 7]
    return math.exp(c.year * math.sin(math.tau * (at / 52.18 + c.phase)) ** 3)


def _normal(rng: random.Random, sigma: float) -> float:
    return max(0.05, 1 + rng.gauss(0, sigma))


def _heavy(rng: random.Random, sigma: float) -> float:
    wide = 2.2 if rng.random() < 0.05 else 0.9
    return math.exp(rng.gauss(0, sigma * wide))


LENGTHS: dict[str, tuple[int, ...]] = {"hour": (169, 336), "day": (90, 180), "week": (53, 261)}
WORLDS = {
    "tuning": World(1117, _normal, (0.9, 4.0), (1, 3), LENGTHS, _smooth_season),
    "holdout": World(
        90210, _heavy, (0.8, 6.0), (1, 4),
        {"hour": (169, 504), "day": (60, 269), "week": (53, 104, 157, 261)}, _steep_season,
    ),
}  # fmt: skip


def series(world: World, count: int) -> list[dict[str, Any]]:
    """``[{id, resolution, points, truth: {spikes, alert}, kind}]``"""
    rng = random.Random(world.seed)  # noqa: S311 - repeatable, not secret
    made = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        resolution = ("hour", "day", "week")[(number // len(KINDS)) % 3]
        if kind == "yearly-peak":
            resolution = "week"
        made.append(_one(world, rng, f"{kind}-{resolution}-{number}", kind, resolution))
    return made


def _one(world: World, rng: random.Random, name: str, kind: str, resolution: str) -> dict[str, Any]:
    size = rng.choice(world.lengths[resolution])
    if kind == "yearly-peak":
        size = max(world.lengths["week"])
    c = Character(
        resolution, size, level=rng.uniform(12, 45), sigma=rng.uniform(0.04, 0.14), day=rng.uniform(0.1, 0.6),
        weekend=rng.uniform(0, 0.4), year=rng.uniform(0, 0.4), phase=rng.random(), growth=0.0,
    )  # fmt: skip
    if kind == "trend":
        c.growth = rng.uniform(-0.5, 0.9)
    last = size - 1  # the last complete point; a partial one may follow
    alert = kind not in ("old-shift", "low-volume", "sparse", "yearly-peak", "glitch") and rng.random() < 0.55
    spikes = _plant(world, rng, c, kind, last, alert=alert)
    raw = [_value(world, rng, c, at) for at in range(size)]
    if kind == "glitch":
        at = rng.randrange(size // 2, size - 4)
        raw[at] = max(raw) * rng.uniform(2, 4) if rng.random() < 0.6 else 0.0
        spikes |= {at} if raw[at] else set()
    values: list[Any] = _scaled(raw, rng, kind)
    if kind in ("low-volume", "sparse"):
        spikes, alert = set(), False
    points = [
        {"time": (END - STEPS[resolution] * (size - at)).isoformat(), "value": value, "partial": False}
        for at, value in enumerate(values)
    ]
    kept = _damaged(rng, points, kind, spikes, last)
    truth = [i for i, p in enumerate(kept) if p.pop("at") in spikes]
    if kind != "missing-last" and rng.random() < 0.6:
        share = rng.uniform(0.15, 0.9) if kind == "partial-low" or rng.random() < 0.5 else 1.0
        now = values[-1] if isinstance(values[-1], int) else 0
        kept.append({"time": END.isoformat(), "value": round(now * share), "partial": True})
    return {
        "id": name, "resolution": resolution, "points": kept, "kind": kind,
        "truth": {"spikes": truth, "alert": alert},
    }  # fmt: skip


def _plant(world: World, rng: random.Random, c: Character, kind: str, last: int, *, alert: bool) -> set[int]:
    """Put spikes and shifts into a series' character; returns where its spikes are."""
    spikes: set[int] = set()

    def put(start: int) -> None:
        height = rng.uniform(*world.heights)
        shape = [height * rng.uniform(0.85, 1.0) for _ in range(rng.randint(*world.widths))]
        if kind == "decay":
            shape = [height * 0.6**i for i in range(4)]
        c.planted.append((start, shape))
        spikes.update(start + i for i, part in enumerate(shape) if part >= 0.5 and start + i <= last)

    if kind == "old-shift":
        c.shift = (rng.randrange(c.size // 3, c.size - 26), rng.choice((0.45, 1.7, 2.4)))
    if kind == "new-shift" and alert:
        c.shift = (last, rng.uniform(1.8, 2.6))
        spikes.add(last)
        return spikes
    if kind in ("low-volume", "sparse", "yearly-peak", "glitch"):
        return spikes
    for _ in range(rng.randint(2, 4) if kind == "old-spikes" else rng.choice((0, 0, 1))):
        put(rng.randrange(c.size // 3, c.size - 20))
    if alert:
        c.planted.append((last, [rng.uniform(*world.heights)]))
        spikes.add(last)
    return spikes


def _value(world: World, rng: random.Random, c: Character, at: int) -> float:
    base = c.level * world.season(c.resolution, at, c) * math.exp(c.growth * at / c.size)
    if c.shift is not None and at >= c.shift[0]:
        base *= c.shift[1]
    lift = 1 + sum(shape[at - start] for start, shape in c.planted if 0 <= at - start < len(shape))
    return max(0.0, base * lift * world.noise(rng, c.sigma))


def _scaled(raw: list[float], rng: random.Random, kind: str) -> list[Any]:
    """Google's scale: whole numbers, 100 the highest; "<1" where there is less than one."""
    if kind == "low-volume":  # beside a far more popular keyword
        return [rng.choice(("<1", "<1", 0, 0, 1, 1, 1, 2, 3)) for _ in raw]
    if kind == "sparse":
        share = rng.uniform(0.07, 0.3)
        return [rng.randint(25, 100) if rng.random() < share else 0 for _ in raw]
    if kind == "yearly-peak":
        raw = [value * (2.6 if (at - len(raw)) % 52 in (51, 50) else 1) for at, value in enumerate(raw)]
    top = max(raw)
    return [whole if (whole := round(v / top * 100)) or not v else "<1" for v in raw]


def _damaged(
    rng: random.Random, points: list[dict[str, Any]], kind: str, spikes: set[int], last: int
) -> list[dict[str, Any]]:
    """Leave points out; each keeps its place in ``at``."""
    for at, point in enumerate(points):
        point["at"] = at
    if kind == "gaps":
        return [p for p in points if p["at"] in spikes or p["at"] >= last - 1 or rng.random() > 0.08]
    if kind == "missing-last" and rng.random() < 0.5:
        # The newest point hasn't arrived, or has arrived empty.
        empty = {**points[-1], "time": END.isoformat(), "value": None, "at": last + 1}
        return [*points, empty]
    return points
