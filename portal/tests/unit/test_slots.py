"""The time that is offered for going out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import slots

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 10, 7, 9, tzinfo=UTC)  # 10:00 in London
moments = st.integers(0, 60 * 24 * 365).map(lambda minutes: NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "2026-10-07T12:30"),
        (["2026-10-07T12:00"], "2026-10-07T17:00"),
        (["2026-10-07T13:29"], "2026-10-07T17:00"),
        (["2026-10-07T13:30"], "2026-10-07T12:30"),
        (["2026-10-07T12:30", "2026-10-07T17:00"], "2026-10-08T08:00"),
    ],
)
def test_the_next_usual_time_with_nothing_around_it(taken: list[str], expected: str) -> None:
    others = [datetime.fromisoformat(at).replace(tzinfo=LONDON) for at in taken]
    assert slots.next_free(others, NOW, LONDON) == datetime.fromisoformat(expected).replace(tzinfo=LONDON)


@given(now=moments, taken=st.lists(moments, max_size=30))
def test_it_is_a_usual_time_to_come_and_never_beside_another(now: datetime, taken: list[datetime]) -> None:
    slot = slots.next_free(taken, now, LONDON)
    assert slot.timetz().replace(tzinfo=None) in slots.USUAL
    assert slot - now >= slots.SOONEST
    assert all(abs(slot - other) >= slots.APART for other in taken)


def test_when_all_are_taken_the_first_is_offered_all_the_same() -> None:
    every = [NOW + timedelta(minutes=30 * n) for n in range(48 * 16)]
    assert slots.next_free(every, NOW, LONDON).isoformat() == "2026-10-07T12:30:00+01:00"
