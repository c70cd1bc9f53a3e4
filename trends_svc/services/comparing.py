"""More than five keywords on one scale, through a keyword that every request shares.

Google's numbers are relative to the highest value of one request, so two requests are not comparable by
themselves. The first request asks for the first five keywords; one of them, the anchor, is asked again
along with every further four. What the anchor is in one request to what it is in the first gives the
factor between their scales. In the end all values are written on one scale of 0–100 again.
docs/comparing.md tells how exact that is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from trends_svc.services.snapshot import Point, Rescaled, SeriesPart, Value
from trends_svc.services.sources import SERIES, SourceMalformed

PER_REQUEST = 5
LEAST_ANCHOR = 5.0
"""A mean below this makes a poor measure."""


def parts_of(keywords: Sequence[str], regular: Sequence[str]) -> list[str]:
    """The parts of an answer: the regular ones, or one series per request and then all of them."""
    if len(keywords) <= PER_REQUEST:
        return list(regular)
    return [*(f"{SERIES}:{number}" for number in range(count_groups(keywords))), SERIES]


def count_groups(keywords: Sequence[str]) -> int:
    return 1 + -(-(len(keywords) - PER_REQUEST) // (PER_REQUEST - 1))


def group(keywords: Sequence[str], number: int, first: SeriesPart | None) -> list[str]:
    """The keywords of a request. All but the first need the first one's answer, which gives the anchor."""
    if number == 0 or first is None:
        return list(keywords[:PER_REQUEST])
    start = PER_REQUEST + (number - 1) * (PER_REQUEST - 1)
    return [anchor_of(first), *keywords[start : start + PER_REQUEST - 1]]


def anchor_of(first: SeriesPart) -> str:
    """The middle one of the keywords that are searched for enough: it neither drowns the others nor
    drowns itself.
    """
    means = {keyword: _mean(points) for keyword, points in first.series.items() if points}
    usable = sorted((mean, keyword) for keyword, mean in means.items() if mean >= LEAST_ANCHOR)
    if not usable:
        return max(means, key=lambda keyword: means[keyword])
    return usable[(len(usable) - 1) // 2][1]


def combine(keywords: Sequence[str], known: Mapping[str, dict[str, Any]]) -> SeriesPart:
    """All requests' series on one scale.

    Raises:
        SourceMalformed: a request's answer is not there.
    """
    try:
        parts = [
            SeriesPart.model_validate(known[f"{SERIES}:{number}"]) for number in range(count_groups(keywords))
        ]
    except KeyError as error:
        raise SourceMalformed("A part of the comparison is missing.") from error
    anchor = anchor_of(parts[0])
    exact: dict[str, list[tuple[Point, float]]] = {}
    units: dict[str, float] = {}
    unscaled: list[str] = []
    for number, part in enumerate(parts):
        factor = 1.0 if number == 0 else factor_between(parts[0].series[anchor], part.series.get(anchor, []))
        for keyword in group(keywords, number, parts[0])[0 if number == 0 else 1 :]:
            points = part.series.get(keyword, [])
            if factor is None:
                unscaled.append(keyword)
                points = []
            exact[keyword] = [(point, amount(point.value) * (factor or 1.0)) for point in points]
            units[keyword] = factor or 1.0
    top = max((value for points in exact.values() for _, value in points), default=0.0) or 1.0
    series = {
        keyword: [point.model_copy(update={"value": _shown(value * 100 / top)}) for point, value in points]
        for keyword, points in exact.items()
    }
    return SeriesPart(
        resolution=parts[0].resolution,
        as_of=min(part.as_of for part in parts),
        series=series,
        averages={keyword: round(_mean(points)) for keyword, points in series.items() if points},
        rescaled=Rescaled(
            anchor=anchor,
            precision={keyword: round(unit * 50 / top, 1) for keyword, unit in units.items()},
            unscaled=unscaled,
        ),
    )


def factor_between(here: Sequence[Point], there: Sequence[Point]) -> float | None:
    """By how much a value of ``there`` is multiplied to be one of ``here``: the anchor's sum over the
    complete points of both. None where the anchor can't be measured.
    """
    others = {point.time: point for point in there}
    pairs = [
        (amount(point.value), amount(others[point.time].value))
        for point in here
        if point.time in others and not point.partial and not others[point.time].partial
    ]
    total = sum(other for _, other in pairs)
    if not pairs or total < len(pairs) * 0.6:  # "<1" nearly everywhere
        return None
    return sum(own for own, _ in pairs) / total


def amount(value: Value) -> float:
    """ "<1" is something, less than one."""
    return 0.5 if value == "<1" else float(value)


def _shown(value: float) -> Value:
    # A half is rounded to 0 by Python, and would be nothing at all.
    return 0 if value == 0 else max(1, round(value)) if value >= 0.5 else "<1"


def _mean(points: Sequence[Point]) -> float:
    complete = [point for point in points if not point.partial] or list(points)
    return sum(amount(point.value) for point in complete) / max(1, len(complete))
