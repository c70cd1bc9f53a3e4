"""Texts that platforms have of their own: longer where there is clearly more room, of the same answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from thinker_svc.engines.base import EngineUnavailable
from thinker_svc.services import facts, material, platforms, spans
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.order import Made, Order
from thinker_svc.tests.factories import snapshot
from thinker_svc.tests.unit.test_drafting import GOOD, Page, Scripted, asked, full

ALL = ["bluesky", "x", "linkedin", "mastodon", "webhook"]
SHORT = "Interest in pumpkin spice is up 50% in four weeks."
LONGER = (
    f"{SHORT} “pumpkin spice recipe” is up 250% beside it, and the question is what people cook with it now."
)


def order(*names: str, basic: bool = True, **other: Any) -> Order:
    wishes: dict[str, Any] = {"basic": basic, "each_platform": True, "length": "long"} | other
    return Order(sheet=facts.read(snapshot()), platforms=list(names), model="m", **wishes)


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (ALL, [["bluesky", "x"], ["mastodon", "webhook"], ["linkedin"]]),
        (["linkedin", "bluesky"], [["bluesky"], ["linkedin"]]),
        (["mastodon", "linkedin"], [["mastodon"], ["linkedin"]]),
        (["webhook", "linkedin"], [["webhook", "linkedin"]]),
        (["x"], [["x"]]),
        (["gone"], []),
        ([], []),
    ],
)
def test_platforms_of_about_the_same_room_share_a_text(names: list[str], groups: list[list[str]]) -> None:
    assert platforms.groups(names) == groups


def test_code_says_more_where_there_is_more_room_around_the_same_question() -> None:
    engine = Scripted(asked(GOOD))
    made = Drafting(engine).write(order("bluesky", "linkedin"), Page())
    assert len(engine.requests) == 1
    assert set(made.own) == {"linkedin"}
    own = made.own["linkedin"]
    assert len(made.text) <= 280 < len(own.text)
    assert spans.passages(own.text, own.ai_spans) == spans.passages(made.text, made.ai_spans) == [GOOD]


def test_one_text_for_all_unless_asked_for_more_and_where_there_is_no_more_to_say() -> None:
    for wanted in (order("bluesky", "linkedin", each_platform=False), order("bluesky", "x")):
        assert Drafting(Scripted(asked(GOOD))).write(wanted, Page()).own == {}
    bare = facts.read(snapshot(rising=[], top=[], regions=[], values=[50] * 53))
    alone = Order(bare, ["mastodon", "linkedin"], "m", basic=True, each_platform=True, length="short")
    assert Drafting(Scripted(asked(GOOD))).write(alone, Page()).own == {}


def test_a_larger_model_gives_each_body_in_one_answer() -> None:
    engine = Scripted(full(body=SHORT, body_2=LONGER))
    made = Drafting(engine).write(order("bluesky", "linkedin", basic=False), Page())
    assert len(engine.requests) == 1
    assert SHORT in made.text
    assert LONGER not in made.text
    own = made.own["linkedin"]
    assert LONGER in own.text
    assert own.text.startswith("Pumpkin spice is back in the kitchen.")
    assert own.text.endswith(f"{GOOD}\n\n#PumpkinSpice")
    assert LONGER in spans.passages(own.text, own.ai_spans)


def test_a_model_is_told_whom_each_body_is_for_and_given_the_tokens_for_it() -> None:
    engine = Scripted(full(body=SHORT, body_2=LONGER, body_3=LONGER))
    Drafting(engine).write(order(*ALL, basic=False), Page())
    [request] = engine.requests
    said = request.messages[-1]["content"]
    assert 'Give "body_2" too: the body again, for Mastodon and Webhook' in said
    assert 'Give "body_3" too: the body again, for LinkedIn' in said
    assert said.index("</data>") < said.index('Give "body_2"')
    assert said.count("More facts, for body_2:") == 1
    assert request.options["num_predict"] == 1500
    assert request.format is not None
    assert list(request.format["properties"]) == [
        *("hook", "body", "body_2", "body_3", "question", "hashtags")
    ]
    one = Scripted(full())
    Drafting(one).write(order(*ALL, basic=False, each_platform=False), Page())
    assert one.requests[0].options["num_predict"] == 500
    assert "body_2" not in json.dumps(one.requests[0].messages)


@pytest.mark.parametrize(
    "body",
    ["Interest in pumpkin spice is up 65% in four weeks.", "Facts, for body_2: up 50%.", "Pumpkin " * 200],
)
def test_a_platforms_body_that_fails_is_replaced_alone(body: str) -> None:
    wanted = order("bluesky", "linkedin", basic=False)
    made = Drafting(Scripted(full(body=SHORT, body_2=body))).write(wanted, Page())
    assert SHORT in made.text
    own = made.own["linkedin"].text
    assert body.strip() not in own
    assert own.startswith("Pumpkin spice is back in the kitchen. Search interest in pumpkin spice is up 50%")


def test_an_answer_without_a_body_that_was_asked_for_is_malformed() -> None:
    engine = Scripted(full(body=SHORT), full(body=SHORT, body_2=LONGER))
    made = Drafting(engine).write(order("bluesky", "linkedin", basic=False), Page())
    assert [answer.malformed for answer in made.answers] == [True, False]
    assert LONGER in made.own["linkedin"].text


def test_without_any_model_each_platform_has_its_assembled_text() -> None:
    wanted = order("bluesky", "linkedin")
    with pytest.raises(EngineUnavailable):
        Drafting(Scripted(EngineUnavailable("away")), sleep=lambda _: None).write(wanted, Page())
    made = material.assembled(wanted, Made(""))
    assert len(made.text) < len(made.own["linkedin"].text)
    assert made.own["linkedin"].ai_spans == []
