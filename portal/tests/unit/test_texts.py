"""Differences, lengths, keywords, addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.counting import Count
from portal.diffing import by_word, images
from portal.forms.search import split_keywords
from portal.models.drafts import Content, Draft, Generation, Span
from portal.models.posts import Platform
from portal.models.talk import Image
from portal.navigation import safe_next
from portal.tests import examples as eg


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_diff_holds_both_texts_whole(old: str, new: str) -> None:
    changes = by_word(old, new)
    assert "".join(c.text for c in changes if c.kind != "del") == new
    kept_length = sum(len(c.text) for c in changes if c.kind != "ins")
    assert kept_length == len(old)


def test_a_diff_marks_words_and_not_letters() -> None:
    changes = by_word("up 14% in a week", "up 4% in a week")
    assert [(c.kind, c.text) for c in changes] == [
        ("same", "up "),
        ("del", "14"),
        ("ins", "4"),
        ("same", "% in a week"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ab", "ab", []),
        ("", "a", [("a", "came", 1, 0)]),
        ("ab", "b", [("a", "went", 1, 0)]),
        ("abcd", "dabc", [("d", "moved", 1, 4)]),
        ("abcd", "acdb", [("b", "moved", 4, 2)]),
        # What only slid up because another went has not moved.
        ("abc", "cx", [("x", "came", 2, 0), ("a", "went", 1, 0), ("b", "went", 2, 0)]),
    ],
)
def test_images_of_two_versions_came_went_or_moved(
    before: str, after: str, expected: list[tuple[str, str, int, int]]
) -> None:
    old, new = ([Image(sha256=name, alt="A loaf") for name in names] for names in (before, after))
    found = [(one.image.sha256, one.how, one.place, one.was) for one in images(old, new)]
    assert found == expected


@pytest.mark.parametrize("before", ["ab", "ba"])
def test_an_image_that_is_described_otherwise_says_how(before: str) -> None:
    old = [Image(sha256=name, alt="A rye loaf") for name in before]
    told = [one for one in images(old, [old[0], Image(sha256=before[1], alt="A rye bun")]) if one.described]
    assert [(one.image.sha256, one.how) for one in told] == [(before[1], "stays")]
    assert [(c.kind, c.text) for c in told[0].described] == [
        ("same", "A rye "),
        ("del", "loaf"),
        ("ins", "bun"),
    ]


@pytest.mark.parametrize(
    ("text", "limit", "hue", "left"),
    [
        ("é" * 10, 300, "accent", 290),
        ("x" * 285, 300, "orange", 15),
        ("x" * 312, 300, "red", -12),
        ("x", None, "accent", None),
    ],
)
def test_the_counter_warns_near_the_end_and_beyond(
    text: str, limit: int | None, hue: str, left: int | None
) -> None:
    count = Count(text, Platform.of("bluesky", "Bluesky", limit=limit))
    assert (count.hue, count.left) == (hue, left)


def test_a_family_is_one_character() -> None:
    assert Count("👩‍👩‍👧 e\u0301", Platform.of("webhook", "Webhook")).used == 3


def test_keywords_are_tidied_and_counted_once() -> None:
    assert split_keywords("  rye   bread, sourdough,\nrye bread,, ") == ["rye bread", "sourdough"]
    assert split_keywords(None) == []


@pytest.mark.parametrize("target", ["/drafts/1?about=facts", "/", "/review"])
def test_next_leads_on_within_the_site(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\/evil",
        "/a\nb",
        "javascript:alert(1)",
        "",
        None,
        "/%0a\tb\x00",
    ],
)
def test_next_never_leads_off_the_site(target: str | None) -> None:
    assert safe_next(target) == "/"


def draft_with(text: str, *spans: tuple[int, int]) -> Draft:
    made = Draft.model_validate(eg.draft(1, "x"))
    generation = Generation(ai_spans=[Span(start=a, end=b) for a, b in spans])
    return made.model_copy(update={"content": Content(text=text), "generation": generation})


def test_what_a_model_wrote_is_marked_and_nothing_else() -> None:
    pieces = draft_with("Facts. A question?", (7, 18)).pieces()
    assert [(p.text, p.is_ai) for p in pieces] == [("Facts. ", False), ("A question?", True)]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4))
def test_marks_never_change_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in draft_with(text, *spans).pieces()) == text
