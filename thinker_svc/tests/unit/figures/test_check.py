"""What the check says of single sentences."""

from __future__ import annotations

import pytest

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import latte, milks

SUPPORTED = [
    ("Search interest in pumpkin spice latte is up 50% in four weeks.", "percent_change"),
    ("Search interest in pumpkin spice latte has climbed by half in four weeks.", "percent_change"),
    ("Pumpkin spice latte has tripled since December.", "percent_change"),
    ("Pumpkin spice latte rose by a half over the past month.", "percent_change"),
    ("Pumpkin spice latte never fell below 20.", "value"),
    ("Pumpkin spice latte was at 20 at the start of the year.", "value"),
    ("Pumpkin spice latte rose from 20 at the start of the year to 60.", "value"),
    ("It peaked in the week of 6 September and is now 40% below that.", "date"),
    ("It peaked in the week of 6 September and is now 40% below that.", "percent_change"),
    ("Interest in pumpkin spice latte stands at 60 out of 100.", "value"),
    ("Pumpkin spice latte averaged 31 over the past 12 months.", "average"),
    ("Interest ranged from 20 to 100.", "range"),
    ("“pumpkin spice recipe” is up 250%.", "rising"),
    ("Breaking out: “pumpkin spice near me”.", "breakout"),
    ("Interest is strongest in Wales, ahead of Scotland.", "region"),
    ("Pumpkin spice latte has been rising for three weeks.", "count"),
]
CONTRADICTED = [
    ("Search interest in pumpkin spice latte is down 50% in four weeks.", "percent_change"),
    ("Pumpkin spice latte has doubled since December.", "percent_change"),
    ("It peaked in the week of 4 October.", "date"),
    ("Interest in pumpkin spice latte stands at 87 out of 100.", "value"),
    ("Pumpkin spice latte began the year at 60.", "value"),
    ("Pumpkin spice latte never got above 70.", "value"),
    ("Pumpkin spice latte’s twelve-month maximum dates from December 2025.", "superlative"),
    ("Pumpkin spice latte fell by a half over the past month.", "percent_change"),
    ("Pumpkin spice latte averaged 35 over the past 12 months.", "average"),
    ("“pumpkin spice recipe” is up 400%.", "rising"),
    ("Interest is strongest in Scotland, ahead of Wales.", "region"),
    ("Pumpkin spice latte has been rising for six weeks.", "count"),
]
UNSUPPORTED = [
    ("Over 2 million searches for pumpkin spice latte last month.", "value"),
    ("Interest in matcha is up 30% in four weeks.", "percent_change"),
    ("Sales of pumpkin spice latte are up 12%.", "value"),
    ("Pumpkin spice latte hit an all-time high.", "superlative"),
    ("Pumpkin spice latte is up 40% since March 2019.", "percent_change"),
    ("Pumpkin spice latte will double by next week.", "trend"),
    ("Search interest in pumpkin spice latte is up 50% in Japan.", "percent_change"),
]
NOTHING = [
    "Our pumpkin spice latte costs £4.50, call 020 7946 0958. Top 5 tips inside!",
    "One of us loves it, and the other finds it second to none.",
    "Open from 9:30 to 17:00, code SPICE20 for 20% off, version 2.4.1, C++20.",
    "Have you tried one this autumn?",
    "Ready in 20 minutes with 3 easy steps. #pumpkinspice2026",
]


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        (*pair, label)
        for label, pairs in (
            ("supported", SUPPORTED),
            ("contradicted", CONTRADICTED),
            ("unsupported", UNSUPPORTED),
        )
        for pair in pairs
    ],
)
def test_a_claim_is_found_and_labelled(text: str, kind: str, label: str) -> None:
    found = check(text, latte())
    assert any(claim.label == label and (claim.kind == kind or label == "unsupported") for claim in found), (
        found
    )


@pytest.mark.parametrize("text", NOTHING)
def test_what_claims_nothing_is_left_alone(text: str) -> None:
    assert check(text, latte()) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Oat milk has overtaken soy milk.", "supported"),
        ("Soy milk has overtaken oat milk.", "contradicted"),
        ("Soy milk is the most searched of the three.", "supported"),
        ("Oat milk ranks second.", "supported"),
        ("Hemp milk ranks second.", "contradicted"),
    ],
)
def test_keywords_are_held_against_one_another(text: str, label: str) -> None:
    assert [claim.label for claim in check(text, milks())] == [label]


@pytest.mark.parametrize(
    "claimed",
    ["“pumpkin spice recipe” (+250%)", '"pumpkin spice recipe" (+250%)', "pumpkin spice recipe (+250%)"],
)
def test_a_claim_has_both_halves_of_its_marks(claimed: str) -> None:
    text = f"Rising: {claimed}, and more."
    (claim,) = check(text, latte())
    assert text[claim.start : claim.end] == claimed
