"""The team's rule for links: what statistics shall know them by."""

from __future__ import annotations

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.links import with_parameters
from thinker_svc.models.draft import Draft
from thinker_svc.services import journal, policy
from thinker_svc.services.terms import Utm


def marked(text: str, rule: Utm) -> str:
    """The text with the rule's parameters on its links; a link that has utm parameters keeps its own."""
    parameters = {"utm_source": rule.source, "utm_medium": rule.medium, "utm_campaign": rule.campaign}
    given = {name: value for name, value in parameters.items() if value}
    return with_parameters(text, given, unless="utm_") if rule.enabled else text


def apply(session: Session, draft: Draft, principal: Principal) -> bool:
    """Mark the links of all texts, as a version of its own, so that what is shown and signed has them.

    Whether it changed anything; the caller sees to what follows from a change.
    """
    rule = policy.current(session).utm
    text = marked(draft.text, rule)
    own = {name: marked(said, rule) for name, said in draft.platform_texts.items()}
    if (text, own) == (draft.text, draft.platform_texts):
        return False
    draft.ai_spans = _moved(draft.ai_spans, draft.text, text)
    draft.text, draft.platform_texts = text, own
    draft.version += 1
    draft.content_hash = journal.signed(draft)
    draft.updated_at = utcnow()
    journal.revise(session, draft, now=draft.updated_at, actor=principal)
    journal.note(session, draft, "links_marked", principal, version=draft.version)
    return True


def _moved(spans: list[list[int]], old: str, new: str) -> list[list[int]]:
    """Each span whose words still stand in the new text, where they stand there."""
    kept = []
    for start, end in spans:
        at = new.find(old[start:end])
        if at >= 0:
            kept.append([at, at + end - start])
    return kept
