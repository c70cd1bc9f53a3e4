"""What a claim leads to: the time, region, query or average it was held against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from thinker_svc.figures import check
from thinker_svc.figures.marks import keys
from thinker_svc.tests.unit.figures.snapshots import LATTE, latte, milks

PEAK, LAST = ("time", "2026-09-06T00:00:00Z"), ("time", "2026-11-08T00:00:00Z")
WALES, SCOTLAND = ("region", "Wales"), ("region", "Scotland")
BREAKOUT = ("rising", "pumpkin spice near me")
NEAR_ME, STARBUCKS = "“pumpkin spice near me”", "“starbucks pumpkin spice”"


def points(text: str, snapshot: dict[str, Any]) -> list[list[tuple[str, str]]]:
    return [[(point.kind, point.name) for point in claim.points] for claim in check(text, snapshot)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Pumpkin spice latte peaked in the week of 6 September.", [PEAK]),
        ("Pumpkin spice latte is at 60.", [LAST]),
        ("Pumpkin spice latte ranged from 20 to 100.", [("time", "2025-11-09T00:00:00Z"), PEAK]),
        ("On average pumpkin spice latte stood at 31.", [("average", LATTE)]),
        ("On average pumpkin spice latte stood at 64.", [("average", LATTE)]),
        ("Pumpkin spice latte is above its average.", [LAST, ("average", LATTE)]),
        ("Interest in pumpkin spice latte is highest in Wales.", [WALES]),
        ("Interest in pumpkin spice latte is highest in Scotland.", [SCOTLAND]),
        ("Pumpkin spice latte: Scotland scores 83.", [SCOTLAND]),
        ("Pumpkin spice latte is more popular in Wales than in Scotland.", [WALES, SCOTLAND]),
        (f"The search {NEAR_ME} is a breakout.", [BREAKOUT]),
        ("“Pumpkin spice recipe” is up 300%.", [("rising", "pumpkin spice recipe")]),
        (f"{STARBUCKS} is the top related search.", [("top", "starbucks pumpkin spice")]),
        ("Among rising queries there are two breakouts.", [BREAKOUT]),
    ],
)
def test_a_claim_leads_to_what_it_was_held_against(text: str, wanted: list[tuple[str, str]]) -> None:
    assert points(text, latte()) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Oat milk is ahead of soy milk now.", [("time", "2026-11-08T00:00:00Z")]),
        ("On average soy milk is ahead of oat milk.", [("average", "soy milk"), ("average", "oat milk")]),
        ("Hemp milk comes last over the month.", [("average", "hemp milk")]),
    ],
)
def test_an_order_of_keywords_leads_to_the_time_or_the_averages_it_is_of(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    assert points(text, milks()) == [wanted]


def test_what_comes_first_instead_is_the_row_to_look_at() -> None:
    """A contradicted first place leads to the query that has it."""
    queries = [
        {"query": "starbucks pumpkin spice", "value": 100},
        {"query": "pumpkin spice syrup", "value": 40},
    ]
    found = points("“Pumpkin spice syrup” is the top related search.", latte(top=queries))
    assert found == [[("top", "starbucks pumpkin spice")]]


def test_what_is_said_of_a_query_before_leads_to_it_too() -> None:
    found = points(f"And {NEAR_ME}? Breakout.", latte())
    assert found == [[BREAKOUT]]


@pytest.mark.parametrize(
    "text",
    [
        "Search interest in matcha latte is up 40%.",  # of another topic
        "Interest in pumpkin spice latte is highest in Ireland.",  # of another place
        "“Pumpkin spice candle” is up 300%.",  # no query of the snapshot
        "Pumpkin spice latte trended upwards over the year.",  # of the whole course
    ],
)
def test_what_the_snapshot_holds_nowhere_leads_nowhere(text: str) -> None:
    claims = check(text, latte())
    assert claims
    assert [claim.points for claim in claims] == [()] * len(claims)


def test_where_a_claim_leads_makes_no_other_mark_of_it_and_is_not_printed() -> None:
    """Somebody may have set it aside before it led anywhere."""
    text = "Interest in pumpkin spice latte is highest in Scotland."
    (claim,) = check(text, latte())
    assert set(claim.as_json()) == {"start", "end", "kind", "label", "expected"}
    assert claim.points
    assert keys(text, latte(), [claim]) == keys(text, latte(), [replace(claim, points=())])
