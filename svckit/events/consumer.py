"""The loop over queues: messages one after the other, those held back for another try, and sweepers.

Messages are delivered at least once and handled once (``delivery``). One that wants another try stays
unacknowledged until its time, so that the broker has it still should this process die.
"""

import heapq
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from kombu import Connection, Message
from kombu import Consumer as KombuConsumer
from sqlalchemy.orm import Session

from svckit import logging
from svckit.db import unit_of_work
from svckit.events import topology
from svckit.events.delivery import Delivery, Events, Raw, RawHandler, Subscription
from svckit.events.publisher import Publisher

log = logging.get(__name__)

PREFETCH = 20


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
        any_handler: RawHandler | None = None,
    ) -> None:
        self._app, self._db = app, db
        self._url = events_url
        self._queues = list(queues)
        self._ticks = [_Tick(every, tick) for every, tick in ticks]
        self._publisher = Publisher(events_url)
        self._delivery: Delivery = (
            Raw(app, db, any_handler)
            if any_handler is not None
            else Events(app, db, inbox, subscriptions or {}, self._publisher)
        )
        self._waiting: list[_Waiting] = []
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
        self._publisher.close()

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

    def _take(self, message: Message, queue: str) -> None:
        delay = self._delivery.take(message, queue)
        if delay is not None:
            due = time.monotonic() + delay
            heapq.heappush(self._waiting, _Waiting(due, next(self._counter), message, queue))

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
