"""The verdict on a series: which points spike, and whether it is time to tell somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from trends_svc.spikes.grid import Reading
from trends_svc.spikes.rule import DEFAULT, Rule
from trends_svc.spikes.statistic import Cycles, Score, cycles_of, scores

SPARSE_ZEROS = 0.6
SPARSE_PEAKS = 0.04
LIKE_THIS = 0.6
GOES_BEYOND = 1.25
AFTER = 4
"""Points that must have followed before a rise can be called a level shift."""
STAYS = 0.6


@dataclass(frozen=True)
class Verdict:
    """What was found.

    Attributes:
        spikes: indexes of the points given that spike, in their order in time.
        alert: the last complete point spikes (or, with an early rule, the partial one after it).
        last: index of the point that the alert is about; None when there is none to judge.
        value, expected, z: of that point; ``z`` is None when its past is too short to say.
        scores: of the spikes, by index; those judged by what followed them have none.
    """

    spikes: list[int]
    alert: bool
    last: int | None
    value: float | None
    expected: float | None
    z: float | None
    scores: dict[int, Score]


def judge(reading: Reading, rule: Rule = DEFAULT) -> Verdict:
    """Judge a series. Each point is judged by its past alone, so that an old spike is one that would
    have been told at its time; only those too early to have a past are judged by what followed them.
    """
    cycles = cycles_of(reading.resolution, reading.step)
    complete = [
        None if partial else value for value, partial in zip(reading.values, reading.partial, strict=True)
    ]
    found = scores(complete, cycles)
    hits = {at for at, score in enumerate(found) if _fires(complete, at, score, rule)}
    hits |= _first_ones(complete, found, cycles, rule)
    hits = _news(complete, hits, found, cycles)
    last = max((at for at, value in enumerate(complete) if value is not None), default=None)
    if rule.early and (early := _early(reading, cycles, rule)) is not None:
        at, score = early
        found[at] = score
        return _verdict(reading, hits | {at}, at, found)
    return _verdict(reading, hits, last, found)


def _verdict(reading: Reading, hits: set[int], last: int | None, found: Sequence[Score | None]) -> Verdict:
    score = None if last is None else found[last]
    indexes = {at: index for at in sorted(hits) if (index := reading.indexes[at]) is not None}
    return Verdict(
        spikes=list(indexes.values()),
        alert=last in hits and score is not None,
        last=None if last is None else reading.indexes[last],
        value=None if last is None else reading.values[last],
        expected=score.expected if score else None,
        z=score.z if score else None,
        scores={index: known for at, index in indexes.items() if (known := found[at]) is not None},
    )


def _fires(values: Sequence[float | None], at: int, score: Score | None, rule: Rule) -> bool:
    value = values[at]
    if score is None or value is None:
        return False
    rise = value - score.expected
    return (
        score.z >= rule.z
        and rise >= rule.least_rise
        and rise >= score.expected * rule.least_percent / 100
        and not _sparse(values[:at], value)
    )


def _sparse(past: Sequence[float | None], value: float) -> bool:
    """Where hardly anybody searches, Google shows nothing, and now and then a lone high point: noise."""
    known = [v for v in past if v is not None]
    zeros = sum(v <= 1 for v in known)
    peaks = sum(v >= LIKE_THIS * value for v in known)
    return zeros >= SPARSE_ZEROS * len(known) and peaks >= max(2, SPARSE_PEAKS * len(known))


def _first_ones(
    values: Sequence[float | None], found: Sequence[Score | None], cycles: Cycles, rule: Rule
) -> set[int]:
    """Spikes before there was a past: seen from behind. The last point is never judged so."""
    first = next((at for at, score in enumerate(found) if score is not None), len(values))
    size = len(values)
    backwards = list(values)[::-1]
    seen = scores(backwards, cycles)
    early = ((at, size - 1 - at) for at in range(min(first, size - 1)))
    return {at for at, mirrored in early if _fires(backwards, mirrored, seen[mirrored], rule)}


def _news(
    values: Sequence[float | None], hits: set[int], found: Sequence[Score | None], cycles: Cycles
) -> set[int]:
    """Hits without those that tell nothing new: a level shift is told when it happens, once; a rise
    that stays for long is told at its beginning, and again when it goes well beyond that.
    """
    kept: set[int] = set()
    for run in _runs(sorted(hits)):
        if _stays(values, run, found, cycles):
            kept.add(run[0])
            continue
        kept.update(run[: cycles.newest])
        top = max(values[at] or 0.0 for at in run[: cycles.newest])
        kept.update(at for at in run[cycles.newest :] if (values[at] or 0.0) > GOES_BEYOND * top)
    return kept


def _runs(hits: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at in hits:
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _stays(
    values: Sequence[float | None], run: Sequence[int], found: Sequence[Score | None], cycles: Cycles
) -> bool:
    """Whether what followed a run stayed up there: a level shift, seen from later."""
    first = found[run[0]]
    after = [v for v in values[run[-1] + 1 : run[-1] + 1 + max(AFTER, cycles.window)] if v is not None]
    if first is None or len(after) < AFTER:
        return False
    top = median(values[at] or 0.0 for at in run)
    return median(after) >= first.expected + STAYS * (top - first.expected)


def _early(reading: Reading, cycles: Cycles, rule: Rule) -> tuple[int, Score] | None:
    """The partial last point, if it spikes already."""
    at = max((at for at, value in enumerate(reading.values) if value is not None), default=None)
    if at is None or not reading.partial[at]:
        return None
    score = scores(reading.values, cycles)[at]
    return (at, score) if score is not None and _fires(reading.values, at, score, rule) else None
