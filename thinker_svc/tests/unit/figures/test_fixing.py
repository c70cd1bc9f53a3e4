"""What would make a contradicted claim true, and wording that was hard to read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bench.figures.corpus import read
from bench.figures.snapshots import SNAPSHOTS
from thinker_svc.figures import check
from thinker_svc.figures.fixing import fix

BIG = SNAPSHOTS["latte"] | {"rising": [{"query": "oat latte", "value": 3564}]}
WORLDS = SNAPSHOTS | {"big": BIG}


def fixed(text: str, snapshot: dict[str, Any]) -> str | None:
    claim = next(claim for claim in check(text, snapshot) if claim.label == "contradicted")
    found = fix(text, snapshot, claim)
    return text[: found.start] + found.text + text[found.end :] if found else None


@pytest.mark.parametrize(
    ("snapshot", "wrong", "right"),
    [
        (
            "latte",
            "Pumpkin spice latte is up 70% in four weeks.",
            "Pumpkin spice latte is up 50% in four weeks.",
        ),
        ("latte", "Pumpkin spice latte averaged 44.", "Pumpkin spice latte averaged 31."),
        ("latte", "Pumpkin spice latte is down 9% in a week.", "Pumpkin spice latte is up 9% in a week."),
        ("latte", "Interest quadrupled since July.", "Interest tripled since July."),
        (
            "latte",
            "Pumpkin spice latte peaked in the week of 18 October.",
            "Pumpkin spice latte peaked in the week of 6 September.",
        ),
        ("latte", "Pumpkin spice latte peaked in late October.", "Pumpkin spice latte peaked in September."),
        ("de", "Glühwein: plus 80 % in vier Wochen.", "Glühwein: plus 50 % in vier Wochen."),
        ("vinyl", "Vinyl records peaked in 2008.", "Vinyl records peaked in 2025."),
        ("big", "“oat latte” is up 900%.", "“oat latte” is up 3,564%."),
        ("big", "“oat latte” is up 2,000%.", "“oat latte” is up 3,564%."),
        ("big", "“oat latte” is up 2000%.", "“oat latte” is up 3564%."),
        ("big", "„oat latte“ ist um 2.000 % gestiegen.", "„oat latte“ ist um 3.564 % gestiegen."),
    ],
)
def test_a_wrong_figure_is_put_right_with_the_least_change(snapshot: str, wrong: str, right: str) -> None:
    assert fixed(wrong, WORLDS[snapshot]) == right


def test_nothing_is_offered_where_no_small_change_would_do() -> None:
    assert fixed("Scotland leads the regions, with Wales behind.", SNAPSHOTS["latte"]) is None


def test_whatever_is_offered_leaves_fewer_wrong_figures_than_before() -> None:
    for text in read("tuning.txt")[::15]:
        snapshot = SNAPSHOTS[text.snapshot]
        claims = check(text.text, snapshot)
        wrong = [claim for claim in claims if claim.label == "contradicted"]
        for claim in wrong:
            found = fix(text.text, snapshot, claim)
            if found is not None:
                after = check(text.text[: found.start] + found.text + text.text[found.end :], snapshot)
                assert sum(one.flagged for one in after) < sum(one.flagged for one in claims), text.text


def test_every_unsupported_claim_says_why() -> None:
    for text in read("tuning.txt")[::4]:
        for claim in check(text.text, SNAPSHOTS[text.snapshot]):
            if claim.label == "unsupported" and claim.kind != "region":
                assert claim.why, text.text


@pytest.mark.parametrize(
    ("snapshot", "text", "labels"),
    [
        ("latte", "England comes first by region.", ["contradicted"]),
        ("latte", "Pumpkin spice latte rose from 55 to 60 last week.", ["supported", "supported"]),
        (
            "latte",
            "Pumpkin spice latte fell from 90 to 40 between the weeks of 6 September and 11 October.",
            ["contradicted", "supported"],
        ),
        ("de", "Der Spitzenwert fiel in die Woche vom 6. September.", ["supported"]),
        ("de", "Bavaria shows the most interest in Glühwein.", ["supported"]),
        ("milks", "En Allemagne, oat milk atteint 62 %.", ["supported"]),
        ("latte", "We went from 5 to 12 shops.", []),
    ],
)
def test_wording_that_was_hard_to_read(snapshot: str, text: str, labels: list[str]) -> None:
    assert [claim.label for claim in check(text, SNAPSHOTS[snapshot])] == labels


@pytest.mark.parametrize("words", ["1 2 3 4 ", "50% ", "up down ", "“a” ", "pumpkin spice latte up 5% "])
def test_no_text_keeps_the_check_busy(words: str) -> None:
    begun = time.process_time()
    check((words * 10_000)[:10_000], SNAPSHOTS["latte"])
    # A second on an idle machine; without bounds it was minutes.
    assert time.process_time() - begun < 15
