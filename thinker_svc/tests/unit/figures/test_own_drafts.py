"""The sentences the product writes itself are never flagged: a new draft raises no false alarm."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bench.drafts.sheets import Case, cases
from thinker_svc.figures import check
from thinker_svc.services import facts, material, trust
from thinker_svc.services.assemble import Length
from thinker_svc.services.languages import Code
from thinker_svc.services.order import Made, Order
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.templates import Tone

CASES = [case for case in cases() if case.language in trust.CHECKED]
LENGTHS: tuple[Length, ...] = get_args(Length)
TONES: tuple[Tone, ...] = get_args(Tone)


WORDINGS = (1, 2, 3)  # a text that is written again is worded otherwise


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.topic[0]}-{case.language}-{case.platform}")
def test_an_assembled_draft_is_supported_throughout(case: Case) -> None:
    for length in LENGTHS:
        for tone in TONES:
            assert flagged(case.snapshot, case, tone=tone, length=length) == []
        for number in WORDINGS[1:]:
            assert flagged(case.snapshot, case, length=length, number=number) == []


@pytest.mark.parametrize("language", sorted(trust.CHECKED))
def test_no_query_is_called_the_fastest_where_another_keywords_grew_more(language: Code) -> None:
    case = next(case for case in CASES if case.language == language and len(case.snapshot.keywords) > 1)
    own, other = (
        facts.read(case.snapshot).keyword,
        next(name for name in case.snapshot.keywords if name != facts.read(case.snapshot).keyword),
    )
    rising = [
        {"query": f"{own} abc", "value": 250, "keyword": own},
        {"query": f"{other} xyz", "value": "Breakout", "keyword": other},
    ]
    snapshot = Snapshot.model_validate(case.snapshot.model_dump() | {"rising": rising})
    for number in WORDINGS:
        assert flagged(snapshot, case, length="long", number=number) == []


def flagged(snapshot: Snapshot, case: Case, **wishes: Any) -> list[tuple[str, str, str | None]]:
    """The words, label and true value of what the check flags in the assembled text."""
    sheet = facts.read(snapshot)
    order = Order(sheet, [case.platform], "none", basic=True, language=case.language, **wishes)
    text = material.assembled(order, Made("")).text
    claims = check(text, sheet.snapshot.model_dump(mode="json"))
    return [(text[one.start : one.end], one.label, one.expected) for one in claims if one.flagged]
