"""Who gets which e-mail because of which event.

A mailing is written down as one delivery row per person in the transaction that records the event in
the inbox; sending is a second step (sending.py). The unique key (event, recipient, template) is the
second lock on "never twice".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from notify_svc.events import (
    AccountDisconnected,
    CommentMentioned,
    DraftApproved,
    DraftFailed,
    DraftReminderDue,
    DraftReturned,
    DraftSubmitted,
    GuestCodeRequested,
    GuestInvited,
    GuestResponded,
    LinkRequested,
    PostNews,
    RegistrationRepeated,
    SearchFailed,
    UserChanged,
    WatchSpiked,
)
from notify_svc.models import Delivery, Person
from notify_svc.services import people
from notify_svc.services.rendering import Renderer
from svckit.db import utcnow
from svckit.events.envelope import Envelope, EventData
from svckit.ids import uuid7

GIVE_UP_AFTER = timedelta(hours=24)
POSTED = "notify_svc.posted"
"""Set in ``session.info`` when a delivery was added, so that the commit can wake the sender."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody an e-mail goes to."""

    address: str
    name: str
    is_author: bool = False


class Mailings:
    """Turns events into deliveries.

    Args:
        renderer: writes the subject; the rest is written when it leaves.
        sender_domain: right half of our Message-IDs.
    """

    def __init__(self, renderer: Renderer, sender_domain: str) -> None:
        self._renderer = renderer
        self._domain = sender_domain

    # People

    def user_changed(self, session: Session, event: Envelope, data: UserChanged) -> None:
        people.remember(session, data, event.time)
        if event.type == "user.verified":
            self._post(session, event, data, "welcome", [Recipient(data.email, data.name)])

    def verification_requested(self, session: Session, event: Envelope, data: LinkRequested) -> None:
        self._post(session, event, data, "verify-email", [Recipient(data.email, data.name)])

    def reset_requested(self, session: Session, event: Envelope, data: LinkRequested) -> None:
        self._post(session, event, data, "reset-password", [Recipient(data.email, data.name)])

    def registration_repeated(self, session: Session, event: Envelope, data: RegistrationRepeated) -> None:
        self._post(session, event, data, "already-registered", [Recipient(data.email, data.name)])

    # Searches and drafts

    def search_failed(self, session: Session, event: Envelope, data: SearchFailed) -> None:
        """Of a watch the first time only: its page tells how it goes on."""
        if data.repeated:
            return
        self._to(session, event, data, "search-failed", [data.requested_by.id])

    def watch_spiked(self, session: Session, event: Envelope, data: WatchSpiked) -> None:
        self._to(session, event, data, "watch-spiked", [data.watched_by.id])

    def draft_submitted(self, session: Session, event: Envelope, data: DraftSubmitted) -> None:
        """Everybody who may decide, but the author; or the author, when there is nobody else."""
        deciders = [p for p in people.with_role(session, people.DECIDERS) if p.id != data.author.id]
        if deciders:
            self._post(session, event, data, "review-asked", _all(deciders))
        else:
            self._to(session, event, data, "nobody-to-review", [data.author.id])

    def changes_requested(self, session: Session, event: Envelope, data: DraftReturned) -> None:
        self._unless_own(session, event, data, "changes-requested")

    def draft_rejected(self, session: Session, event: Envelope, data: DraftReturned) -> None:
        self._unless_own(session, event, data, "draft-rejected")

    def draft_approved(self, session: Session, event: Envelope, data: DraftApproved) -> None:
        self._unless_own(session, event, data, "draft-approved")

    def draft_held(self, session: Session, event: Envelope, data: DraftReturned) -> None:
        self._unless_own(session, event, data, "draft-held")

    def reminder_due(self, session: Session, event: Envelope, data: DraftReminderDue) -> None:
        """Those who may decide and haven't: neither the author nor who approved it already."""
        done = {data.author.id, *(person.id for person in data.approved_by)}
        deciders = [p for p in people.with_role(session, people.DECIDERS) if p.id not in done]
        if deciders:
            self._post(session, event, data, "review-reminder", _all(deciders))
        else:
            self._to(session, event, data, "nobody-to-review", [data.author.id])

    def draft_failed(self, session: Session, event: Envelope, data: DraftFailed) -> None:
        self._to(session, event, data, "draft-failed", [data.author.id])

    def comment_mentioned(self, session: Session, event: Envelope, data: CommentMentioned) -> None:
        told = [person.id for person in data.mentioned if person.id != data.author.id]
        self._to(session, event, data, "comment-mentioned", told)

    # Guests

    def guest_invited(self, session: Session, event: Envelope, data: GuestInvited) -> None:
        self._post(session, event, data, "guest-invited", [Recipient(data.email, data.name)])

    def guest_code_requested(self, session: Session, event: Envelope, data: GuestCodeRequested) -> None:
        self._post(session, event, data, "guest-code", [Recipient(data.email, data.name)])

    def guest_responded(self, session: Session, event: Envelope, data: GuestResponded) -> None:
        """The author and whoever invited; of a decision all who may decide too."""
        told = people.find(session, [data.author.id, data.invited_by.id])
        if data.kind != "commented":
            told += people.with_role(session, people.DECIDERS)
        once = {person.id: person for person in told}
        recipients = [Recipient(p.email, p.name, p.id == data.author.id) for p in once.values()]
        self._post(session, event, data, "guest-responded", recipients)

    # Posts and accounts

    def post_news(self, template: str) -> Callable[[Session, Envelope, PostNews], None]:
        """A handler that tells author and approver."""

        def tell(session: Session, event: Envelope, data: PostNews) -> None:
            told = [data.author.id, *([data.approver.id] if data.approver else [])]
            self._to(session, event, data, template, told, author=data.author.id)

        return tell

    def account_disconnected(self, session: Session, event: Envelope, data: AccountDisconnected) -> None:
        admins = people.with_role(session, ["admin"])
        self._post(session, event, data, "account-disconnected", _all(admins))

    # The rows

    def _unless_own(
        self, session: Session, event: Envelope, data: DraftReturned | DraftApproved, template: str
    ) -> None:
        if data.author.id != data.reviewer.id:
            self._to(session, event, data, template, [data.author.id], author=data.author.id)

    def _to(
        self,
        session: Session,
        event: Envelope,
        data: EventData,
        template: str,
        ids: list[UUID],
        *,
        author: UUID | None = None,
    ) -> None:
        found = people.find(session, ids)
        self._post(
            session, event, data, template, [Recipient(p.email, p.name, p.id == author) for p in found]
        )

    def _post(
        self,
        session: Session,
        event: Envelope,
        data: EventData,
        template: str,
        recipients: Iterable[Recipient],
    ) -> None:
        context = data.model_dump(mode="json")
        for recipient in recipients:
            row = self._row(event, template, recipient, context)
            insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
            session.execute(
                insert(Delivery)
                .values(row)
                .on_conflict_do_nothing(index_elements=["event_id", "recipient", "template"])
            )
            session.info[POSTED] = True

    def _row(
        self, event: Envelope, template: str, recipient: Recipient, context: dict[str, Any]
    ) -> dict[str, Any]:
        delivery_id, now = uuid7(), utcnow()
        return {
            "id": delivery_id,
            "created_at": now,
            "updated_at": now,
            "event_id": event.id,
            "event_type": event.type,
            "event_time": event.time,
            "request_id": event.requestid[:64],
            "recipient": recipient.address,
            "recipient_name": recipient.name[:200],
            "is_author": recipient.is_author,
            "template": template,
            "subject": self._renderer.subject(template, recipient.address, recipient.name, context),
            "context": context,
            "message_id": f"<{delivery_id.hex}@{self._domain}>",
            "state": "pending",
            "attempts": 0,
            "claim": 0,
            "next_attempt_at": now,
            "give_up_at": now + GIVE_UP_AFTER,
        }


def _all(found: Iterable[Person]) -> list[Recipient]:
    return [Recipient(person.email, person.name) for person in found]
