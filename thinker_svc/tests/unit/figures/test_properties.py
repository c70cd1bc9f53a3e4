"""What holds for any text and any snapshot."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thinker_svc.figures import check
from thinker_svc.services import facts, sentences
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.tests.factories import lifelike
from thinker_svc.tests.unit.figures.snapshots import LATTE, latte, milks

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PARTS = (
    "keywords",
    "geo",
    "timeframe",
    "resolution",
    "as_of",
    "series",
    "averages",
    "rising",
    "top",
    "regions",
)
WORDS = st.sampled_from(
    [
        "pumpkin spice latte",
        "oat milk",
        "soy milk",
        "interest",
        "is",
        "up",
        "down",
        "50%",
        "a third",
        "doubled",
        "3x",
        "peaked",
        "since July",
        "now",
        "at",
        "60",
        "in the week of 6 September",
        "in four weeks",
        "more than",
        "nearly",
        "of 100",
        "Wales",
        "Germany",
        "strongest in",
        "ahead of",
        "has overtaken",
        "averaged 31",
        "between 20 and 100",
        "“latte art”",
        "breakout",
        "for three weeks",
        "all-time high",
        "will",
        "£4.50",
        ".",
        ",",
        "und",
        "seit",
        "2 million searches",
        "um 50 Prozent",
        "en",
        "31 February",
        "99:99",
        "+",
        "-",
        "≈",
        "²",
        "٣",
        "\n",
    ]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _sound(text: str, snapshot: dict[str, Any]) -> None:
    claims = check(text, snapshot)
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(text)
        json.dumps(claim.as_json())
    assert claims == check(text, snapshot)


@QUICK
@given(st.text(max_size=200), st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, JSON)))
def test_any_text_and_any_snapshot_are_answered(text: str, snapshot: dict[str, Any]) -> None:
    _sound(text, snapshot)


@QUICK
@given(st.lists(WORDS, max_size=14), st.sampled_from(PARTS), JSON)
def test_telling_words_in_any_order_over_a_snapshot_with_any_part_broken(
    words: list[str], part: str, junk: Any
) -> None:
    _sound(" ".join(words), {**milks(), part: junk})
    _sound(" ".join(words), latte())


@QUICK
@given(st.lists(WORDS, max_size=14))
def test_the_arguments_are_left_as_they_were(words: list[str]) -> None:
    snapshot = latte()
    before = copy.deepcopy(snapshot)
    check(" ".join(words), snapshot)
    assert snapshot == before


@QUICK
@given(
    st.lists(
        st.sampled_from(["we", "love", "our", "garden", "and", "quiet", "tea", "books", LATTE, "so", "much"])
    )
)
def test_without_figures_and_telling_words_there_is_no_claim(words: list[str]) -> None:
    assert check(" ".join(words), latte()) == []


@QUICK
@given(st.integers(2, 99), st.integers(-90, 300).filter(lambda n: n != 0))
def test_a_percentage_is_held_to_the_displayed_values(before: int, percent: int) -> None:
    after = before * (100 + percent) / 100
    snapshot = latte()
    points = snapshot["series"][LATTE]
    points[-6]["value"], points[-2]["value"] = before, after
    word = "up" if percent > 0 else "down"
    right = check(f"Search interest in {LATTE} is {word} {abs(percent)}% in four weeks.", snapshot)
    assert [claim.label for claim in right] == ["supported"]
    wrong = check(f"Search interest in {LATTE} is {word} {abs(percent) + 20}% in four weeks.", snapshot)
    assert [claim.label for claim in wrong] == ["contradicted"]


@QUICK
@given(st.integers(0, 12))
def test_a_sentence_before_it_moves_a_claim_and_changes_nothing_else(blanks: int) -> None:
    text = "Search interest in pumpkin spice latte is up 40% in four weeks."
    (alone,) = check(text, latte())
    (moved,) = check("We love it. " + " " * blanks + text, latte())
    assert (moved.start - alone.start, moved.label, moved.expected) == (
        12 + blanks,
        alone.label,
        alone.expected,
    )


def test_every_sentence_the_product_assembles_is_supported() -> None:
    for direction in ("up", "down", "steady"):
        for seed in range(4):
            snap: Snapshot = lifelike("air fryer", direction, seed=seed)
            for line in sentences.lines(facts.read(snap), seed):
                found = check(line.text, snap.model_dump(mode="json"))
                assert not [claim for claim in found if claim.flagged], line.text
