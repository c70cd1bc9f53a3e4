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

LINK = re.compile(r"https?://\S+")
"""Submitting a draft may give its links parameters; that makes no other statement of a sentence."""


def keys(text: str, snapshot: Mapping[str, Any], claims: Sequence[Claim]) -> list[str]:
    """What tells the mark of each claim that `check` found in the text: SHA-256, in hex, of the sentence that
    it begins in, of where and what in it is marked, and of all the check says of it. In other words, or with
    another verdict, it is another mark; beside other sentences, on another platform, or with links to
    elsewhere, the same.
    """
    if not claims:
        return []
    bounds = [(one.start, one.end) for one in sentences(text, view(snapshot), language_of(text))]
    return [_key(text, claim, bounds) for claim in claims]


def _key(text: str, claim: Claim, bounds: Sequence[tuple[int, int]]) -> str:
    start, end = next((one for one in reversed(bounds) if one[0] <= claim.start), (0, len(text)))
    end = max(end, claim.end)
    said = (text[start : claim.start].lstrip(), text[claim.start : claim.end], text[claim.end : end].rstrip())
    verdict = (claim.kind, claim.label, claim.expected, claim.point, claim.why)
    told = json.dumps([*(LINK.sub("https://", part) for part in said), *verdict])
    return hashlib.sha256(told.encode()).hexdigest()
