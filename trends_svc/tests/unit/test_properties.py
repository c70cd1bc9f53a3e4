"""What holds for any answer and any comparison: normalisation, and one scale through an anchor."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trends_svc.providers.google import normalise
from trends_svc.services import comparing, sharing
from trends_svc.services.comparing import amount
from trends_svc.services.questions import Question
from trends_svc.services.scaling import scaled
from trends_svc.services.snapshot import Point, SeriesPart, Value
from trends_svc.services.sources import NoData

NOW = datetime(2026, 11, 22, tzinfo=UTC)
cell = st.one_of(
    st.integers(0, 100).map(lambda n: (n, str(n), True)), st.just((0, "<1", True)), st.just((0, "", False))
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[str], list[dict[str, Any]]]:
    """Keywords, and a multiline answer's rows in any order."""
    keywords = [f"k{n}" for n in range(draw(st.integers(1, 5)))]
    rows: list[dict[str, Any]] = []
    for week in range(draw(st.integers(1, 30))):
        cells = [draw(cell) for _ in keywords]
        moment = NOW - timedelta(weeks=week)
        row: dict[str, Any] = {
            "time": str(int(moment.timestamp())),
            "value": [value for value, _, _ in cells],
            "formattedValue": [shown for _, shown, _ in cells],
            "hasData": [has for _, _, has in cells],
        }
        rows.append(row | ({"isPartial": True} if week == 0 else {}))
    return keywords, draw(st.permutations(rows))


@settings(max_examples=150, deadline=None)
@given(answers())
def test_no_number_changes_its_meaning_in_normalisation(
    given_: tuple[list[str], list[dict[str, Any]]],
) -> None:
    keywords, rows = given_
    answer = {"default": {"timelineData": rows, "averages": []}}
    told = [any(row["hasData"][n] for row in rows) for n in range(len(keywords))]
    try:
        found = normalise.series(answer, keywords, "WEEK", NOW).series
    except NoData:
        assert not any(told)
        return
    in_order = sorted(rows, key=lambda row: int(row["time"]))
    for n, keyword in enumerate(keywords):
        points = found[keyword]
        assert len(points) == (len(rows) if told[n] else 0)  # nothing at all is nothing, not zeros
        for point, row in zip(points, in_order, strict=False):
            assert int(point.time.timestamp()) == int(row["time"])
            assert point.value == ("<1" if row["formattedValue"][n] == "<1" else row["value"][n])
            assert point.partial == ("isPartial" in row)


@settings(max_examples=100, deadline=None)
@given(answers(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_does_not_matter(
    given_: tuple[list[str], list[dict[str, Any]]], rng: random.Random
) -> None:
    keywords, rows = given_
    assume(any(any(row["hasData"]) for row in rows))
    shuffled = rng.sample(rows, len(rows))
    first, second = (
        normalise.series({"default": {"timelineData": some, "averages": []}}, keywords, "WEEK", NOW)
        for some in (rows, shuffled)
    )
    assert first == second


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcde"), st.lists(st.integers(0, 10**7), min_size=1, max_size=20), min_size=1
    )
)
def test_counts_keep_their_order_their_zeros_and_their_highest(counts: dict[str, list[int]]) -> None:
    assume(any(any(series) for series in counts.values()))
    timed = {k: {NOW + timedelta(days=n): c for n, c in enumerate(v)} for k, v in counts.items()}
    found = scaled(timed, resolution="day", as_of=NOW).series
    pairs = sorted(
        (count, amount(point.value))
        for keyword, series in counts.items()
        if found[keyword]
        for count, point in zip(series, found[keyword], strict=True)
    )
    assert [shown for _, shown in pairs] == sorted(shown for _, shown in pairs)
    assert all((count == 0) == (shown == 0) for count, shown in pairs)
    assert max(shown for _, shown in pairs) == 100


