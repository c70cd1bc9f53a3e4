"""What a person's word about a mark holds for: that mark, and no other."""

from __future__ import annotations

import pytest

from svckit.links import with_parameters
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
    for text in (f"{WRONG}\n\nSee you on Friday!", f"{WRONG} Come in.", f"  {WRONG}"):
        assert _flagged(text) == [alone], text


def test_beside_another_sentence_before_it_it_is_another_mark() -> None:
    told = [_flagged(f"{one} They rose by 12%.") for one in ("Our sales are good.", "Sales of tea are good.")]
    assert [len(one) for one in told] == [1, 1]
    assert told[0] != told[1]


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


@pytest.mark.parametrize(
    "link", ["https://shop.example/spice", "HTTPS://shop.example/a?b=1", "http://x.example"]
)
@pytest.mark.parametrize(
    "said", ["{} says {w}.", "{w} (see {}), they say.", "{w}, see {}", "{w}: {}!", "More at {}. Now {w}."]
)
def test_what_submitting_adds_to_links_changes_no_mark(link: str, said: str) -> None:
    text = said.format(link, w="pumpkin spice latte fell by 80% in the last four weeks")
    added = with_parameters(text, {"utm_source": "team a", "utm_campaign": "v1.2"}, unless="utm_")
    assert added != text
    [before], [after] = _flagged(text), _flagged(added)
    assert before == after


def test_another_link_is_another_mark() -> None:
    said = "Pumpkin spice latte fell by 80% in the last four weeks, see {}."
    links = ("https://a.example/x", "https://b.example/x", "https://a.example/x?page=2")
    assert len({key for link in links for key in _flagged(said.format(link))}) == 3


def test_another_verdict_on_the_same_words_is_another_mark() -> None:
    text, empty = WRONG, latte(series={})
    claims = check(text, latte())
    [known] = keys(text, latte(), claims)
    [unknown] = keys(text, empty, check(text, empty))
    assert known != unknown
