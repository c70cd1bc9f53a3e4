"""How a wording is tested: by a part of what is marked, and its label."""

from __future__ import annotations

import pytest

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import latte, milks

Case = tuple[str, tuple[str, str] | None]
"""A text, and a part of a mark with its label; `None`: nothing in it is flagged."""


def cases(*, of_milks: list[Case], of_latte: list[Case]) -> pytest.MarkDecorator:
    """For a test of `text` about `snapshot`, of three keywords or of one, and what is `wanted`."""
    told = [(text, milks(), wanted) for text, wanted in of_milks]
    return pytest.mark.parametrize(
        ("text", "snapshot", "wanted"), [*told, *((text, latte(), wanted) for text, wanted in of_latte)]
    )


def holds(text: str, snapshot: dict[str, object], wanted: tuple[str, str] | None) -> None:
    found = [(text[c.start : c.end], c.label) for c in check(text, snapshot)]
    if wanted is None:
        assert all(label == "supported" for _, label in found), found
    else:
        assert any(wanted[0] in said and label == wanted[1] for said, label in found), found
