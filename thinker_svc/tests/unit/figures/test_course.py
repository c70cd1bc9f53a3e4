"""Streaks, counts of points, trends, highs and lows, superlatives and ranges, as people write them."""

from __future__ import annotations

import pytest

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import latte, milks

LATTE = [
    # streaks: four steps up, to 60
    ("Pumpkin spice latte is on a run of four weekly gains.", "count", "supported"),
    ("Pumpkin spice latte is on a run of six weekly gains.", "count", "contradicted"),
    ("Pumpkin spice latte? Nine weeks of gains.", "count", "contradicted"),
    ("Pumpkin spice latte is up for a third straight week.", "count", "supported"),
    ("Pumpkin spice latte fell for a third straight week.", "count", "contradicted"),
    ("Pumpkin spice latte : douzième semaine de hausse consécutive.", "count", "contradicted"),
    ("Pumpkin spice latte encadena cuatro semanas al alza.", "count", "supported"),
    ("Seit neun Wochen geht es mit dem Pumpkin Spice Latte bergauf.", "count", "contradicted"),
    # points above a level: 100 and no other is above 90, 87 and 100 are above 80
    ("Just one week above 90 for pumpkin spice latte.", "count", "supported"),
    ("Pumpkin spice latte spent five weeks above 80.", "count", "contradicted"),
    ("Nur in acht Wochen lag Pumpkin Spice Latte über 80.", "count", "contradicted"),
    # trends
    ("Pumpkin spice latte: clearly heading up over the year.", "trend", "supported"),
    ("Pumpkin spice latte has been flat as a pancake all year.", "trend", "contradicted"),
    ("Pumpkin spice latte went nowhere over the period.", "trend", "contradicted"),
    # dates: the peak is the week of 6 September
    ("When was peak pumpkin spice latte? It came in early September.", "date", "supported"),
    ("When was peak pumpkin spice latte? It came in June.", "date", "contradicted"),
    ("Late October marked the pumpkin spice latte's high.", "date", "contradicted"),
    ("The pumpkin spice latte's high was reached in early September.", "date", "supported"),
    # superlatives, of the latest point and of one that is named
    ("Early September brought pumpkin spice latte its best week since June.", "superlative", "supported"),
    ("Late October brought pumpkin spice latte its best week since August.", "superlative", "contradicted"),
    ("Pumpkin spice latte's best week on record was in September.", "superlative", "unsupported"),
    # ranges
    ("Pumpkin spice latte never left the 20-to-100 corridor.", "range", "supported"),
    ("Pumpkin spice latte ran from 35 to 90 over the year.", "range", "contradicted"),
    ("Pumpkin spice latte va de 35 a 90.", "range", "contradicted"),
]
NOTHING = [
    "He ran between 9 and 5, rain or shine.",
    "Temperatures are falling and so are the leaves.",
    "A third straight night of no sleep.",
    "We spent two weeks above the snow line.",
    "Das ist der Höhepunkt meines Lebens.",
    "The lowest price of the year, only until Sunday.",
    "Am 5. Mai ist Höhepunkt der Festwoche.",
    "Depuis trois semaines, je monte les escaliers à pied.",
    "Llevamos cinco años creciendo gracias a vosotros.",
]


@pytest.mark.parametrize(("text", "kind", "label"), LATTE)
def test_a_statement_is_read_and_judged(text: str, kind: str, label: str) -> None:
    assert [(c.kind, c.label) for c in check(text, latte()) if c.kind == kind] == [(kind, label)]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_about_the_search_claims_nothing(text: str) -> None:
    assert [claim for claim in check(text, latte()) if claim.flagged] == []


def test_each_keyword_has_its_own_statement() -> None:
    """A fragment takes from the sentence before what it leaves out."""
    said = check("Oat milk: trending up. Soy milk: trending up too. Squash? Six days of losses.", milks())
    assert [c.label for c in said if c.kind == "trend"] == ["supported", "contradicted"]
    assert [c.label for c in said if c.kind == "count"] == ["unsupported"]


def test_a_range_is_no_pair_of_values() -> None:
    said = check("Pumpkin spice latte moved between 20 and 100.", latte())
    assert [(c.kind, c.label) for c in said] == [("range", "supported")]
