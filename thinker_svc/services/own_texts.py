"""Texts that platforms have of their own: which of them a model wrote, and which words in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from thinker_svc.models.alternative import Alternative
from thinker_svc.models.draft import Draft
from thinker_svc.models.generation import Generation
from thinker_svc.services import spans, utm
from thinker_svc.services.order import Text

Stored = dict[str, Any]


def stored(own: Mapping[str, Text]) -> Stored:
    """As generations and alternatives keep them: by platform, `{"text", "ai_spans"}`."""
    return {name: asdict(text) for name, text in own.items()}


def read(kept: Stored) -> dict[str, Text]:
    return {name: Text(said["text"], [(a, b) for a, b in said["ai_spans"]]) for name, said in kept.items()}


def put(session: Session, draft: Draft, own: Mapping[str, Text]) -> None:
    """What platforms have of their own after a model wrote: what people wrote for a platform stays, and
    what a model wrote before gives way to what it wrote now."""
    theirs = by_hand(session, draft)
    written = {name: utm.as_kept(session, draft, text.text) for name, text in own.items()}
    # The words rather than where they stand: whatever is edited later, they are marked while they are there.
    passages = {name: spans.passages(text.text, text.ai_spans) for name, text in own.items()}
    kept = {name: words for name, words in draft.platform_passages.items() if name in theirs}
    draft.platform_texts, draft.platform_passages = written | theirs, passages | kept


def by_hand(session: Session, draft: Draft) -> dict[str, str]:
    """The own texts that are no model's: somebody wrote them, or changed what a model had written."""
    ran = select(Generation.own_texts).where(Generation.draft_id == draft.id)
    offered = select(Alternative.own_texts).join(Generation).where(Generation.draft_id == draft.id)
    written = {
        (name, utm.as_kept(session, draft, text.text))
        for kept in (*session.scalars(ran), *session.scalars(offered))
        for name, text in read(kept).items()
    }
    return {name: text for name, text in draft.platform_texts.items() if (name, text) not in written}


def ai_spans(draft: Draft) -> dict[str, list[list[int]]]:
    """By platform with words of a model in its own text: where they stand, in code points, end exclusive."""
    found = {
        name: spans.found(draft.platform_texts[name], words)
        for name, words in draft.platform_passages.items()
        if name in draft.platform_texts
    }
    return {name: where for name, where in found.items() if where}
