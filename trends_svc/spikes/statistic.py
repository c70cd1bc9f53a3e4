"""A robust z-score of every point against what its own past lets expect.

Interest grows and shrinks by factors, so it is compared as y = ln(x + 3). For a point at t, from its
past alone:

    level      M = median of y over the cycle before t
    deviation  d = y − M
    season     D = median of d at the same phase of up to K earlier cycles, or, where that explains
               nothing, the median of the recent d (which takes out a trend)
    residual   r = d − D
    scale      s = the larger of 1.4826 × MAD and q80 / 1.28 of the past |r|, with a floor for what
               rounding to whole numbers does
    z = r / s

M follows a level shift within half a cycle: it alerts when it happens, and is normal afterwards.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

OFFSET = 3.0
LEAST_SCALE = 0.07
LEAST_PAST = 8
MAD_TO_SIGMA = 1.4826
Q80_TO_SIGMA = 1.2816
SEASON_PAYS = 0.9
"""A season is believed in when it makes the residuals smaller than this share of theirs without it."""


@dataclass(frozen=True)
class Cycles:
    """How a resolution repeats itself, in points.

    Attributes:
        window: points that make up the level.
        periods: cycles that may show, shortest first.
        most: earlier cycles that are looked at.
        memory: past residuals that make up the scale.
        slack: how far the phase may move (weeks and years don't divide).
        newest: points in a row that may spike; from then on it is how things are.
    """

    window: int
    periods: tuple[int, ...]
    most: int
    memory: int
    newest: int
    slack: int = 0


@dataclass(frozen=True)
class Score:
    """One point's: its z, and what had been expected in its place."""

    z: float
    expected: float


def cycles_of(resolution: str, step: float) -> Cycles:
    """Day and week for hours, week for days, year for weeks and months."""
    if resolution == "hour":
        return Cycles(window=24, periods=(24, 168), most=7, memory=168, newest=8)
    if resolution == "day":
        return Cycles(window=7, periods=(7,), most=8, memory=90, newest=4)
    if resolution == "week":
        return Cycles(window=8, periods=(52,), most=5, memory=104, newest=3, slack=1)
    if resolution == "month":
        return Cycles(window=6, periods=(12,), most=6, memory=48, newest=2)
    day = max(2, round(86400 / step))
    return Cycles(window=min(day, 60), periods=(day,), most=7, memory=min(3 * day, 240), newest=15)


def scores(values: Sequence[float | None], cycles: Cycles) -> list[Score | None]:
    """A score for every point that has a past to be compared with; None for the others."""
    logs = [None if value is None else math.log(value + OFFSET) for value in values]
    levels = [_level(logs, at, cycles.window) for at in range(len(logs))]
    deviations = [_minus(y, level) for y, level in zip(logs, levels, strict=True)]
    models = [_drift(deviations, cycles)]
    models += [_season(deviations, period, cycles) for period in cycles.periods if period < len(values)]
    residuals = [
        [_minus(deviation, model[at]) for at, deviation in enumerate(deviations)] for model in models
    ]
    return [
        _score(at, levels, models, residuals, cycles) if values[at] is not None else None
        for at in range(len(values))
    ]


def _minus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _level(logs: Sequence[float | None], at: int, window: int) -> float | None:
    past = [y for y in logs[max(0, at - window) : at] if y is not None]
    return median(past) if len(past) >= min(window, LEAST_PAST) // 2 + 1 else None


def _drift(deviations: Sequence[float | None], cycles: Cycles) -> list[float | None]:
    """Where a series grows steadily, its points lie above their past by so much."""
    span = max(2 * cycles.window, 12)

    def at(position: int) -> float | None:
        past = [d for d in deviations[max(0, position - span) : position] if d is not None]
        return median(past) if len(past) >= 3 else 0.0

    return [at(position) for position in range(len(deviations))]


def _season(deviations: Sequence[float | None], period: int, cycles: Cycles) -> list[float | None]:
    """What the same phase did in earlier cycles."""

    def at(position: int) -> float | None:
        found = []
        for cycle in range(1, cycles.most + 1):
            centre = position - cycle * period
            near = (
                deviations[max(0, centre - cycles.slack) : centre + cycles.slack + 1] if centre >= 0 else ()
            )
            known = [d for d in near if d is not None]
            if known:
                found.append(max(known))
        return median(found) if found else None

    return [at(position) for position in range(len(deviations))]


def _score(
    at: int,
    levels: Sequence[float | None],
    models: Sequence[Sequence[float | None]],
    residuals: Sequence[Sequence[float | None]],
    cycles: Cycles,
) -> Score | None:
    """The score by the model that explains the past best; no season may explain the point away."""
    found: list[tuple[float, float, float]] = []  # spread of the past, z, expected
    for model, residual in zip(models, residuals, strict=True):
        level, expected, now = levels[at], model[at], residual[at]
        past = [r for r in residual[max(0, at - cycles.memory) : at] if r is not None]
        if level is None or expected is None or now is None or len(past) < LEAST_PAST:
            continue
        usual = max(0.0, math.exp(level + expected) - OFFSET)
        spread = _spread(past)
        floor = math.hypot(LEAST_SCALE, 0.8 / (usual + OFFSET))
        found.append((spread, now / max(spread, floor), usual))
    if not found:
        return None
    plain, *seasons = found
    pays = [season for season in seasons if season[0] < SEASON_PAYS * plain[0]]
    if pays:
        best = min(pays)
        return Score(z=best[1], expected=best[2])
    # A peak that comes back every year is no news, though its weeks are too few to shape the spread.
    z = min(found, key=lambda model: model[1])
    return Score(z=z[1], expected=max(model[2] for model in found))


def _spread(past: Sequence[float]) -> float:
    centre = median(past)
    sizes = sorted(abs(r - centre) for r in past)
    middle = MAD_TO_SIGMA * median(sizes)
    return max(middle, sizes[min(len(sizes) - 1, int(0.8 * len(sizes)))] / Q80_TO_SIGMA)
