"""Related queries: each statement is of its own query, in four languages."""

from __future__ import annotations

from typing import Any

import pytest

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import latte

SAID = [
    # pairs of a query and what is said of it
    ("“oat latte” is the top related query, “latte art” comes in fourth.", ["supported", "contradicted"]),
    ("“oat latte” is the top related query, “latte art” comes in third.", ["supported", "supported"]),
    (
        "Top related query? “oat latte” takes first place, “latte art” is second.",
        ["supported", "contradicted"],
    ),
    ("“latte recall” broke out, “latte kit” is likewise a Breakout term.", ["supported", "contradicted"]),
    ("“latte recall” is a breakout; so, we hear, is “latte kit”.", ["supported", "contradicted"]),
    ("“latte recall” went breakout... and “latte kit”? Breakout too.", ["supported", "contradicted"]),
    ("+1,900% for “latte kit”, +900% for “latte mug”.", ["supported", "contradicted"]),
    ("“latte recall” and “latte kit” are both breakouts.", ["contradicted"]),
    ("The fastest after the breakout: “latte mug”.", ["contradicted"]),
    ("“latte mug” is not a breakout.", ["supported"]),
    ("“latte recall” is not a breakout.", ["contradicted"]),
    ("“latte syrup” is ahead of “oat latte” in related searches.", ["contradicted"]),
    ("Behind “oat latte” comes “latte art”.", ["contradicted"]),
    ("“latte syrup” (72), “latte art” (14).", ["supported", "contradicted"]),
    ("“latte dupe” is breaking out and honestly?", ["unsupported"]),
    ("“latte dupe 2000” rose 90%.", ["unsupported"]),
    ("'latte mug' gained 90 per cent.", ["supported"]),
    (
        "«latte kit» sube 1,900% y «latte mug», 640% arriba, entre las consultas.",
        ["supported", "contradicted"],
    ),
    ("«latte recall» está en Breakout, «latte kit» también.", ["supported", "contradicted"]),
    ("«latte syrup» ocupa el segundo puesto de las consultas relacionadas.", ["supported"]),
    (
        "« Record » pour « latte recall », et même « Record » pour « latte mug ».",
        ["supported", "contradicted"],
    ),
    ("« latte syrup » est la première requête associée.", ["contradicted"]),
    ("»latte recall«: Breakout. »latte mug«: plus 300 %.", ["supported", "contradicted"]),
    ("“oat latte” is the top related query. Runner-up? “latte art”.", ["supported", "contradicted"]),
    ("“oat latte” is the top related query, followed by “latte art”.", ["supported", "contradicted"]),
    (
        "« oat latte » est la première requête associée, « latte art » ne vient qu'en deuxième position.",
        ["supported", "contradicted"],
    ),
    (
        "„oat latte“ auf Platz 1 der verwandten Anfragen, „latte art“ auf Platz zwei.",
        ["supported", "contradicted"],
    ),
]
NOTHING = [
    "He called it “the best bottle ever” and went home happy.",
    "My “quick wash” exploded into a whole weekend.",
    "“Slow living” is on the rise in our house.",
    "Breakout means a search grew by more than 5,000%.",
    "“Hydrate or diedrate” took first place in our slogan contest.",
    "« La vie en rose » arrive en tête de notre playlist.",
]


def snapshot() -> dict[str, Any]:
    return {
        **latte(),
        "rising": [
            {"query": "latte recall", "value": "Breakout"},
            {"query": "latte kit", "value": 1900},
            {"query": "latte mug", "value": 90},
        ],
        "top": [
            {"query": "oat latte", "value": 100},
            {"query": "latte syrup", "value": 72},
            {"query": "latte art", "value": 41},
        ],
    }


@pytest.mark.parametrize(("text", "labels"), SAID)
def test_each_statement_is_of_its_own_query(text: str, labels: list[str]) -> None:
    assert [claim.label for claim in check(text, snapshot())] == labels


@pytest.mark.parametrize("text", NOTHING)
def test_a_phrase_in_quotes_is_not_yet_a_search(text: str) -> None:
    assert check(text, snapshot()) == []


def test_the_mark_covers_the_phrase_and_what_is_said_of_it() -> None:
    text = "“latte dupe” is breaking out."
    (claim,) = check(text, snapshot())
    assert text[claim.start : claim.end] == "“latte dupe” is breaking out"
