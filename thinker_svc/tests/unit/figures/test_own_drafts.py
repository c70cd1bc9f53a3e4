"""The sentences the product writes itself are never flagged: a new draft raises no false alarm."""

from __future__ import annotations

from typing import get_args

import pytest

from bench.drafts.sheets import Case, cases
from thinker_svc.figures import check
from thinker_svc.services import drafting, facts, trust
from thinker_svc.services.assemble import Length
from thinker_svc.services.order import Made, Order
from thinker_svc.services.templates import Tone

CASES = [case for case in cases() if case.language in trust.CHECKED]
LENGTHS: tuple[Length, ...] = get_args(Length)
TONES: tuple[Tone, ...] = get_args(Tone)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.topic[0]}-{case.language}-{case.platform}")
def test_an_assembled_draft_is_supported_throughout(case: Case) -> None:
    sheet = facts.read(case.snapshot)
    snapshot = sheet.snapshot.model_dump(mode="json")
    for length in LENGTHS:
        for tone in TONES:
            order = Order(
                sheet, [case.platform], "none", basic=True, tone=tone, length=length, language=case.language
            )  # fmt: skip
            text = drafting.assembled(order, Made("")).text
            flagged = [
                (text[c.start : c.end], c.label, c.expected) for c in check(text, snapshot) if c.flagged
            ]
            assert flagged == [], text
