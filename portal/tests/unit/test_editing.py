"""What the editor computes: merges, previews, the small picture, words for figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import diffing, figure_words, previewing, tracing
from portal.merging import merge
from portal.models.editing import Claim
from portal.models.posts import Platform
from portal.models.searches import Snapshot
from portal.tests import examples as eg

X = Platform(id="x", name="X", unit="weighted", limit=280, link_length=23, bare_links=True)
BLUESKY = Platform(id="bluesky", name="Bluesky", limit=300, byte_limit=3000)
SENTENCE = st.text(alphabet="ab .\n", max_size=40)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        (
            "The loaf is out at seven.",
            "The rye loaf is out at seven.",
            "The loaf is out at eight.",
            "The rye loaf is out at eight.",
        ),
        ("a b c d", "a B c d", "a b c D", "a B c D"),
        ("a b", "a b", "a c", "a c"),
        ("a b", "a c", "a b", "a c"),
        ("a b", "a c", "a c", "a c"),
        ("a b c", "a c", "a b c d", "a c d"),
    ],
)
def test_changes_of_two_people_are_put_together(base: str, mine: str, theirs: str, both: str) -> None:
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.clashes) == (both, ())


def test_the_same_words_changed_twice_stand_there_twice_and_are_told() -> None:
    merged = merge("out at seven now", "out at noon now", "out at eight now")
    assert merged.text == "out at eight noon now"
    assert [(clash.mine, clash.theirs) for clash in merged.clashes] == [("noon", "eight")]


@given(SENTENCE, SENTENCE, SENTENCE)
def test_a_merge_loses_no_word_that_either_added(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs).text
    for changed in (mine, theirs):
        added = [c.text.strip() for c in diffing.by_word(base, changed) if c.kind == "ins"]
        assert all(word in merged for word in added)


@given(SENTENCE, SENTENCE)
def test_who_changed_nothing_changes_nothing_in_a_merge(base: str, other: str) -> None:
    assert merge(base, base, other).text == other
    assert merge(base, other, base).text == other


@given(st.text(max_size=400))
def test_a_preview_on_bluesky_shows_every_character_and_marks_what_is_too_much(text: str) -> None:
    shown = previewing.pieces(text, BLUESKY)
    assert "".join(piece.text for piece in shown) == text
    fits = "".join(piece.text for piece in shown if not piece.over)
    assert fits == text[: previewing.fits(text, BLUESKY)]


def test_links_tags_and_mentions_are_told_from_words() -> None:
    shown = previewing.pieces("See hartwell.com/a, #Brot2026 by @maya. C# #1 a@b.c", X)
    assert [(p.kind, p.text) for p in shown if p.kind != "text"] == [
        ("link", "hartwell.com/a"),
        ("tag", "#Brot2026"),
        ("tag", "@maya"),
    ]


def test_x_shortens_long_addresses_as_it_will() -> None:
    [piece] = previewing.pieces("https://www.hartwell.com/a-very-long-way-to-bread", X)
    assert piece.text == "hartwell.com/a-very-long-w…"


def test_the_small_picture_has_a_row_for_every_point_and_dashes_what_is_not_over() -> None:
    snapshot = Snapshot.model_validate(eg.snapshot(["rye", "spelt"]))
    drawn = tracing.trace(snapshot)
    assert drawn is not None
    assert len(drawn.rows) == 53
    assert [line.keyword for line in drawn.lines] == ["rye", "spelt"]
    assert len(drawn.lines[0].whole.split()) == 52
    assert len(drawn.lines[0].partial.split()) == 2
    assert len(drawn.rows[0].ys.split()) == 2


def test_nothing_is_drawn_from_one_point() -> None:
    one = eg.snapshot(["rye"], series={"rye": eg.series(100, 0)[:1]})
    assert tracing.trace(Snapshot.model_validate(one)) is None


@pytest.mark.parametrize("why", ["", *figure_words.WHY, "unheard-of"])
def test_every_reason_is_said_in_a_sentence(why: str) -> None:
    claim = Claim(start=0, end=3, label="unsupported", why=why)
    snapshot = Snapshot.model_validate(eg.snapshot(["rye"]))
    [row] = figure_words.rows("14%", [claim], snapshot)
    assert row.sentence.endswith(".")
    assert "{" not in row.sentence
