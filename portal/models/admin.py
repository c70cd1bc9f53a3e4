"""What admins look at."""

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
    seen_at: datetime | None = None


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
    def broken(self) -> list[Check]:
        return [check for check in self.checks if not check.ok]


class MailDelivery(Read):
    """An e-mail and how it fared."""

    id: str
    recipient: Text = ""
    kind: Text = ""
    subject: Text = ""
    state: Text = ""
    created_at: datetime | None = None
    sent_at: datetime | None = None
    attempts: int = 0
    error: Text = ""


class DeadLetter(Read):
    """An event that could not be handled."""

    id: str
    type: Text = ""
    queue: Text = ""
    error: Text = ""
    attempts: int = 0
    failed_at: datetime | None = None
    created_at: datetime | None = None
    payload: Any = None

    @property
    def at(self) -> datetime | None:
        return self.failed_at or self.created_at
