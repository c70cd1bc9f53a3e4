"""Answers that can't be read: what counts as one, how often they are put right, and what is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from thinker_svc.engines.base import AnswerMalformed, Request
from thinker_svc.services.drafting import Drafting
from thinker_svc.services.order import Order
from thinker_svc.services.templates import template
from thinker_svc.tests.unit.test_drafting import Page, Scripted, _Answer, full, order


class Slow(Scripted):
    """Takes more than a second for each answer."""

    @contextmanager
    def stream(self, request: Request) -> Iterator[_Answer]:
        with super().stream(request) as answer:
            time.sleep(1.2)
            yield answer


@pytest.mark.parametrize(
    "wrong",
    [
        {"hashtags": [1, {"tag": "#PumpkinSpice"}]},
        {"hashtags": "#PumpkinSpice"},
        {"body": ["Interest in pumpkin spice is up 50%."]},
        {"hook": None},
        {"note": "A field that nobody asked for."},
    ],
)
def test_an_answer_is_held_to_the_schema_that_was_sent(wrong: dict[str, Any]) -> None:
    engine = Scripted(full(**wrong), full())
    made = Drafting(engine).write(order(basic=False), Page())
    assert [(answer.malformed, answer.repair) for answer in made.answers] == [(True, False), (False, True)]
    assert made.text.endswith("#PumpkinSpice")


def test_more_hashtags_than_asked_for_are_cut_and_the_rest_stands() -> None:
    tags = ["#PumpkinSpice", "#pumpkin", "#spice", "#PumpkinSpice"]
    made = Drafting(Scripted(full(hashtags=tags))).write(order(basic=False), Page())
    assert [answer.malformed for answer in made.answers] == [False]
    assert made.text.startswith("Pumpkin spice is back in the kitchen.")


def once(**other: Any) -> Order:
    """Asks a template that allows one answer."""
    return order(basic=False, template=template("full-post").model_copy(update={"seeds": 1}), **other)


def test_a_malformed_answer_is_put_right_though_the_template_allows_one() -> None:
    engine = Scripted("Sure! A post.", full())
    made = Drafting(engine).write(once(), Page())
    assert made.text.startswith("Pumpkin spice is back in the kitchen.")
    assert [(answer.seed, answer.repair) for answer in made.answers] == [(100, False), (100, True)]
    assert engine.requests[1].messages[-2]["content"] == "Sure! A post."


def test_what_could_not_be_read_is_told_as_it_was_asked() -> None:
    with pytest.raises(AnswerMalformed, match="when asked to put it right answered again"):
        Drafting(Scripted("Sure!")).write(once(), Page())
    engine = Slow("Sure!")
    with pytest.raises(AnswerMalformed, match="no time left to ask it to put that right") as told:
        Drafting(engine, budget=2.2).write(once(), Page())
    assert len(engine.requests) == 1
    assert "again, in a shape" not in str(told.value)
