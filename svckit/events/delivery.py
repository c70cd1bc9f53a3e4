"""What happens to one message: its effect once, another try later, or the dead-letter queue.

The event's id goes into the inbox table in the transaction of its effect, so that a repeat finds it
there and is acknowledged without effect. The message is acknowledged after the commit. A failure is
tried again with growing delay while the message stays unacknowledged (should this process die, the
broker gives it to another); the last try, or a permanent error, moves it to the dead-letter queue.
The same on RabbitMQ and on the Redis transport, whose ``reject()`` would drop it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from kombu import Message
from prometheus_client import Counter
from pydantic import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from svckit import context, logging
from svckit.db import unit_of_work, utcnow
from svckit.events.envelope import Envelope, EventData
from svckit.events.inbox import first_time
from svckit.events.publisher import Publisher

log = logging.get(__name__)

MAX_TRIES = 6
FIRST_DELAY = 1.0
MAX_DELAY = 15.0
PATIENT = 5
"""The try whose delay is used where the message is not at fault, or must not get lost."""
HANDLED = Counter("events_handled_total", "Events by outcome", ["queue", "type", "outcome"])

Handler = Callable[[Session, Envelope, Any], None]
RawHandler = Callable[[Session, str, Any, Mapping[str, Any]], None]


class Transient(Exception):
    """A handler asks for another try: what it needs isn't there yet."""


class Permanent(Exception):
    """A handler says that trying again can't help: to the dead-letter queue at once."""


@dataclass(frozen=True)
class Subscription:
    """One event type: the model its data is read with, and what to do."""

    model: type[EventData]
    handler: Handler


class Delivery(Protocol):
    def take(self, message: Message, queue: str) -> float | None:
        """None when the message is acknowledged, or the seconds after which it wants another try."""


class Events:
    """Messages are CloudEvents of ours, each for the handler of its type; one nobody subscribed to is
    acknowledged and left."""

    def __init__(
        self,
        app: Flask,
        db: SQLAlchemy,
        inbox: type[Any],
        subscriptions: Mapping[str, Subscription],
        publisher: Publisher,
    ) -> None:
        self._app, self._db, self._inbox = app, db, inbox
        self._subscriptions = dict(subscriptions)
        self._publisher = publisher
        self._tries: dict[str, int] = {}

    def take(self, message: Message, queue: str) -> float | None:
        body = _parse(message)
        try:
            envelope = Envelope.model_validate(body)
        except ValidationError as error:
            return self._bury(
                message, queue, body, f"not a CloudEvent of ours: {error.error_count()} faults", 1
            )
        rid, trace = context.adopt(
            {context.REQUEST_ID_HEADER: envelope.requestid, context.TRACEPARENT_HEADER: envelope.traceparent}
        )
        with context.bound(rid, trace):
            return self._handle(message, queue, envelope, body)

    def _handle(self, message: Message, queue: str, envelope: Envelope, body: Any) -> float | None:
        key = f"{queue}:{envelope.id}"
        tries = self._tries.get(key, 0) + 1
        try:
            outcome = self._effect(envelope)
        except (OperationalError, InterfaceError) as error:
            # Our own store is away: not the message's fault, so it never counts as a try.
            return _later(queue, min(tries, PATIENT), error)
        except (Permanent, ValidationError) as error:
            self._tries.pop(key, None)
            return self._bury(message, queue, body, f"{type(error).__name__}: {error}", tries)
        except Exception as error:  # noqa: BLE001 - a handler's own failure: tried again, then dead-lettered
            if tries < MAX_TRIES:
                self._tries[key] = tries
                return _later(queue, tries, error)
            self._tries.pop(key, None)
            return self._bury(message, queue, body, f"{type(error).__name__}: {error}", tries)
        self._tries.pop(key, None)
        message.ack()
        HANDLED.labels(queue, envelope.type, outcome).inc()
        log.info("event.handled", type=envelope.type, event_id=str(envelope.id), outcome=outcome)
        return None

    def _effect(self, envelope: Envelope) -> str:
        subscription = self._subscriptions.get(envelope.type)
        if subscription is None:
            return "ignored"
        with self._app.app_context(), unit_of_work(self._db) as session:
            if not first_time(session, self._inbox, envelope.id, envelope.type):
                return "repeated"
            data = subscription.model.model_validate(envelope.data)
            subscription.handler(session, envelope, data)
        return "done"

    def _bury(self, message: Message, queue: str, body: Any, error: str, tries: int) -> float | None:
        headers = {
            "x-error": error[:1000],
            "x-tries": tries,
            "x-queue": queue,
            "x-dead-at": utcnow().isoformat(),
        }
        try:
            self._publisher.publish_dead(queue, body, headers)
        except Exception as failure:  # noqa: BLE001 - unacknowledged, so that it comes again
            return _later(queue, PATIENT, failure)
        message.ack()
        HANDLED.labels(queue, "", "dead").inc()
        log.error("event.dead", queue=queue, tries=tries, error=error[:300])
        return None


class Raw:
    """Messages are whatever lies there, each for the one handler: dead letters."""

    def __init__(self, app: Flask, db: SQLAlchemy, handler: RawHandler) -> None:
        self._app, self._db, self._handler = app, db, handler

    def take(self, message: Message, queue: str) -> float | None:
        try:
            with self._app.app_context(), unit_of_work(self._db) as session:
                self._handler(session, queue, _parse(message), dict(message.headers or {}))
        except Exception as error:  # noqa: BLE001 - a dead letter must not get lost: it stays on its queue
            return _later(queue, PATIENT, error)
        message.ack()
        return None


def _later(queue: str, tries: int, error: Exception) -> float:
    delay = float(min(MAX_DELAY, FIRST_DELAY * 2 ** (tries - 1)))
    log.warning("event.retry", queue=queue, tries=tries, delay=delay, error=repr(error)[:300])
    HANDLED.labels(queue, "", "retried").inc()
    return delay


def _parse(message: Message) -> Any:
    raw = message.body
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    try:
        return json.loads(text)
    except ValueError:
        return {"unreadable": text[:10_000]}
