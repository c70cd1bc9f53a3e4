"""The team's rule for links: what statistics shall know them by."""

from __future__ import annotations

from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.links import with_parameters
from thinker_svc.models.draft import Draft
from thinker_svc.services import journal, policy, spans
from thinker_svc.services.states import State
from thinker_svc.services.terms import Utm


def marked(text: str, rule: Utm) -> str:
    """The text with the rule's parameters on its links; a link that has utm parameters keeps its own."""
    parameters = {"utm_source": rule.source, "utm_medium": rule.medium, "utm_campaign": rule.campaign}
    given = {name: value for name, value in parameters.items() if value}
    return with_parameters(text, given, unless="utm_") if rule.enabled else text


def as_kept(session: Session, draft: Draft, text: str) -> str:
    """The text as the draft keeps it: with marked links once it was submitted, until then as it was typed."""
    return marked(text, policy.current(session).utm) if draft.state == State.IN_REVIEW else text


def apply(session: Session, draft: Draft, principal: Principal) -> bool:
    """Mark the links of all texts, as a version of its own, so that what is shown and signed has them.

    Whether it changed anything; the caller sees to what follows from a change.
    """
    rule = policy.current(session).utm
    text = marked(draft.text, rule)
    own = {name: marked(said, rule) for name, said in draft.platform_texts.items()}
    if (text, own) == (draft.text, draft.platform_texts):
        return False
    draft.ai_spans = spans.kept(draft.text, text, draft.ai_spans)
    draft.text, draft.platform_texts = text, own
    draft.version += 1
    draft.content_hash = journal.signed(draft)
    draft.updated_at = utcnow()
    journal.revise(session, draft, now=draft.updated_at, actor=principal, apart=True)
    journal.note(session, draft, "links_marked", principal, version=draft.version)
    return True
