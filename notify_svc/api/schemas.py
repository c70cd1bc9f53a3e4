"""What the admin API of notify_svc reads and answers."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from notify_svc.models import DeadLetter, Delivery
from svckit.schemas import PageQuery, Schema

DeliveryStates = Literal["pending", "sending", "sent", "failed", "unknown"]
DeadLetterStates = Literal["waiting", "requeued", "discarded"]


class DeliveriesQuery(PageQuery):
    """``?state=&q=&cursor=&limit=``"""

    state: DeliveryStates | None = None
    q: str | None = Field(default=None, max_length=200, description="Part of the subject or of the address.")


class DeadLettersQuery(PageQuery):
    """``?state=&cursor=&limit=``"""

    state: DeadLetterStates = "waiting"


class DeliveryOut(Schema):
    """An e-mail. ``unknown``: its text went out and no answer came, so it isn't sent again by itself."""

    id: UUID
    template: str
    subject: str
    recipient: str
    recipient_name: str
    event_id: UUID
    event_type: str
    request_id: str
    state: DeliveryStates
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    error: str | None
    message_id: str

    @classmethod
    def of(cls, row: Delivery) -> "DeliveryOut":
        waiting = row.state == "pending"
        return cls.model_validate(
            {name: getattr(row, name) for name in cls.model_fields}
            | {"next_attempt_at": row.next_attempt_at if waiting else None}
        )


class DeliveriesOut(Schema):
    items: list[DeliveryOut]
    next: str | None
    counts: dict[str, int] = Field(description="How many e-mails by state.")


class DeadLetterOut(Schema):
    """A message its consumer gave up on. ``body`` is the event as it came."""

    id: UUID
    queue: str
    event_id: str | None
    event_type: str
    body: dict[str, Any]
    error: str
    tries: int
    died_at: datetime
    state: DeadLetterStates
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, row: DeadLetter) -> "DeadLetterOut":
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


class DeadLettersOut(Schema):
    items: list[DeadLetterOut]
    next: str | None
    counts: dict[str, int] = Field(description="How many dead letters by state.")
