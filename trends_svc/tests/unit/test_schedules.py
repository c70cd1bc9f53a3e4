"""When a watch asks again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trends_svc.services.schedules import Schedule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "now", "then"),
    [
        (Schedule(every="hourly", at="00:20"), "2026-11-23T10:05", "2026-11-23T10:20"),
        (Schedule(every="hourly", at="00:20"), "2026-11-23T10:20", "2026-11-23T11:20"),
        (Schedule(every="daily", at="08:00"), "2026-11-23T08:00", "2026-11-24T08:00"),
        (Schedule(every="daily", at="08:00", timezone="Asia/Tokyo"), "2026-11-23T10:00", "2026-11-23T23:00"),
        (Schedule(every="weekly", at="09:30", weekday=4), "2026-11-23T10:00", "2026-11-27T09:30"),
        # Lisbon's clocks go back on 25 October 2026.
        (
            Schedule(every="daily", at="08:00", timezone="Europe/Lisbon"),
            "2026-10-24T08:00",
            "2026-10-25T08:00",
        ),
        (
            Schedule(every="daily", at="08:00", timezone="Europe/Lisbon"),
            "2026-10-23T08:00",
            "2026-10-24T07:00",
        ),
    ],
)
def test_the_next_time_is_on_the_clock_of_the_place(schedule: Schedule, now: str, then: str) -> None:
    assert schedule.after(at(now)) == at(then)


@given(
    st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: at("2025-01-01") + timedelta(minutes=minutes)),
    st.sampled_from(["hourly", "daily", "weekly"]),
    st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_the_next_time_always_lies_ahead_and_never_far(now: datetime, every: str, zone: str) -> None:
    schedule = Schedule.model_validate({"every": every, "at": "02:30", "timezone": zone})
    ahead = (schedule.after(now) - now).total_seconds() / 3600
    assert 0 < ahead <= {"hourly": 1, "daily": 26, "weekly": 7 * 24 + 2}[every]


def test_a_timezone_that_is_not_there_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError, match="Europe/Lisbon"):
        Schedule(timezone="Europe/Atlantis")
