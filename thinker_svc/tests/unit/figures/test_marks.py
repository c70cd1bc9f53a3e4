"""What a person's word about a mark holds for: that mark, and no other."""

from __future__ import annotations

import pytest

from thinker_svc.figures import check
from thinker_svc.figures.marks import keys
from thinker_svc.tests.unit.figures.snapshots import latte

WRONG = "Pumpkin spice latte fell by 80% in the last four weeks."


def _flagged(text: str) -> list[str]:
    """The keys of the marks that say something is wrong."""
    claims = check(text, latte())
    return [key for key, one in zip(keys(text, latte(), claims), claims, strict=True) if one.flagged]


def test_a_mark_is_the_same_wherever_its_sentence_stands() -> None:
    [alone] = _flagged(WRONG)
    for text in (
        f"Good morning. {WRONG}",
        f"{WRONG}\n\nSee you on Friday!",
        f"  {WRONG}",
    ):
        assert _flagged(text) == [alone], text
    assert _flagged(f"{WRONG} {WRONG}") == [alone, alone]


@pytest.mark.parametrize(
    "other",
    [
        "Pumpkin spice latte fell by 81% in the last four weeks.",
        "Pumpkin spice latte fell by 80% in the last five weeks.",
        "Sadly, pumpkin spice latte fell by 80% in the last four weeks.",
        "Pumpkin spice latte fell by 80% in the last four weeks!",
        "Pumpkin spice latte rose by 80% in the last four weeks.",
    ],
)
def test_in_other_words_it_is_another_mark(other: str) -> None:
    [alone], [changed] = _flagged(WRONG), _flagged(other)
    assert alone != changed


def test_each_of_several_in_a_sentence_is_a_mark_of_its_own() -> None:
    found = _flagged("Pumpkin spice latte fell by 80% in the last four weeks, and sales fell by 80% too.")
    assert len(found) == len(set(found)) == 2


def test_what_a_link_is_given_on_its_way_out_changes_no_mark() -> None:
    said = "Pumpkin spice latte fell by 80% in the last four weeks, see https://shop.example/spice{}."
    assert _flagged(said.format("")) == _flagged(said.format("?utm_source=team&utm_medium=social"))
    before = "https://shop.example/spice{} says pumpkin spice latte fell by 80% in the last four weeks."
    assert _flagged(before.format("")) == _flagged(before.format("?utm_source=team"))


def test_another_verdict_on_the_same_words_is_another_mark() -> None:
    text, empty = WRONG, latte(series={})
    claims = check(text, latte())
    [known] = keys(text, latte(), claims)
    [unknown] = keys(text, empty, check(text, empty))
    assert known != unknown