def google(true: dict[str, list[float]], keywords: list[str]) -> SeriesPart:
    """What Google answers: whole numbers, 100 the highest of this request, "<1" below one half."""
    top = max(max(true[keyword]) for keyword in keywords) or 1

    def shown(value: float) -> Value:
        part = value / top * 100
        return 0 if value == 0 else max(1, round(part)) if part >= 0.5 else "<1"

    series = {
        keyword: [
            Point(time=NOW + timedelta(weeks=at), value=shown(value), partial=False)
            for at, value in enumerate(true[keyword])
        ]
        for keyword in keywords
    }
    return SeriesPart(resolution="week", as_of=NOW, series=series, averages={})


def compared(true: dict[str, list[float]], keywords: list[str]) -> SeriesPart:
    known: dict[str, dict[str, Any]] = {}
    first = None
    for number in range(comparing.count_groups(keywords)):
        part = google(true, comparing.group(keywords, number, first))
        first = first or part
        known[f"series:{number}"] = part.model_dump(mode="json")
    return comparing.combine(keywords, known)


series_of = st.lists(st.one_of(st.just(0.0), st.floats(1, 100)), min_size=26, max_size=26)


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[float]]:
    count = draw(st.integers(6, 13))
    true = {f"k{n}": draw(series_of) for n in range(count)}
    true["k0"] = [value + 40 for value in true["k0"]]  # something to measure with
    return true


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_rescaling_keeps_zeros_zero_traces_traces_and_the_order_within_a_keyword(
    true: dict[str, list[float]],
) -> None:
    found = compared(true, list(true))
    assert found.rescaled is not None
    for keyword, values in true.items():
        points = found.series[keyword]
        assert (points == []) == (keyword in found.rescaled.unscaled)
        for point, value in zip(points, values, strict=False):
            assert (point.value == 0) == (value == 0)
        pairs = sorted(zip(values, (amount(p.value) for p in points), strict=False))
        assert [shown for _, shown in pairs] == sorted(shown for _, shown in pairs)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.integers(-6, 12).map(lambda power: 2.0**power))
def test_only_proportions_matter_not_how_much_is_searched(
    true: dict[str, list[float]], factor: float
) -> None:
    much = {keyword: [value * factor for value in values] for keyword, values in true.items()}
    assert compared(true, list(true)) == compared(much, list(much))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(8, 100), min_size=6, max_size=13), st.integers(0, 1000))
def test_which_keywords_are_asked_together_matters_less_than_the_precision_told(
    levels: list[float], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    true = {f"k{n}": [level * rng.uniform(0.6, 1.4) for _ in range(52)] for n, level in enumerate(levels)}
    keywords = list(true)
    others = rng.sample(keywords[5:], len(keywords) - 5)
    here, there = compared(true, keywords), compared(true, [*keywords[:5], *others])
    assert here.rescaled is not None
    assert there.rescaled is not None
    for keyword in keywords:
        blur = 2 * (here.rescaled.precision[keyword] + there.rescaled.precision[keyword]) + 2
        for one, other in zip(here.series[keyword], there.series[keyword], strict=True):
            assert abs(amount(one.value) - amount(other.value)) <= blur


words = st.text("abcÄßéI日 ", min_size=1, max_size=8).map(lambda t: " ".join(t.split())).filter(bool)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=5, unique_by=str.casefold), st.randoms(use_true_random=False))
def test_equal_questions_have_one_key_whatever_the_order_and_case(
    keywords: list[str], rng: random.Random
) -> None:
    def key(some: list[str], geo: str = "GB") -> str:
        return sharing.key_of(Question(tuple(some), geo, "today 12-m"), source="google", sample=False)

    shuffled = [rng.choice([str.upper, str.lower, str.title])(k) for k in rng.sample(keywords, len(keywords))]
    same = {sharing.fold(k) for k in shuffled} == {sharing.fold(k) for k in keywords}
    assert (key(shuffled) == key(keywords)) == same
    assert key(keywords) != key(keywords, "US")
    assert key(keywords) != key([*keywords, "other"])
