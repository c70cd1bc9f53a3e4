"""A comment stays at its words, whatever is written around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thinker_svc.services import anchors

TEXT = "Pumpkin spice is up 14% in a week. Apple cider is up 14% in a month. 🍎 Both are nearly double."


def at(words: str, text: str = TEXT, nth: int = 0) -> anchors.Anchor:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    made = anchors.make(text, start, words, None)
    assert made is not None
    return made


def found(text: str, anchor: anchors.Anchor) -> str | None:
    place = anchors.find(text, anchor)
    return text[place[0] : place[1]] if place else None


def test_an_edit_elsewhere_moves_the_comment_with_its_words() -> None:
    edited = "Good news, bakers 🥖! " + TEXT.replace("Both are", "Each of them is")
    place = anchors.find(edited, at("nearly double"))
    assert place is not None
    assert edited[slice(*place)] == "nearly double"


def test_of_equal_words_it_stays_at_those_with_the_same_neighbours() -> None:
    second = at("14%", nth=1)
    edited = TEXT.replace("Pumpkin spice is up 14% in a week. ", "")
    place = anchors.find(edited, second)
    assert place is not None
    assert edited[: place[0]].endswith("Apple cider is up ")
    first = at("14%")
    assert anchors.find(TEXT, first) == (TEXT.index("14%"), TEXT.index("14%") + 3)


def test_a_short_quote_is_not_taken_for_the_same_words_somewhere_else() -> None:
    first = at("14%")
    assert anchors.find("We bake 14% more rye now.", first) is None


def test_words_that_changed_are_said_to_have_changed() -> None:
    assert found(TEXT.replace("nearly double", "a quarter up"), at("nearly double")) is None
    assert found("", at("nearly double")) is None


def test_words_selected_before_an_autosave_are_found_where_they_are() -> None:
    made = anchors.make(TEXT, 3, "nearly double", "webhook")
    assert made is not None
    assert made.start == TEXT.index("nearly double")
    assert anchors.make(TEXT, 3, "not in it", None) is None


@given(before=st.text(max_size=60), after=st.text(max_size=60), quote=st.text(min_size=13, max_size=40))
def test_what_is_found_is_always_exactly_the_quote(before: str, after: str, quote: str) -> None:
    text = "Once. " + quote + " Twice."
    made = anchors.make(text, 6, quote, None)
    assert made is not None
    assert found(before + text + after, made) == quote
