"""Approvals of a draft: whose there are, each for exactly one content; and their end with any edit, in the
log and for whoever waits to publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from thinker_svc.events import DraftWithdrawn
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.draft import Draft
from thinker_svc.services import journal
from thinker_svc.services.journal import Actor
from thinker_svc.services.terms import Policy


@dataclass(frozen=True, slots=True)
class Signer:
    """Whoever approves. `vouched_by`: for a guest, the member of the team who invited them; `guest_email`:
    the address they confirmed."""

    id: UUID
    name: str
    vouched_by: PersonData | None = None
    guest_email: str | None = None

    @property
    def guest(self) -> bool:
        return self.vouched_by is not None

    @property
    def member(self) -> PersonData:
        """Who on the team stands for this approval: others know no guests."""
        return self.vouched_by or PersonData(id=self.id, name=self.name)


@dataclass(frozen=True, slots=True)
class Given:
    """An approval of the content as it stands."""

    signer: Signer
    at: datetime
    own: bool = False
    """Of what they wrote themselves."""

    def counts(self, policy: Policy) -> bool:
        """Whether it is one of those needed, by the rules as they are now."""
        if self.own and policy.own_approval != "always":
            # Alone one signs all there is to sign; beside others one's own word is none.
            return policy.own_approval == "one-person-team" and policy.approvals_required == 1
        return policy.guest_approval_counts or not self.signer.guest


def given(draft: Draft) -> list[Given]:
    """The approvals of exactly this version and content, in their order. Any other is none."""
    authors = {str(draft.author_id), *draft.former_author_ids}
    return [
        Given(_signer(one), datetime.fromisoformat(one["at"]), one["reviewer"]["id"] in authors)
        for one in given_rows(draft)
    ]


def given_rows(draft: Draft) -> list[dict[str, Any]]:
    """The same, as they are stored."""
    return [
        one
        for one in draft.approvals
        if one["version"] == draft.version and one["content_hash"] == draft.content_hash
    ]


def void(session: Session, draft: Draft, actor: Actor, because: str) -> None:
    """End a complete approval before publishing. Call before the content changes: the log names the
    content that is no longer approved."""
    _write_void(session, draft, actor, because)
    outbox.emit(session, DraftWithdrawn(draft_id=draft.id, content_hash=draft.content_hash))
    # Another approval of the same words is another approval: it signs another version.
    draft.version += 1
    draft.review = None
    draft.publication = None


def change_time(session: Session, draft: Draft, actor: Actor, publish_at: datetime | None) -> datetime | None:
    """Set when it goes out, for an approval that follows; the time that it had without any approval. Who
    signed before signed it for another time, so their approvals end; and with another time it is another
    version, so that nobody else signs the old one."""
    if publish_at != draft.publish_at:
        if given(draft):
            void_given(session, draft, actor, "time_changed")
        draft.version += 1
    asked_for, draft.publish_at = draft.publish_at, publish_at
    return asked_for


def remember_time(draft: Draft, asked_for: datetime | None) -> None:
    """Keep the time that the draft had with the last approval, which chose another: it is void together with
    that approval."""
    if draft.publish_at != asked_for:
        last = draft.approvals[-1] | {"asked_for": asked_for.isoformat() if asked_for else None}
        draft.approvals = [*draft.approvals[:-1], last]


def void_given(session: Session, draft: Draft, actor: Actor, because: str) -> None:
    """End the approvals given so far of a draft that still waited for more. Where that brings back another
    time, it is another version: nobody who read the other time approves this one."""
    before = draft.publish_at
    if given(draft):
        _write_void(session, draft, actor, because)
    draft.version += draft.publish_at != before
    draft.approvals = []


def _write_void(session: Session, draft: Draft, actor: Actor, because: str) -> None:
    journal.decide(session, draft, "approval_voided", actor, because)
    journal.note(session, draft, "approval_voided", actor, content_hash=draft.content_hash, message=because)
    chosen = next((row for row in given_rows(draft) if "asked_for" in row), None)
    if chosen is not None:
        draft.publish_at = datetime.fromisoformat(chosen["asked_for"]) if chosen["asked_for"] else None
    draft.approvals = []


def _signer(row: dict[str, Any]) -> Signer:
    reviewer, vouched = row["reviewer"], row["vouched_by"]
    return Signer(
        UUID(reviewer["id"]), reviewer["name"], PersonData.model_validate(vouched) if vouched else None
    )
