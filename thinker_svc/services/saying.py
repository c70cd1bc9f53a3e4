"""What has to be said in words: why not, what should change, why it holds. Pure."""

from __future__ import annotations

import re
import unicodedata

from svckit.problems import Unprocessable

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and newline, and what turns the direction of the words around it."""


def required(typed: str, why: str, *, kind: str, field: str) -> str:
    """What was typed, without the space around it and without what nobody sees.

    Raises:
        Unprocessable: of that kind at that field, with `why`, where no sign is left that can be read.
    """
    said = _UNSEEN.sub("", typed.replace("\r\n", "\n")).strip()
    if not any(unicodedata.category(sign)[0] not in "CZ" for sign in said):
        raise Unprocessable(kind, why, errors=[{"field": field, "message": why}])
    return said
