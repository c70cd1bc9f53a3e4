"""Marks in a text: whatever they cover, the words stay as they are."""

from hypothesis import given
from hypothesis import strategies as st

from portal.marking import runs
from portal.models.drafts import Span
from portal.models.editing import Claim


def _claim(start: int, end: int, label: str = "supported") -> Claim:
    return Claim(start=start, end=end, label=label)


def test_a_figure_within_what_a_model_wrote_carries_both_marks() -> None:
    found = runs("It rose 4% today.", [_claim(8, 10, "contradicted")], [Span(start=3, end=17)])
    assert [(run.text, run.is_ai, run.label) for run in found] == [
        ("It ", False, ""),
        ("rose ", True, ""),
        ("4%", True, "contradicted"),
        (" today.", True, ""),
    ]
    assert found[2].hue == "red"


positions = st.integers(-3, 40)


@given(
    text=st.text(max_size=30),
    claims=st.lists(st.tuples(positions, positions), max_size=4),
    spans=st.lists(st.tuples(positions, positions), max_size=3),
)
def test_no_word_is_lost_or_doubled(
    text: str, claims: list[tuple[int, int]], spans: list[tuple[int, int]]
) -> None:
    found = runs(text, [_claim(*at) for at in claims], [Span(start=a, end=b) for a, b in spans])
    assert "".join(run.text for run in found) == text
