"""How a wording is tested: by a part of what is marked, and its label."""

from __future__ import annotations

from typing import Any

from thinker_svc.figures import check


def holds(text: str, snapshot: dict[str, Any], wanted: tuple[str, str] | None) -> None:
    """`None`: nothing in it is flagged."""
    found = [(text[c.start : c.end], c.label) for c in check(text, snapshot)]
    if wanted is None:
        assert all(label == "supported" for _, label in found), found
    else:
        assert any(wanted[0] in said and label == wanted[1] for said, label in found), found
