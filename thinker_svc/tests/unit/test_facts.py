"""Facts from a snapshot, and the sentences they become."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinker_svc.services import facts, sentences
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.tests.factories import points, snapshot


def said(snap: Snapshot, variant: int = 0) -> dict[str, str]:
    return {line.kind: line.text for line in sentences.lines(facts.read(snap), variant)}


def test_a_rise_is_told_from_complete_points_only() -> None:
    # The partial last point (70) would make it 75%.
    assert said(snapshot())["change"] == (
        "Search interest in pumpkin spice is up 50% in four weeks in the United Kingdom."
    )


def test_the_peak_is_named_when_it_is_now_and_measured_when_it_has_passed() -> None:
    assert said(snapshot())["peak"] == "It is now at its highest point of the past 12 months."
    fallen = [*[40] * 40, 100, *[60] * 12, 60]
    assert said(snapshot(values=fallen))["peak"] == (
        "It peaked in the week of 14 August and is now 40% below that."
    )


def test_several_equal_peaks_are_no_single_time() -> None:
    assert "peak" not in said(snapshot(values=[50, 90, 50, 90, 50, 60, 60]))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["<1"] * 48 + [10, 20, 30, 40, 44], "has climbed from below 1 to 40 of 100 in four weeks"),
        ([0] * 48 + [10, 20, 30, 40, 44], "has climbed from 0 to 40 of 100 in four weeks"),
        ([40] * 48 + [30, 20, 10, "<1", "<1"], "has dropped from 40 to below 1 of 100 in four weeks"),
    ],
)
def test_no_percentage_is_made_from_less_than_one(values: list[Any], sentence: str) -> None:
    change = said(snapshot(values=values))["change"]
    assert sentence in change
    assert "%" not in change


@pytest.mark.parametrize(
    ("last", "wording"),
    [(84, "has doubled"), (96, "is up 140%"), (42, "is little changed"), (20, "is down 50%")],
)
def test_the_wording_fits_the_ratio(last: int, wording: str) -> None:
    assert wording in said(snapshot(values=[*[40] * 52, last, last]))["change"]


def test_steady_interest_is_said_to_be_steady() -> None:
    sheet = facts.read(snapshot(values=[50, 51] * 26 + [50]))
    assert sheet.direction == "steady"
    assert sentences.title(sheet) == "Pumpkin spice holds steady"


def test_rising_queries_are_quoted_with_breakouts_apart() -> None:
    assert said(snapshot())["rising"] == (
        "Breaking out among related searches: “pumpkin spice near me”. "
        "Also rising: “pumpkin spice recipe” (+250%)."
    )


def test_foreign_text_is_stripped_of_what_is_no_query() -> None:
    nasty = [
        {"query": "visit https://evil.example now", "value": 500},
        {"query": "tea\u202e\x07 “quoted”", "value": 300},
        {"query": "x" * 200, "value": 200},
        {"query": "Pumpkin Spice", "value": 100},
    ]
    rising = said(snapshot(rising=nasty))["rising"]
    assert rising.endswith(": “tea quoted” (+300%).")


def test_regions_are_ranked_only_as_far_as_they_differ() -> None:
    def region(name: str, value: int) -> dict[str, Any]:
        return {"name": name, "code": "", "values": {"pumpkin spice": value}}

    tied = [region("Wales", 100), region("Kent", 80), region("Devon", 80)]
    assert said(snapshot(regions=tied))["regions"] == "Interest is strongest in Wales."
    assert "regions" not in said(snapshot(regions=[region("Wales", 80), region("Kent", 80)]))


def test_several_keywords_are_compared_and_an_overtaking_is_news() -> None:
    snap = snapshot(
        keywords=["oat milk", "soy milk"],
        series={
            "oat milk": points([*[20] * 40, *[30] * 8, 50, 60, 70, 80, 81]),
            "soy milk": points([*[40] * 52, 40]),
        },
        averages={"oat milk": 28, "soy milk": 40},
        regions=[{"name": "Wales", "code": "GB-WLS", "values": {"oat milk": 60, "soy milk": 40}}],
    )
    lines = said(snap)
    assert lines["passed"] == "Oat milk has passed soy milk in search interest."
    assert lines["averages"] == (
        "Soy milk averaged 40 of 100 over the past 12 months, ahead of oat milk (28)."
    )
    assert lines["regions"] == "Oat milk takes its largest share of these searches in Wales."
    assert sentences.title(facts.read(snap)) == "Oat milk passes soy milk"


def test_an_empty_result_has_no_facts() -> None:
    sheet = facts.read(snapshot(values=[0] * 53, rising=[], regions=[], averages={}))
    assert sheet.empty


@pytest.mark.parametrize(
    ("resolution", "step", "phrase"),
    [
        ("minute", timedelta(minutes=1), "in 30 minutes"),
        ("minute", timedelta(minutes=8), "in four hours"),
        ("hour", timedelta(hours=1), "in a day"),
        ("day", timedelta(days=1), "in a week"),
        ("month", timedelta(days=30), "in three months"),
    ],
)
def test_spans_are_named_in_the_unit_of_the_data(resolution: str, step: timedelta, phrase: str) -> None:
    rising = [min(100, round(20 * 1.035**index)) for index in range(46)]
    snap = snapshot(resolution=resolution, series={"pumpkin spice": points(rising, step=step)})
    assert phrase in said(snap)["change"]


def test_a_gap_in_the_data_is_not_counted_as_time() -> None:
    series = points([*[40] * 20, 50, 60])
    del series[-6]  # the week that lies four weeks before the last complete one
    assert "in four weeks" not in said(snapshot(series={"pumpkin spice": series}))["change"]


def test_queries_related_to_another_keyword_do_not_stand_with_this_one() -> None:
    related = [
        {"query": "squash near me", "value": "Breakout", "keyword": "squash"},
        {"query": "pumpkin spice cake", "value": 120, "keyword": "pumpkin spice"},
    ]
    assert (
        said(snapshot(rising=related))["rising"]
        == "Related searches on the rise: “pumpkin spice cake” (+120%)."
    )


def test_keywords_keep_their_letters_and_questions_their_quotes() -> None:
    assert "“how to tie a tie”" in said(snapshot("how to tie a tie"))["change"]
    assert sentences.title(facts.read(snapshot("iPhone"))).startswith("iPhone ")


value = st.one_of(st.integers(0, 100), st.just("<1"))


@given(values=st.lists(value, min_size=0, max_size=60), variant=st.integers(0, 5))
def test_every_percentage_of_a_change_follows_from_the_data(values: list[Any], variant: int) -> None:
    sheet = facts.read(snapshot(values=values, rising=[], regions=[]))
    sentences.title(sheet)
    for line in sentences.lines(sheet, variant):
        if line.kind == "change" and sheet.change and "%" in line.text:
            [figure] = re.findall(r"([\d,]+)%", line.text)
            before, after = sheet.change.before.level, sheet.change.after.level
            exact = abs(after - before) / before * 100
            assert abs(int(figure.replace(",", "")) - exact) <= max(1, exact / 100)
            assert not sheet.change.after.partial
