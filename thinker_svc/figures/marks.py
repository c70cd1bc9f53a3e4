"""What tells one mark from another, so that a person's word about a mark holds for that one and no other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from thinker_svc.figures.claim import Claim
from thinker_svc.figures.text.lexicon import language_of
from thinker_svc.figures.text.reading import sentences
from thinker_svc.figures.view import view

ADDED = re.compile(r"[?&]utm_\w+=(?:[^\s&#]*[^\s&#.,;:!?'’…)\]}»”\"])?", re.IGNORECASE)
"""What submitting a draft adds to its links: parameters that make no other statement of a sentence."""


def keys(text: str, snapshot: Mapping[str, Any], claims: Sequence[Claim]) -> list[str]:
    """What tells the mark of each claim that `check` found in the text: SHA-256, in hex, of the sentence that
    it begins in and the one before, which may say what "it" is; of where and what is marked; and of all the
    check says of it. In other words, or with another verdict, it is another mark; elsewhere in a text, on
    another platform, or with the parameters that statistics add to links, the same.
    """
    if not claims:
        return []
    bounds = [(one.start, one.end) for one in sentences(text, view(snapshot), language_of(text))]
    return [_key(text, claim, bounds) for claim in claims]


def _key(text: str, claim: Claim, bounds: Sequence[tuple[int, int]]) -> str:
    at = max((at for at, one in enumerate(bounds) if one[0] <= claim.start), default=-1)
    start, end = bounds[at] if at >= 0 else (0, len(text))
    before = text[slice(*bounds[at - 1])] if at > 0 else ""
    said = (text[start : claim.start].lstrip(), text[claim.start : claim.end])
    rest = text[claim.end : max(end, claim.end)].rstrip()
    verdict = (claim.kind, claim.label, claim.expected, claim.point, claim.why)
    told = json.dumps([*(ADDED.sub("", part) for part in (before.strip(), *said, rest)), *verdict])
    return hashlib.sha256(told.encode()).hexdigest()
