"""What the spike statistic tells a team, and what it leaves alone."""

import json
import math
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svckit.testing.servers import ROOT
from trends_svc.spikes import Rule, judge, read_points

START = datetime(2026, 1, 4, tzinfo=UTC)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


def points(values: list[Any], resolution: str = "week", *, partial: int = 0) -> list[dict[str, Any]]:
    step = STEPS[resolution]
    return [
        {
            "time": (START + step * at).isoformat(),
            "value": value,
            "partial": at >= len(values) - partial,
        }
        for at, value in enumerate(values)
    ]


def steady(count: int, level: float = 30, sigma: float = 0.06, seed: int = 5) -> list[int]:
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return [round(level * (1 + rng.gauss(0, sigma))) for _ in range(count)]


def daily_rhythm(count: int) -> list[int]:
    return [
        round(30 * (1 + 0.5 * math.sin(math.tau * at / 24)) * (0.97 + (at * 7 % 5) / 80))
        for at in range(count)
    ]


@pytest.mark.parametrize("resolution", ["hour", "day", "week"])
def test_a_doubled_last_complete_point_alerts(resolution: str) -> None:
    values = [*steady(100), 62]
    verdict = judge(read_points(points(values, resolution), resolution))
    assert verdict.alert
    assert verdict.spikes == [100]
    assert verdict.expected == pytest.approx(30, abs=4)


def test_an_old_spike_is_marked_but_is_not_news() -> None:
    values = steady(100)
    values[60] = 90
    verdict = judge(read_points(points(values), "week"))
    assert verdict.spikes == [60]
    assert not verdict.alert


def test_a_point_that_is_not_over_is_not_judged_unless_asked_for() -> None:
    given = points([*steady(100), 80], partial=1)
    assert not judge(read_points(given, "week")).alert
    early = judge(read_points(given, "week"), Rule(early=True))
    assert early.alert
    assert early.last == 100


def test_a_low_partial_point_hides_no_spike() -> None:
    assert judge(read_points(points([*steady(100), 80, 12], partial=1), "week")).alert


def test_the_daily_rhythm_is_no_spike_and_a_peak_at_night_is_one() -> None:
    values = daily_rhythm(24 * 7)
    assert judge(read_points(points(values, "hour"), "hour")).spikes == []
    values[-6] = 34  # an ordinary value by day, at an hour that has 16
    assert judge(read_points(points(values[:-5], "hour"), "hour")).alert


def test_christmas_is_no_news_when_it_comes_every_year() -> None:
    values = [70 if at % 52 == 50 else 30 + at % 3 for at in range(52 * 3 + 51)]
    assert not judge(read_points(points(values), "week")).alert


def test_a_level_shift_alerts_when_it_happens_and_not_ever_after() -> None:
    before, after = steady(60), steady(30, level=62, seed=6)
    alerts = [
        judge(read_points(points([*before, *after[:n]], "day"), "day")).alert
        for n in range(1, len(after) + 1)
    ]
    assert alerts[0]
    assert not any(alerts[5:])
    assert judge(read_points(points([*before, *after], "day"), "day")).spikes == [60]


@pytest.mark.parametrize("level", ["<1", 0, 1])
def test_few_searches_make_no_alert(level: Any) -> None:
    assert not judge(read_points(points([level] * 80 + [3]), "week")).alert


def test_lone_points_of_a_rare_keyword_are_noise() -> None:
    rng = random.Random(3)  # noqa: S311 - repeatable, not secret
    values = [rng.randint(30, 100) if rng.random() < 0.12 else 0 for _ in range(120)]
    assert not judge(read_points(points([*values, 70]), "week")).alert


def test_a_glitch_at_zero_changes_nothing() -> None:
    values = steady(100)
    values[97] = 0
    assert judge(read_points(points([*values, 75]), "week")).spikes == [100]


def test_a_gap_does_not_shift_the_rhythm() -> None:
    given = points(daily_rhythm(24 * 7), "hour")
    del given[70:77]
    assert judge(read_points(given, "hour")).spikes == []


def test_without_its_newest_point_the_one_before_is_judged() -> None:
    given = [*points([*steady(100), 70]), {"time": None, "value": None, "partial": False}]
    assert judge(read_points(given, "week")).alert


@pytest.mark.parametrize("count", range(10))
def test_too_short_a_past_says_nothing(count: int) -> None:
    verdict = judge(read_points(points(steady(count)), "week"))
    assert (verdict.spikes, verdict.alert) == ([], False)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(st.integers(0, 100), st.just("<1"), st.none()), max_size=80),
    st.sampled_from(["minute", "hour", "day", "week", "month"]),
)
def test_any_series_gets_a_verdict_on_its_own_points(values: list[Any], resolution: str) -> None:
    given_points = [{"time": at * 3600, "value": value, "partial": False} for at, value in enumerate(values)]
    verdict = judge(read_points(given_points, resolution))
    assert all(values[index] is not None for index in verdict.spikes)
    assert verdict.spikes == sorted(set(verdict.spikes))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=20, max_size=60))
def test_a_verdict_on_the_past_needs_no_future(values: list[int]) -> None:
    """What back-tests rely on: adding points never turns a quiet moment's alert on."""
    whole = judge(read_points(points([*values, 50, 50, 50, 50]), "week"))
    then = judge(read_points(points(values), "week"))
    assert then.alert or len(values) - 1 not in whole.spikes


def test_a_file_is_judged_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "series.json"
    file.write_text(
        json.dumps(
            [
                {"id": "up", "resolution": "week", "points": points([*steady(60), 80])},
                {"id": "calm", "resolution": "week", "points": points(["<1"] * 30)},
            ]
        )
    )
    command = [sys.executable, "-m", "trends_svc.spikes", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [
        {"id": "up", "spikes": [60], "alert": True},
        {"id": "calm", "spikes": [], "alert": False},
    ]


def test_a_file_of_another_form_is_refused_with_the_form_expected(tmp_path: Path) -> None:
    file = tmp_path / "series.json"
    file.write_text('{"id": 1}')
    command = [sys.executable, "-m", "trends_svc.spikes", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "expected [{id, resolution" in done.stderr
