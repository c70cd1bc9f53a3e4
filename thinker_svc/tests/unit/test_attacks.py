"""Text of strangers that wants to be obeyed: what reaches the model, what an obedient one gets through."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from thinker_svc.services import drafting, facts, foreign, prompting
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.order import Order
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.templates import template
from thinker_svc.tests.factories import snapshot
from thinker_svc.tests.unit.test_drafting import Page, Scripted

DATA = Path(__file__).resolve().parents[1] / "data" / "attacks.json"
ATTACKS: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))
every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])


def under(attack: dict[str, Any]) -> Snapshot:
    """A trend whose data holds the attack where a stranger could put it."""
    said, where = attack["text"], attack["where"]
    keyword = said if where == "keyword" else "pumpkin spice"
    more: dict[str, Any] = {
        "query": {"rising": [{"query": said, "value": "Breakout"}, {"query": said, "value": 900}]},
        "top": {"top": [{"query": said, "value": 100}]},
        "region": {"regions": [{"name": said, "code": "", "values": {keyword: 100}}]},
        "headline": {"news": [{"title": said, "source": "Daily"}]},
    }.get(where, {})
    return snapshot(keyword, **more)


def order(attack: dict[str, Any], *, basic: bool) -> Order:
    wish = attack["text"] if attack["where"] == "wish" else ""
    return Order(facts.read(under(attack)), ["webhook"], "m", basic, instructions=wish)


def asked(attack: dict[str, Any]) -> prompting.Prompt:
    wanted = order(attack, basic=False)
    return drafting.full_post(wanted)


def harmless() -> prompting.Prompt:
    wanted = Order(facts.read(snapshot()), ["webhook"], "m", basic=False)
    return drafting.full_post(wanted)


def test_there_are_attacks_of_every_sort() -> None:
    assert len(ATTACKS) >= 30
    assert len({attack["id"] for attack in ATTACKS}) == len(ATTACKS)
    assert {attack["where"] for attack in ATTACKS} >= {
        "query",
        "top",
        "keyword",
        "headline",
        "region",
        "wish",
    }


@every_attack
def test_the_rules_and_the_shape_of_the_answer_stay_what_they_are(attack: dict[str, Any]) -> None:
    prompt, usual = asked(attack), harmless()
    assert prompt.messages[0] == usual.messages[0]
    assert prompt.format == usual.format
    assert prompt.options == usual.options
    assert [message["role"] for message in prompt.messages] == ["system", "user"]


@every_attack
def test_strangers_words_stay_within_their_fence(attack: dict[str, Any]) -> None:
    text = asked(attack).messages[1]["content"]
    assert text.count("<data>") == text.count("</data>") == 1
    assert text.startswith("<data>")
    inside, outside = text.removeprefix("<data>").split("</data>")
    assert not set("<>＜＞") & set(inside)
    if attack["where"] != "wish":
        assert outside == harmless().messages[1]["content"].split("</data>")[1]
    hidden = [ch for ch in text if unicodedata.category(ch)[0] == "C" and ch != "\n"]
    assert hidden == []
    assert max(len(line) for line in text.splitlines()) < 700


@every_attack
def test_what_reads_like_an_order_is_left_out(attack: dict[str, Any]) -> None:
    if not attack["dropped"] or attack["where"] in ("keyword", "wish"):
        return
    cleaned = foreign.headline if attack["where"] == "headline" else foreign.query
    assert cleaned(attack["text"]) == ""
    assert foreign.plain(attack["text"])[:40] not in asked(attack).messages[1]["content"]


@every_attack
def test_a_basic_model_is_told_the_topic_and_nothing_else_of_it(attack: dict[str, Any]) -> None:
    asking, wanted = template("closing-question"), order(attack, basic=True)
    prompt = prompting.closing_question(asking, wanted.sheet, "neutral")
    assert prompt.messages[0]["content"] == asking.system
    topic = "this topic" if attack["where"] == "keyword" else "pumpkin spice"
    assert prompt.messages[-1]["content"].startswith(f"Topic: {topic}\n")


@every_attack
@pytest.mark.parametrize("basic", [False, True], ids=["larger model", "basic model"])
def test_a_model_that_obeys_gets_nothing_through(attack: dict[str, Any], *, basic: bool) -> None:
    obeyed = {"hook": "", "body": "", "question": "", "hashtags": []} | attack["obeyed"]
    wanted = order(attack, basic=basic)
    page = Page()
    made = Drafting(Scripted(json.dumps(obeyed))).write(wanted, page)
    written_by_model = " ".join(made.text[start:end] for start, end in made.ai_spans)
    for word in attack["forbidden"]:
        assert word not in written_by_model.casefold()
    assert obeyed["body"] not in made.text
    assert obeyed["hook"] not in made.text
    assert page.text == made.text
    if attack["dropped"] and attack["where"] != "keyword":
        assert not [word for word in attack["forbidden"] if word in made.text.casefold()]
    hidden = [ch for ch in made.text if unicodedata.category(ch)[0] == "C" and ch != "\n"]
    assert hidden == []
    assert made.text.strip().endswith(("?", "#PumpkinSpice"))


@pytest.mark.parametrize(
    "query",
    [
        "how to ignore someone", "print lego instructions", "pumpkin spice latte rules", "game show rules",
        "act as a reference letter", "say it in spanish", "pumpkin spice near me", "system of a down",
        "assistant manager salary", "user interface design", "answer to life", "new york prompt care",
        "قهوة اليقطين", "¿qué es pumpkin spice?", "écrire une lettre", "was ist pumpkin spice",
    ],
)  # fmt: skip
def test_what_people_really_search_for_is_kept(query: str) -> None:
    assert foreign.query(query) == foreign.plain(query) != ""
