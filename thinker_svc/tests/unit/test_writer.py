"""Which names are those of one model."""

from __future__ import annotations

import pytest

from thinker_svc.services.writer import Model, same


@pytest.mark.parametrize(
    ("name", "other", "one"),
    [
        ("smollm2", "smollm2:latest", True),
        ("smollm2:latest", "smollm2", True),
        ("smollm2", "smollm2:135m", False),
        ("hub:5000/us/smollm2", "hub:5000/us/smollm2:latest", True),
        ("smollm2", "smollm", False),
    ],
)
def test_a_name_without_a_tag_is_that_of_the_latest(name: str, other: str, one: bool) -> None:
    assert same(name, other) is one


def test_a_template_that_names_a_basic_model_in_other_words_gets_a_basic_one() -> None:
    larger = Model("llama3.2:3b", basic=False, basics=frozenset({"smollm2"}))
    assert larger.or_named("smollm2:latest").basic
    assert not larger.or_named("smollm2:1.7b").basic
    assert larger.or_named("") is larger
