"""Superlatives, regions, streaks and levels in the wordings that four languages have for them."""

from __future__ import annotations

from typing import Any

import pytest

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import latte, milks

SUPERLATIVES = [
    ("Pumpkin spice latte has never been this popular.", "unsupported"),
    ("Pumpkin spice latte is more popular than ever.", "unsupported"),
    ("Pumpkin spice latte has never been this popular this year.", "contradicted"),
    ("Not since August has interest in pumpkin spice latte been this high.", "contradicted"),
    ("Not since early October has interest in pumpkin spice latte been this high.", "supported"),
    ("Interest in pumpkin spice latte hasn't been this low since July.", "contradicted"),
    ("Interest last week was the highest since the week of 4 October.", "supported"),
    ("Pumpkin spice latte is at a 12-month high.", "contradicted"),
    ("Pumpkin spice latte is now at a one-month high.", "supported"),
    ("Pumpkin spice latte breaks all records.", "unsupported"),
    ("It is the best week so far this year for pumpkin spice latte.", "contradicted"),
    ("Seit August war pumpkin spice latte nicht mehr so gefragt.", "contradicted"),
    ("Die Nachfrage nach pumpkin spice latte erreicht ein Jahreshoch.", "contradicted"),
    ("Noch nie war die Nachfrage nach pumpkin spice latte so groß.", "unsupported"),
    ("Le pumpkin spice latte n'a jamais été aussi populaire.", "unsupported"),
    ("La demande de pumpkin spice latte atteint son plus haut niveau de l'année.", "contradicted"),
    ("El pumpkin spice latte nunca ha sido tan popular.", "unsupported"),
    ("El pumpkin spice latte alcanza su máximo del año.", "contradicted"),
]
REGIONS = [
    ("Wales is out in front, Scotland is next.", "supported"),
    ("Last on the regional list for pumpkin spice latte: England.", "supported"),
    ("England brings up the rear for pumpkin spice latte.", "supported"),
    ("Wales brings up the rear for pumpkin spice latte.", "contradicted"),
    ("Nowhere is interest in pumpkin spice latte bigger than in England.", "contradicted"),
    ("Scotland is ahead of England for pumpkin spice latte.", "supported"),
    ("Am kleinsten ist das Interesse an pumpkin spice latte in England.", "supported"),
    ("L'Angleterre ferme la marche pour le pumpkin spice latte.", "supported"),
    ("Inglaterra encabeza la lista del pumpkin spice latte.", "contradicted"),
]
STREAKS = [
    ("Pumpkin spice latte is on a six-week winning streak.", "contradicted"),
    ("Pumpkin spice latte is on a three-week winning streak.", "supported"),
    ("Pumpkin spice latte wächst die siebte Woche in Folge.", "contradicted"),
]
LEVELS = [
    ("Pumpkin spice latte rose to 60 points.", "supported"),
    ("Die Nachfrage nach pumpkin spice latte stieg auf 60 Punkte.", "supported"),
    ("La demanda de pumpkin spice latte ha subido a 80 puntos.", "contradicted"),
]
RIVALS = [
    ("Soy milk has been overtaken by oat milk.", "comparison", "supported"),
    ("Oat milk has been overtaken by soy milk.", "comparison", "contradicted"),
    ("In Germany, soy milk beats oat milk.", "region", "contradicted"),
    ("Germany prefers oat milk.", "region", "supported"),
]
NOTHING = [
    "It has never been easier to order online.",
    "Our best-selling latte, now bigger than ever.",
    "The most popular drink on our menu, now in Wales and Scotland.",
    "A five-year warranty, a high standard, no catch.",
    "Unsere stärkste Aktion des Jahres beginnt am 6. September.",
    "Notre café n'a jamais été aussi bon.",
    "Nunca un café supo tan bien.",
    "Wales beats Scotland 2-1 in the final.",
]


def labels(text: str, snapshot: dict[str, Any], kind: str) -> set[str]:
    return {claim.label for claim in check(text, snapshot) if claim.kind == kind}


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        (text, kind, label)
        for kind, family in (
            ("superlative", SUPERLATIVES),
            ("region", REGIONS),
            ("count", STREAKS),
            ("value", LEVELS),
        )
        for text, label in family
    ],
)
def test_each_wording_of_a_family_is_held_against_the_data(text: str, kind: str, label: str) -> None:
    assert labels(text, latte(), kind) == {label}


@pytest.mark.parametrize(("text", "kind", "label"), RIVALS)
def test_keywords_are_compared_in_time_and_within_a_region(text: str, kind: str, label: str) -> None:
    assert labels(text, milks(), kind) == {label}


@pytest.mark.parametrize("text", NOTHING)
def test_praise_that_says_nothing_about_the_search_is_left_alone(text: str) -> None:
    assert not [claim for claim in check(text, latte()) if claim.flagged]
