"""Consuming events: delivered at least once, handled once.

The event's id goes into the inbox table in the transaction of its effect, so that a repeat finds it
there and is acknowledged without effect. The message is acknowledged after the commit. A failure is
tried again with growing delay while the message stays unacknowledged (should this process die, the
broker gives it to another); the last try, or a permanent error, moves it to the dead-letter queue.
The same on RabbitMQ and on the Redis transport, whose ``reject()`` would drop it.
"""

import heapq
import itertools
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from kombu import Connection, Message
from kombu import Consumer as KombuConsumer
from prometheus_client import Counter
from pydantic import ValidationError
from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from svckit import context, logging
from svckit.db import unit_of_work, utcnow
from svckit.events import topology
from svckit.events.envelope import Envelope, EventData
from svckit.events.publisher import Publisher

log = logging.get(__name__)

PREFETCH = 20
MAX_TRIES = 6
FIRST_DELAY = 1.0
MAX_DELAY = 15.0
HANDLED = Counter("events_handled_total", "Events by outcome", ["queue", "type", "outcome"])

Handler = Callable[[Session, Envelope, Any], None]


class Transient(Exception):
    """A handler asks for another try: what it needs isn't there yet."""


class Permanent(Exception):
    """A handler says that trying again can't help: to the dead-letter queue at once."""


class InboxMixin:
    """Columns of the inbox table: which events had their effect."""

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(120))
    handled_at: Mapped[datetime] = mapped_column(default=utcnow)


@dataclass(frozen=True)
class Subscription:
    """One event type: the model its data is read with, and what to do."""

    model: type[EventData]
    handler: Handler


@dataclass(order=True)
class _Waiting:
    due: float
    order: int
    message: Message = field(compare=False)
    queue: str = field(compare=False)


@dataclass
class _Tick:
    every: float
    run: Callable[[Session], None]
    last: float = 0.0


