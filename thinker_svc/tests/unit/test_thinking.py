"""A reasoning model's thinking never gets into a text."""

from __future__ import annotations

import pytest

from thinker_svc.engines.thinking import split
from thinker_svc.services import asking

PROPERTIES = {"a": {"type": "string"}, "b": {"type": "array"}}
SCHEMA = {"type": "object", "properties": PROPERTIES, "required": ["a", "b"]}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('{"a": 1}', ("", '{"a": 1}')),
        ("<think>They want a post.</think>\n{}", ("They want a post.", "{}")),
        ("  <THINK>Hm.</THINK>{}", ("Hm.", "{}")),
        ("<thinking>Hm.</thinking>{}", ("Hm.", "{}")),
        ("Begun by the template.</think>{}", ("Begun by the template.", "{}")),
        ("<think>One.</think><think>Two.</think>{}", ("One.</think><think>Two.", "{}")),
        ("<think>still at", ("still at", "")),
        ("<thi", ("", "")),
        ("<", ("", "")),
        ("", ("", "")),
        ('{"a": "I <think> so"}', ("", '{"a": "I <think> so"}')),
    ],
)
def test_thinking_and_answer_are_told_apart(raw: str, expected: tuple[str, str]) -> None:
    assert split(raw) == expected


def test_no_piece_of_thinking_is_ever_taken_for_the_answer() -> None:
    whole = "<think>The figure is 99%.</think>{}"
    for end in range(len(whole)):
        assert "99" not in split(whole[:end])[1]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ('{"a": "x", "b": []}', True),
        ('```json\n{"a": "x", "b": ["y"]}\n```', True),
        ('{"a": "x"}', False),
        ('{"a": 1, "b": []}', False),
        ('{"a": "x", "b": "y"}', False),
        ("[]", False),
        ("Sure! Here is your post.", False),
        ('{"a": "x", "b": [', False),
    ],
)
def test_an_answer_is_read_only_in_the_shape_that_was_asked_for(text: str, good: bool) -> None:
    assert (asking.read(text, SCHEMA) is not None) is good
