"""Sentences in six languages: complete, true, each in its own way of writing numbers, dates and places."""

from __future__ import annotations

import json
import re
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thinker_svc.figures import check
from thinker_svc.figures.text.unread import unread
from thinker_svc.services import facts, sentences, trust
from thinker_svc.services.facts import MONTHS, SPANS
from thinker_svc.services.languages import CODES, DATA, Code, direction, language
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.tests.factories import lifelike, points, snapshot

every_language = pytest.mark.parametrize("code", CODES)


def data_of(code: str) -> dict[str, Any]:
    return dict(json.loads((DATA / "languages" / f"{code}.json").read_text(encoding="utf-8")))


def text_of(snap: Snapshot, code: Code, variant: int = 0) -> str:
    return " ".join(line.text for line in sentences.lines(facts.read(snap), variant, code))


def compared() -> Snapshot:
    return snapshot(
        keywords=["oat milk", "soy milk"],
        series={
            "oat milk": points([*[20] * 40, *[30] * 8, 50, 60, 70, 80, 81]),
            "soy milk": points([*[40] * 52, 40]),
        },
        averages={"oat milk": 28, "soy milk": 40},
        regions=[{"name": "Wales", "code": "GB-WLS", "values": {"oat milk": 60, "soy milk": 40}}],
    )


COURSES: dict[str, Snapshot] = {
    "up": snapshot(geo="US"),
    "past its peak": snapshot(values=[*[40] * 40, 100, *[60] * 12, 60], geo="DE"),
    "steady": snapshot(values=[50, 51] * 26 + [50], geo="CH"),
    "steady below one": snapshot(values=[*["<1"] * 50, 9, "<1", "<1"], geo="FR"),
    "from below one": snapshot(values=["<1"] * 48 + [10, 20, 30, 40, 44], geo=""),
    "to below one": snapshot(values=[40] * 48 + [30, 20, 10, "<1", "<1"], geo="ES"),
    "doubled": snapshot(values=[*[40] * 52, 84, 84], geo="BR"),
    "many times": snapshot(values=[*[5] * 52, 78, 78], geo="GB"),
    "down": snapshot(values=[*[40] * 52, 20, 20], geo="FR", timeframe="2025-01-01 2026-03-01"),
    "compared": compared(),
}


@every_language
def test_every_language_says_all_that_english_does(code: Code) -> None:
    mine, english = data_of(code), data_of("en")
    assert set(english["say"]) <= set(mine["say"])
    for key, patterns in english["say"].items():
        asked = {name for pattern in patterns for _, name, _, _ in string.Formatter().parse(pattern) if name}
        own = mine["say"][key]
        for pattern in own.values() if isinstance(own, dict) else own:
            used = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
            assert used <= asked | {"name", "Name", "winner", "Winner", "regions", "Over_period", "n"}, key
    spans = {span for options in SPANS.values() for _, span in options} | {span for _, span in MONTHS}
    assert spans <= set(mine["in_span"])
    assert spans <= set(mine["against"])
    assert set(english["periods"]) == set(mine["periods"])
    assert set(mine["written"]) == {"up", "down", "steady", "sensitive"}
    assert all("{name}" in text for texts in mine["written"].values() for text in texts)


@every_language
@pytest.mark.parametrize("course", COURSES)
@pytest.mark.parametrize("variant", [0, 1, 2])
def test_what_is_said_is_true_and_in_its_language(code: Code, course: str, variant: int) -> None:
    snap = COURSES[course]
    text = text_of(snap, code, variant)
    assert trust.speaks(text, code, snap.keywords)
    assert not re.search(r"\{|\}|None|\s{2,}| \.", text)
    if code in trust.CHECKED:
        held = snap.model_dump(mode="json")
        assert [text[c.start : c.end] for c in check(text, held) if c.flagged] == []
    else:
        assert unread(text)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(CODES),
    st.sampled_from(["up", "down", "steady"]),
    st.integers(0, 10_000),
    st.sampled_from(["US", "DE", "FR", "BR", "", "CH", "NL", "AE"]),
)
def test_no_language_says_another_figure_than_english(code: Code, course: str, seed: int, geo: str) -> None:
    snap = lifelike("oat milk", course, geo=geo, seed=seed)
    english, foreign_ = (set(re.findall(r"\d+", text_of(snap, each))) for each in ("en", code))
    # A day or a year may stand in one language's period and not in the other's.
    assert {figure for figure in foreign_ if len(figure) < 4} <= english | {"1"}