class Consumer:
    """Reads queues and runs handlers, one message after the other.

    Args:
        queues: queue names of ``routing.json``; or dead-letter queues (``….dead``).
        subscriptions: by event type. A type without one is acknowledged and left.
        inbox: the service's inbox table.
        ticks: ``(every_seconds, function)`` run between messages: sweepers. Each gets a session and
            is committed.
        any_handler: takes every message raw, ``(session, queue, body, headers)``, instead of
            subscriptions: for dead letters.
    """

    def __init__(
        self,
        app: Flask,
        db: SQLAlchemy,
        inbox: type[Any],
        *,
        events_url: str,
        queues: Sequence[str],
        subscriptions: Mapping[str, Subscription] | None = None,
        ticks: Sequence[tuple[float, Callable[[Session], None]]] = (),
        any_handler: Callable[[Session, str, Any, Mapping[str, Any]], None] | None = None,
    ) -> None:
        self._app, self._db, self._inbox = app, db, inbox
        self._url = events_url
        self._queues = list(queues)
        self._subscriptions = dict(subscriptions or {})
        self._ticks = [_Tick(every, tick) for every, tick in ticks]
        self._any_handler = any_handler
        self._publisher = Publisher(events_url)
        self._waiting: list[_Waiting] = []
        self._tries: dict[str, int] = {}
        self._counter = itertools.count()
        self.stopping = False
        self.connected = False

    def run(self) -> None:
        """Consume until ``stop``; connects again for ever, with back-off."""
        delay = 0.5
        while not self.stopping:
            try:
                with topology.connect(self._url) as connection:
                    connection.ensure_connection(max_retries=1, timeout=5)
                    delay = 0.5
                    self._consume(connection)
            except Exception as error:  # noqa: BLE001 - whatever the broker raises, the answer is to connect again
                log.warning("consumer.disconnected", error=f"{type(error).__name__}: {error}"[:300])
            self.connected = False
            # What was held back is the broker's again: it redelivers after a lost connection.
            self._waiting.clear()
            self._run_ticks()
            if not self.stopping:
                time.sleep(delay)
                delay = min(delay * 2, 10)

    def stop(self, *_signal: object) -> None:
        self.stopping = True

    def _consume(self, connection: Connection) -> None:
        channel: Any = connection.channel()
        topology.declare(channel, self._url)
        channel.basic_qos(0, PREFETCH, False)
        consumers = [
            KombuConsumer(
                channel,
                queues=[self._queue(name)],
                on_message=self._receiver(name),
                auto_declare=False,
                # CloudEvents' own content type would be unknown to kombu: the body is read as bytes.
                accept=None,
            )
            for name in self._queues
        ]
        for consumer in consumers:
            consumer.consume()
        self.connected = True
        log.info("consumer.ready", queues=self._queues)
        while not self.stopping:
            try:
                connection.drain_events(timeout=self._pause())
            except TimeoutError:
                connection.heartbeat_check()
            self._retry_due()
            self._run_ticks()

    def _queue(self, name: str) -> Any:
        if name.endswith(topology.DEAD_SUFFIX):
            return topology.dead_queue(name.removesuffix(topology.DEAD_SUFFIX), self._url)
        return topology.queue(name, self._url)

    def _receiver(self, queue: str) -> Callable[[Message], None]:
        def receive(message: Message) -> None:
            self._take(message, queue)

        return receive

    def _pause(self) -> float:
        if not self._waiting:
            return 1.0
        return max(0.05, min(1.0, self._waiting[0].due - time.monotonic()))

    def _retry_due(self) -> None:
        while self._waiting and self._waiting[0].due <= time.monotonic():
            waiting = heapq.heappop(self._waiting)
            self._take(waiting.message, waiting.queue)

    def _run_ticks(self) -> None:
        for entry in self._ticks:
            if time.monotonic() - entry.last < entry.every:
                continue
            entry.last = time.monotonic()
            try:
                with self._app.app_context(), unit_of_work(self._db) as session:
                    entry.run(session)
            except Exception as error:  # noqa: BLE001 - a sweep that failed is repeated; the consumer lives on
                log.warning("consumer.tick_failed", tick=entry.run.__name__, error=repr(error)[:300])

    # One message

    def _take(self, message: Message, queue: str) -> None:
        body = _parse(message)
        if self._any_handler is not None:
            self._take_any(message, queue, body)
            return
        try:
            envelope = Envelope.model_validate(body)
        except ValidationError as error:
            self._bury(message, queue, body, f"not a CloudEvent of ours: {error.error_count()} faults", 1)
            return
        rid, trace = context.adopt(
            {context.REQUEST_ID_HEADER: envelope.requestid, context.TRACEPARENT_HEADER: envelope.traceparent}
        )
        with context.bound(rid, trace):
            self._handle(message, queue, envelope, body)

    def _handle(self, message: Message, queue: str, envelope: Envelope, body: Any) -> None:
        key = f"{queue}:{envelope.id}"
        tries = self._tries.get(key, 0) + 1
        try:
            outcome = self._effect(envelope)
        except (OperationalError, InterfaceError) as error:
            # Our own store is away: not the message's fault, so it never counts as a try.
            self._later(message, queue, min(tries, 5), error)
            return
        except (Permanent, ValidationError) as error:
            self._tries.pop(key, None)
            self._bury(message, queue, body, f"{type(error).__name__}: {error}", tries)
            return
        except Exception as error:  # noqa: BLE001 - a handler's own failure: tried again, then dead-lettered
            if tries >= MAX_TRIES:
                self._tries.pop(key, None)
                self._bury(message, queue, body, f"{type(error).__name__}: {error}", tries)
            else:
                self._tries[key] = tries
                self._later(message, queue, tries, error)
            return
        self._tries.pop(key, None)
        message.ack()
        HANDLED.labels(queue, envelope.type, outcome).inc()
        log.info("event.handled", type=envelope.type, event_id=str(envelope.id), outcome=outcome)

    def _effect(self, envelope: Envelope) -> str:
        subscription = self._subscriptions.get(envelope.type)
        if subscription is None:
            return "ignored"
        with self._app.app_context(), unit_of_work(self._db) as session:
            if not self._first_time(session, envelope.id, envelope.type):
                return "repeated"
            data = subscription.model.model_validate(envelope.data)
            subscription.handler(session, envelope, data)
        return "done"

    def _first_time(self, session: Session, event_id: UUID, event_type: str) -> bool:
        """Record the id; False when it stands there already."""
        insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        recorded = session.execute(
            insert(self._inbox)
            .values(event_id=event_id, type=event_type, handled_at=utcnow())
            .on_conflict_do_nothing()
            .returning(self._inbox.event_id)
        )
        return recorded.first() is not None

    def _take_any(self, message: Message, queue: str, body: Any) -> None:
        if self._any_handler is None:
            raise AssertionError("only called with a handler")
        try:
            with self._app.app_context(), unit_of_work(self._db) as session:
                self._any_handler(session, queue, body, dict(message.headers or {}))
        except Exception as error:  # noqa: BLE001 - a dead letter must not get lost: it stays on its queue
            self._later(message, queue, 5, error)
            return
        message.ack()

    def _later(self, message: Message, queue: str, tries: int, error: Exception) -> None:
        delay = min(MAX_DELAY, FIRST_DELAY * 2 ** (tries - 1))
        log.warning("event.retry", queue=queue, tries=tries, delay=delay, error=repr(error)[:300])
        HANDLED.labels(queue, "", "retried").inc()
        heapq.heappush(self._waiting, _Waiting(time.monotonic() + delay, next(self._counter), message, queue))

    def _bury(self, message: Message, queue: str, body: Any, error: str, tries: int) -> None:
        headers = {
            "x-error": error[:1000],
            "x-tries": tries,
            "x-queue": queue,
            "x-dead-at": utcnow().isoformat(),
        }
        try:
            self._publisher.publish_dead(queue, body, headers)
        except Exception as failure:  # noqa: BLE001 - unacknowledged, so that it comes again
            self._later(message, queue, 5, failure)
            return
        message.ack()
        HANDLED.labels(queue, "", "dead").inc()
        log.error("event.dead", queue=queue, tries=tries, error=error[:300])


def _parse(message: Message) -> Any:
    raw = message.body
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    try:
        return json.loads(text)
    except ValueError:
        return {"unreadable": text[:10_000]}


def was_handled(session: Session, inbox: type[Any], event_id: UUID) -> bool:
    return session.execute(select(inbox.event_id).where(inbox.event_id == event_id)).first() is not None
