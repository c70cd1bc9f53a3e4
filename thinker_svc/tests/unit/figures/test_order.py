"""Keywords against one another: who leads, by how much, who has passed whom, who ranks where."""

from __future__ import annotations

import pytest

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import latte, milks

GAPS = [
    ("Oat milk is 25 points ahead of soy milk now.", "supported"),
    ("Oat milk is 40 points ahead of soy milk now.", "contradicted"),
    ("Oat milk leads soy milk by 25 points today.", "supported"),
    ("Oat milk leads soy milk by ten points today.", "contradicted"),
    ("Soy milk is 17 points ahead of oat milk on average.", "supported"),
    ("Oat milk is ahead now. On 25 October it was 25 points behind soy milk.", "supported"),
    ("The gap between oat milk and soy milk is 25 points now.", "supported"),
    ("The gap between oat milk and soy milk is 12 points now.", "contradicted"),
    ("Oat milk liegt aktuell 25 Punkte vor soy milk.", "supported"),
    ("Oat milk devance soy milk de 40 points aujourd'hui.", "contradicted"),
    ("Oat milk aventaja a soy milk en 25 puntos ahora.", "supported"),
]
FACTORS = [
    ("Oat milk gets 16 times hemp milk's searches now.", "supported"),
    ("Oat milk gets five times hemp milk's searches now.", "contradicted"),
    ("Hemp milk draws half of soy milk's interest now.", "contradicted"),
    ("For every search for soy milk there are five for oat milk now.", "contradicted"),
    ("Soy milk wird im Schnitt doppelt so oft gesucht wie oat milk.", "contradicted"),
]
PASSED = [
    ("Soy milk has lost the lead to oat milk.", "supported"),
    ("Oat milk has dropped behind soy milk.", "contradicted"),
    ("Oat milk knocked soy milk off the top spot.", "supported"),
    ("The lead has changed hands between soy milk and oat milk.", "supported"),
    ("Soy milk wurde von oat milk überholt.", "supported"),
    ("Inzwischen hat oat milk soy milk überholt.", "supported"),
    ("Soy milk has been left behind. Hemp milk is ahead of it as well.", "contradicted"),
]
PLACES = [
    ("Standings on 8 November: oat milk first, soy milk second.", "supported"),
    ("Standings on 8 November: soy milk first, oat milk second.", "contradicted"),
    ("The ranking today: 1. oat milk, 2. soy milk, 3. hemp milk.", "supported"),
    ("🥇 hemp milk", "contradicted"),
    ("Almond milk comes second in the search ranking.", "unsupported"),
]
STRANGERS = [
    ("Squash draws half of oat milk's searches.", "unsupported"),
    ("Almond milk still beats them all: soy milk can't keep up.", "unsupported"),
    ("Oat milk is more popular than cow's milk.", "unsupported"),
    ("Chai latte has overtaken oat milk in searches.", "unsupported"),
]
NOTHING = [
    "Our third store opens ahead of Christmas.",
    "The shop comes first in customer service, last in prices.",
    "Oat milk, soy milk and hemp milk: which one is your favourite?",
    "The lead singer took the stage at nine.",
    "Sales of sneakers led retail last year.",
    "Wer zuerst kommt, mahlt zuerst.",
    "Il habite devant la gare, au deuxième étage.",
    "La tienda está en el segundo piso, por detrás de la estación.",
]


@pytest.mark.parametrize(("text", "label"), [*GAPS, *FACTORS, *PASSED, *STRANGERS])
def test_comparisons(text: str, label: str) -> None:
    assert {c.label for c in check(text, milks()) if c.kind == "comparison"} == {label}


@pytest.mark.parametrize(("text", "label"), PLACES)
def test_places(text: str, label: str) -> None:
    assert {c.label for c in check(text, milks()) if c.kind == "ranking"} == {label}


def test_one_keyword_is_compared_with_nothing_else() -> None:
    claims = check("Peppermint mocha is twice as popular as pumpkin spice latte.", latte())
    assert {c.label for c in claims} == {"unsupported"}


@pytest.mark.parametrize("text", NOTHING)
def test_what_claims_no_order(text: str) -> None:
    assert [c for c in check(text, milks()) if c.kind in ("comparison", "ranking", "superlative")] == []
