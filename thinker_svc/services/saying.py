"""What has to be said in words: why not, what should change, why it holds. Pure."""

from __future__ import annotations

from svckit.problems import Unprocessable


def required(typed: str, why: str, *, kind: str, field: str) -> str:
    """What was typed, without the space around it.

    Raises:
        Unprocessable: of that kind at that field, with `why`, where nothing was.
    """
    said = typed.strip()
    if not said:
        raise Unprocessable(kind, why, errors=[{"field": field, "message": why}])
    return said
