"""The table a model is given, and the post its fields make: exact, and within each platform's rules."""

from __future__ import annotations

import json
from typing import Any

import pytest

from thinker_svc.services import facts, facts_table, material, platforms, posts
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.order import Order
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.tests.factories import points, snapshot
from thinker_svc.tests.unit.test_drafting import GOOD, Page, Scripted


def rows(snap: Snapshot) -> dict[str, str]:
    return {row.label: row.value for row in facts_table.table(facts.read(snap))}


def test_the_table_holds_the_snapshots_own_figures() -> None:
    assert rows(snapshot()) == {
        "Searched": "pumpkin spice",
        "Where": "the United Kingdom",
        "Period": "the past 12 months, by week, as of 20 November 2026",
        "Scale": "0 to 100; 100 is this search's highest point; no count of searches",
        "Now": "60 in the week of 6 November",
        "Highest": "60 in the week of 6 November",
        "Lowest": "40 in the week of 14 November 2025",
        "Average": "43",
        "Change": "from 40 to 60 in four weeks, +50%",
        "Breakout queries": "pumpkin spice near me",
        "Rising queries": "pumpkin spice recipe (+250%)",
        "Strongest regions": "Wales 100; Scotland 83",
    }


def test_less_than_one_stays_what_it_is_and_gets_no_per_cent() -> None:
    found = rows(snapshot(values=["<1"] * 48 + [10, 20, 30, 40, 44]))
    assert found["Lowest"].startswith("<1 ")
    assert found["Change"] == "from <1 to 40 in four weeks"


def test_several_keywords_have_their_own_rows_and_regions_are_shares() -> None:
    found = rows(
        snapshot(
            keywords=["oat milk", "soy milk"],
            series={"oat milk": points([20] * 53), "soy milk": points([*[40] * 52, 40])},
            averages={"oat milk": 20, "soy milk": 40},
            regions=[{"name": "Wales", "code": "GB-WLS", "values": {"oat milk": 60, "soy milk": 40}}],
        )
    )
    assert found["Average of soy milk"] == "40"
    assert found["Average of oat milk"] == "20"
    assert found["Regions by share"].endswith("%")


def test_news_are_in_the_table_and_in_no_sentence() -> None:
    snap = snapshot(news=[{"title": "Cafés run out of pumpkin spice", "source": "Daily"}])
    assert rows(snap)["In the news"] == "Cafés run out of pumpkin spice"
    wanted = Order(facts.read(snap), ["webhook"], "m", basic=True)
    assert "Cafés" not in material.assembled(wanted).text


def written(platform: str, **fields: Any) -> str:
    answer = {
        "hook": "Pumpkin spice is back in the kitchen.",
        "body": "Interest in pumpkin spice is up 50% in four weeks in the United Kingdom.",
        "question": GOOD,
        "hashtags": ["#PumpkinSpice", "#pumpkin", "#spice", "#BuyNow"],
        **fields,
    }
    wanted = Order(facts.read(snapshot()), [platform], "m", basic=False)
    return Drafting(Scripted(json.dumps(answer))).write(wanted, Page()).text


@pytest.mark.parametrize("platform", platforms.PLATFORMS)
def test_no_platform_gets_more_hashtags_than_read_well_there_and_none_that_strangers_chose(
    platform: str,
) -> None:
    text = written(platform)
    assert text.count("#") == platforms.hashtags([platform])
    assert "#BuyNow" not in text
    assert not platforms.PLATFORMS[platform].too_long(text)


def test_words_in_a_hashtag_are_told_apart_by_capitals() -> None:
    assert written("webhook", hashtags=["#pumpkinspice", "#PUMPKINSPICE"]).endswith("\n\n#PumpkinSpice")


def test_several_platforms_get_what_the_strictest_of_them_takes() -> None:
    assert platforms.hashtags(["linkedin", "x"]) == 2
    assert platforms.aim(["linkedin", "x"]) == platforms.aim(["x"])


@pytest.mark.parametrize("platform", ["x", "bluesky"])
def test_what_is_too_long_loses_its_trimmings_before_its_facts(platform: str) -> None:
    wanted = Order(facts.read(snapshot()), [platform], "m", basic=False)
    given = ["Interest in pumpkin spice is up 50% in four weeks in the United Kingdom. " * 3]
    kept = {"hook": "Pumpkin spice is back in the kitchen, and " + "so " * 20 + "on.", "question": GOOD}
    text, by_model = posts.compose(wanted, given, kept, ("#PumpkinSpice",), "?")
    assert given[0].strip() in text
    assert "#" not in text
    assert kept["hook"] not in text
    assert by_model == [GOOD]
    assert not platforms.PLATFORMS[platform].too_long(text)