@pytest.mark.parametrize(
    ("code", "geo", "said"),
    [
        ("de", "CH", " in der Schweiz"), ("de", "US", " in den USA"), ("de", "TR", " in der Türkei"),
        ("fr", "US", " aux États-Unis"), ("fr", "BR", " au Brésil"), ("fr", "BE", " en Belgique"),
        ("es", "GB", " en el Reino Unido"), ("es", "MX", " en México"), ("pt", "BR", " no Brasil"),
        ("pt", "PT", " em Portugal"), ("pt", "US", " nos Estados Unidos"), ("ar", "QA", " في قطر"),
        ("en", "GB", " in the United Kingdom"), ("de", "", " weltweit"), ("ar", "", " حول العالم"),
    ],
)  # fmt: skip
def test_places_have_their_preposition(code: str, geo: str, said: str) -> None:
    assert language(code).place(geo) == said


def test_no_country_is_called_by_its_code() -> None:
    for code in CODES:
        for geo in (name for name in data_of("fr")["places"] if len(name) == 2):
            assert not language(code).place(geo).endswith(f" {geo}")


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("en", 1250, "1,250%"),
        ("de", 1250, "1.250\u00a0%"),
        ("fr", 44, "44\u00a0%"),
        ("pt", 44, "44%"),
        ("ar", 44, "44%"),
    ],
)
def test_per_cents_are_written_as_each_language_does(code: str, value: int, said: str) -> None:
    assert language(code).percent(value) == said


@pytest.mark.parametrize(("n", "said"), [(3, "3 أضعاف"), (11, "11 ضعفًا"), (100, "100 ضعف")])
def test_arabic_counts_with_the_right_plural(n: int, said: str) -> None:
    assert f"أكثر من {said} " in language("ar").say("times", name="«x»", n=n, span="", place="")


def test_small_rules_of_spelling() -> None:
    spanish = language("es")
    assert spanish.listed(["«pan»", "«iglesia»"]) == "«pan» e «iglesia»"
    assert spanish.listed(["«pan»", "«hielo»"]) == "«pan» y «hielo»"
    first = (
        snapshot(values=[40] * 53)
        .series["pumpkin spice"][0]
        .model_copy(update={"time": COURSES["up"].as_of.replace(month=3, day=1)})
    )
    assert language("fr").at(first, COURSES["up"]) == "dans la semaine du 1er mars"
    assert language("pt").at(first, COURSES["up"]) == "na semana de 1º de março"


@pytest.mark.parametrize("course", COURSES)
def test_no_number_stands_beside_latin_letters_in_arabic(course: str) -> None:
    """There it would be drawn on their other side, as if it belonged to another word."""
    for variant in (0, 1, 2):
        text = text_of(COURSES[course], "ar", variant)
        assert not re.search(r"[A-Za-z][^\u0600-\u06ff\dA-Za-z]*\d", text), text
    assert direction("ar") == "rtl"


def test_a_title_is_short_in_every_language() -> None:
    for code in CODES:
        for snap in COURSES.values():
            assert 5 < len(sentences.title(facts.read(snap), code)) <= sentences.TITLE_LENGTH


@pytest.mark.parametrize(
    ("keyword", "said"),
    [
        ("oat milk", "oat milk"),
        ("how to make candles", "“how to make candles”"),
        ("earthquake today", "“earthquake today”"),
        ("pizza near me", "“pizza near me”"),
    ],
)
def test_what_is_no_noun_stands_in_quotes(keyword: str, said: str) -> None:
    assert language("en").keyword(keyword) == said
    assert language("fr").keyword(keyword) == f"«\u00a0{keyword}\u00a0»"
