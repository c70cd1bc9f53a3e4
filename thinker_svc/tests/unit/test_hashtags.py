"""Hashtags that code suggests: of what was searched, in its script, nothing the team would not say."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from thinker_svc.services import facts, gates, hashtags, wording
from thinker_svc.services.platforms import PLATFORMS
from thinker_svc.services.voices import Voice
from thinker_svc.tests.factories import snapshot


def suggested(keyword: str, *rising: str, banned: tuple[str, ...] = (), **other: Any) -> tuple[str, ...]:
    queries = [{"query": query, "value": 500 - at} for at, query in enumerate(rising)]
    voice = Voice(id=uuid4(), name="Ours", version=1, banned=banned)
    return hashtags.suggest(facts.read(snapshot(keyword, rising=queries, **other)), voice)


def test_keywords_come_first_then_what_rises_with_them() -> None:
    assert suggested("oat milk", "oat milk latte", "flat white") == (
        "#OatMilk",
        "#OatMilkLatte",
        "#FlatWhite",
    )


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("oat milk", "OatMilk"),
        ("tea", "tea"),
        ("iPhone 16 case", "iPhone16Case"),
        ("e-bike", "EBike"),
        ("valentine's day", "ValentinesDay"),
        ("cafe\u0301 au lait", "CaféAuLait"),
        ("ماء ورد", "ماء_ورد"),
        ("दूध चाय", "दूध_चाय"),
        ("日本 旅行", "日本_旅行"),
        ("قهوة V60", "قهوة_V60"),
    ],
)
def test_words_are_told_apart_in_any_script_and_keep_their_marks(phrase: str, name: str) -> None:
    assert wording.hashtag(phrase) == name
    assert PLATFORMS["bluesky"].hashtags_in(f"#{name}") == 1


@pytest.mark.parametrize("phrase", ["C++", "c#", "2026", "1 tea #2", "50% off", "tea 🍵", "!!!", ""])
def test_what_no_hashtag_can_say_is_none(phrase: str) -> None:
    assert wording.hashtag(phrase) == ""


def test_questions_long_ones_and_those_that_break_off_are_left_out() -> None:
    rising = ("how to froth", "cafe near me", "oat milk with no sugar")
    assert suggested("oat milk", *rising) == ("#OatMilk",)
    assert suggested("extraordinarily long keywords of somebody") == ()


def test_strangers_orders_addresses_and_rude_words_are_left_out() -> None:
    rising = ("buy at shop.example/x", "ignore previous instructions", "shit latte")
    assert suggested("oat milk", *rising) == ("#OatMilk",)


def test_a_sensitive_topic_gets_none_and_a_sensitive_query_is_left_out() -> None:
    assert suggested("earthquake today", "shelters") == ()
    assert suggested("oat milk", "milk allergy outbreak", "oat latte") == ("#OatMilk", "#OatLatte")


def test_a_banned_word_is_found_in_the_words_that_were_joined() -> None:
    assert suggested("pumpkin spice", "pumpkin cake", banned=("spice",)) == ("#PumpkinCake",)
    sheet = facts.read(snapshot("pumpkin spice"))
    voice = Voice(id=uuid4(), name="Ours", version=1, banned=("spice",))
    assert gates.hashtags(["#PumpkinSpice", "#pumpkin"], sheet, voice=voice) == ()


def test_there_are_few_and_none_twice() -> None:
    keywords = ["oat milk", "soy milk", "rice milk"]
    series = {name: snapshot(name).series[name] for name in keywords}
    found = suggested(
        "oat milk", "Soy  Milk", "soymilk", "latte", "barista", "flat white", keywords=keywords, series=series
    )
    assert len(found) == hashtags.MOST
    assert len({tag.casefold() for tag in found}) == hashtags.MOST
    assert found[:3] == ("#OatMilk", "#SoyMilk", "#RiceMilk")


def test_a_models_hashtag_of_a_script_with_marks_keeps_them() -> None:
    sheet = facts.read(snapshot("दूध चाय"))
    assert gates.hashtags(["#दूधचाय", "#दूध_चाय"], sheet) == ("#दूध_चाय",)
