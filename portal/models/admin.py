"""What admins look at."""

import json
from datetime import datetime
from typing import Any

from pydantic import Field

from portal.models.base import Read, Text


class Check(Read):
    """One dependency of a service."""

    name: str
    ok: bool
    detail: Text = ""
    latency_ms: float | None = None


class Process(Read):
    """A process of a service that has shown itself lately."""

    name: str
    pid: int | None = None
    host: Text = ""
    seen_seconds_ago: float | None = None


class Waiting(Read):
    """What stands in a service's outbox."""

    waiting: int = 0
    oldest_seconds: float | None = None


class Health(Read):
    """A service's own account of itself; ``reached`` is False when it didn't answer at all."""

    service: str
    version: Text = ""
    reached: bool = True
    latency_ms: float | None = None
    fault: Text = ""
    checks: list[Check] = Field(default_factory=list)
    outbox: Waiting | None = None
    processes: list[Process] = Field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.reached and not self.broken

    @property
    def broken(self) -> list[Check]:
        return [check for check in self.checks if not check.ok]


class MailDelivery(Read):
    """An e-mail and how it fared."""

    id: str
    template: Text = ""
    recipient: Text = ""
    recipient_name: Text = ""
    subject: Text = ""
    state: str
    event_type: Text = ""
    request_id: Text = ""
    created_at: datetime
    sent_at: datetime | None = None
    next_attempt_at: datetime | None = None
    attempts: int = 0
    error: Text = ""


class DeadLetter(Read):
    """An event that its consumer gave up on; ``body`` is the event as it came."""

    id: str
    event_type: Text = ""
    queue: Text = ""
    error: Text = ""
    tries: int = 0
    died_at: datetime
    body: dict[str, Any] = Field(default_factory=dict)

    @property
    def pretty(self) -> str:
        return json.dumps(self.body, indent=2, ensure_ascii=False)
