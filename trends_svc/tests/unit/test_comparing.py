"""More than five keywords on one scale, against a truth that is known."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trends_svc.services import comparing
from trends_svc.services.snapshot import Point, SeriesPart, Value

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WEEKS = 52


def truth(levels: list[float], seed: int) -> dict[str, list[float]]:
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return {f"k{i}": [level * rng.uniform(0.6, 1.4) for _ in range(WEEKS)] for i, level in enumerate(levels)}


def google(true: dict[str, list[float]], keywords: list[str]) -> SeriesPart:
    """What Google answers: whole numbers, 100 the highest of this request, "<1" below one half."""
    top = max(max(true[keyword]) for keyword in keywords)

    def shown(value: float) -> Value:
        scaled = value / top * 100
        return round(scaled) if scaled >= 0.5 else "<1"

    series = {
        keyword: [
            Point(time=NOW - timedelta(weeks=WEEKS - at), value=shown(value), partial=at == WEEKS - 1)
            for at, value in enumerate(true[keyword])
        ]
        for keyword in keywords
    }
    return SeriesPart(resolution="week", as_of=NOW, series=series, averages={})


def compared(true: dict[str, list[float]]) -> SeriesPart:
    keywords = list(true)
    known: dict[str, dict[str, Any]] = {}
    first = None
    for number in range(comparing.count_groups(keywords)):
        part = google(true, comparing.group(keywords, number, first))
        first = first or part
        known[f"series:{number}"] = part.model_dump(mode="json")
    return comparing.combine(keywords, known)


def worst(true: dict[str, list[float]], found: SeriesPart) -> float:
    """Greatest distance from the truth on the common scale, beyond the precision that is told."""
    assert found.rescaled is not None
    top = max(value for values in true.values() for value in values)
    return max(
        abs(comparing.amount(point.value) - value / top * 100) - 2 * found.rescaled.precision[keyword]
        for keyword, values in true.items()
        for point, value in zip(found.series[keyword], values, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(min_value=8, max_value=100), min_size=6, max_size=14), st.integers(0, 1000))
def test_keywords_of_like_size_come_out_within_two_points_of_the_truth(
    levels: list[float], seed: int
) -> None:
    true = truth(levels, seed)
    assert worst(true, compared(true)) <= 2.0


def test_the_highest_of_all_is_100_and_the_anchor_is_told() -> None:
    true = truth([20, 30, 40, 50, 60, 90, 10], 1)
    found = compared(true)
    assert max(comparing.amount(p.value) for points in found.series.values() for p in points) == 100
    assert found.rescaled is not None
    assert found.rescaled.anchor == "k2"
    assert list(found.series) == list(true)


def test_what_is_asked_along_with_a_giant_says_how_coarse_it_is() -> None:
    true = truth([20, 25, 22, 18, 30, 2000, 21], 2)
    found = compared(true)
    assert found.rescaled is not None
    assert found.rescaled.precision["k6"] > 5 * found.rescaled.precision["k0"]


def test_a_keyword_that_cannot_be_measured_has_no_points_rather_than_wrong_ones() -> None:
    true = truth([20, 25, 22, 18, 30, 90_000], 3)
    found = compared(true)
    assert found.rescaled is not None
    assert found.rescaled.unscaled == ["k5"]
    assert found.series["k5"] == []
    assert "k5" not in found.averages


@pytest.mark.parametrize(("count", "groups"), [(6, 2), (9, 2), (10, 3), (25, 6)])
def test_every_keyword_is_asked_once_beside_the_anchor(count: int, groups: int) -> None:
    keywords = [f"k{i}" for i in range(count)]
    first = google(truth([10.0] * count, 4), keywords[:5])
    assert comparing.count_groups(keywords) == groups
    asked = [comparing.group(keywords, number, first) for number in range(groups)]
    assert all(len(group) <= 5 for group in asked)
    assert [k for n, group in enumerate(asked) for k in group[1 if n else 0 :]] == keywords
