"""Times and numbers read as people say them."""

import datetime as dt

import pytest
from flask import Flask

from portal import words


@pytest.fixture(autouse=True)
def in_london(monkeypatch: pytest.MonkeyPatch) -> object:
    """Thursday 8 October 2026, 14:42 UTC, which is 15:42 in London."""
    app = Flask(__name__)
    app.config["DEFAULT_TIMEZONE"] = "Europe/London"
    monkeypatch.setattr(words, "now", lambda: dt.datetime(2026, 10, 8, 14, 42, tzinfo=dt.UTC))
    with app.test_request_context():
        yield


def at(year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(2026, 10, 8, 15, 30), "today 16:30"),
        (at(2026, 10, 7, 15, 30), "yesterday 16:30"),
        (at(2026, 10, 9, 7, 0), "tomorrow 08:00"),
        (at(2026, 10, 5, 11, 0), "Mon 12:00"),
        (at(2026, 10, 15, 7, 0), "Thu 15 Oct, 08:00"),
        (at(2025, 1, 2, 8, 0), "2 Jan 2025, 08:00"),
    ],
)
def test_a_moment_is_named_as_one_would_say_it(moment: dt.datetime, said: str) -> None:
    assert words.when(moment) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (41, "41 s"),
        (2880, "48 min"),
        (8280, "2 h 18 min"),
        (7200, "2 h"),
        (259200, "3 days"),
        (-5, "0 s"),
    ],
)
def test_a_duration_has_at_most_two_units(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


def test_what_was_typed_in_the_viewers_zone_comes_back_as_utc() -> None:
    assert words.from_input("2026-10-09T08:00") == at(2026, 10, 9, 7, 0)
    assert words.for_input(at(2026, 10, 9, 7, 0)) == "2026-10-09T08:00"
    assert words.from_input("") is None


def test_an_unreadable_time_is_an_error_and_not_now() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        words.from_input("tomorrow")


def test_the_last_minute_of_the_calendar_is_no_time_either() -> None:
    app = Flask(__name__)
    app.config["DEFAULT_TIMEZONE"] = "America/New_York"
    with app.test_request_context(), pytest.raises(ValueError, match="beyond the calendar"):
        words.from_input("9999-12-31T23:59")


@pytest.mark.parametrize("cookie", ["Nowhere/Land", "../../etc/passwd", "x" * 500, "%00"])
def test_a_zone_that_does_not_exist_falls_back(cookie: str) -> None:
    app = Flask(__name__)
    app.config["DEFAULT_TIMEZONE"] = "Europe/London"
    with app.test_request_context(headers={"Cookie": f"tz={cookie}"}):
        assert words.zone().key == "Europe/London"


def test_counts_agree_with_their_noun() -> None:
    assert [words.count(n, "search") for n in (0, 1, 2)] == ["0 searches", "1 search", "2 searches"]
    assert words.count(4812, "draft") == "4,812 drafts"
    assert words.count(2, "try", "tries") == "2 tries"
    assert [words.spelled(n) for n in (1, 7, 10, 11)] == ["one", "seven", "ten", "11"]


def test_a_refusal_says_each_reason_once() -> None:
    bluesky, x = "83 characters over the 300 of Bluesky.", "109 characters over the 280 of X."
    assert words.refusal(bluesky, [bluesky, x]) == f"{bluesky} {x}"
    assert words.refusal(bluesky, [f"{bluesky} {x}"]) == f"{bluesky} {x}"
    assert words.refusal("It is not to be had.", []) == "It is not to be had."
