"""Regions by their people, in numbered lists, as shares, and carried over from the sentence before."""

from __future__ import annotations

from typing import Any

import pytest

from thinker_svc.figures import check

NATIONS: dict[str, Any] = {
    "keywords": ["padel", "pickleball"],
    "geo": "GB",
    "timeframe": "today 3-m",
    "resolution": "day",
    "as_of": "2026-11-20T00:00:00Z",
    "series": {},
    "averages": {"padel": 54, "pickleball": 24},
    "rising": [],
    "top": [],
    "regions": [
        {"name": "England", "code": "GB-ENG", "values": {"padel": 78, "pickleball": 22}},
        {"name": "Wales", "code": "GB-WLS", "values": {"padel": 71, "pickleball": 29}},
        {"name": "Scotland", "code": "GB-SCT", "values": {"padel": 66, "pickleball": 34}},
        {"name": "Northern Ireland", "code": "GB-NIR", "values": {"padel": 58, "pickleball": 42}},
    ],
}


def labels(text: str) -> list[str]:
    return [claim.label for claim in check(text, NATIONS) if claim.kind == "region"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Scots prefer padel.", "supported"),
        ("The Scots prefer pickleball.", "contradicted"),
        ("Les Gallois préfèrent le pickleball.", "contradicted"),
        ("Los escoceses prefieren el pickleball.", "contradicted"),
        ("Die Schotten bevorzugen Pickleball.", "contradicted"),
        ("The Swiss prefer padel.", "unsupported"),
        ("One Scottish search in three is for padel.", "contradicted"),
        ("Four in five English searches are for padel, and in Cornwall it takes 91%.", "unsupported"),
    ],
)
def test_people_of_a_place_stand_for_it(text: str, label: str) -> None:
    assert label in labels(text)


def test_each_share_of_a_region_is_read_alone() -> None:
    assert labels("Padel takes 71% in Wales, pickleball claims 45% there.") == ["supported", "contradicted"]
    assert labels("In Wales padel takes 71%, pickleball 29%.") == ["supported", "supported"]


def test_the_region_is_taken_from_the_sentence_before() -> None:
    assert labels("Wales is different. Over there pickleball takes 39%.") == ["contradicted"]
    assert labels("Wales is different. Over there pickleball takes 29%.") == ["supported"]


def test_numbered_lists_of_regions() -> None:
    assert set(labels("Padel, in order:\n1. England\n2. Wales\n3. Scotland")) == {"supported"}
    assert "contradicted" in labels("Padel, in order:\n1. Wales\n2. England\n3. Scotland")


@pytest.mark.parametrize(
    "text",
    [
        "I had a Welsh cake and Scotch eggs at the London Marathon.",
        "Scotland beat England 2-1 last night.",
        "1. Texas BBQ 2. Swiss cheese 3. Dutch apple pie: my shopping list.",
        "Notre boutique est au 27, rue des Martyrs, Paris 9e.",
        "Quedamos en la plaza de España, número 12, tercer piso.",
    ],
)
def test_places_that_claim_nothing(text: str) -> None:
    assert not [claim for claim in check(text, NATIONS) if claim.flagged]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Padel is bigger in England than in Wales.", "supported"),
        ("Padel is bigger in Scotland than in Wales.", "contradicted"),
        ("Wales shows less interest in padel than England.", "supported"),
        ("In Schottland wird häufiger nach Padel gesucht als in Wales.", "contradicted"),
        ("Le padel est plus recherché en Angleterre qu'en Écosse.", "supported"),
        ("El padel se busca más en Escocia que en Gales.", "contradicted"),
        ("Padel is bigger in England than in Norway.", "unsupported"),
    ],
)
def test_one_region_is_set_against_another(text: str, label: str) -> None:
    assert labels(text) == [label]


def test_what_the_data_holds_is_told_of_the_regions_that_are_named() -> None:
    [pair] = check("Padel is bigger in Scotland than in Wales.", NATIONS)
    assert (pair.label, pair.expected) == ("contradicted", "Scotland 66, Wales 71")
    [last] = check("Northern Ireland leads for padel.", NATIONS)
    assert last.expected == "England 78, Wales 71, Scotland 66, Northern Ireland 58"
