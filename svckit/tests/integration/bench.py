"""A queue with something to publish to it and somebody to read it."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask
from kombu import Message
from prometheus_client import REGISTRY
from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.events.consumer import Consumer
from svckit.events.delivery import Subscription
from svckit.events.envelope import Envelope, wrap
from svckit.events.publisher import Publisher
from svckit.ids import uuid7
from svckit.testing.servers import wait_until
from svckit.tests.demo.models import Effect, InboxRow, NoteMade, db, leave

Take = Callable[..., list[Message]]
Handler = Callable[[Session, Envelope, NoteMade], None]


def leave_note(session: Session, _event: Envelope, data: NoteMade) -> None:
    leave(session, "event", data.note_id)


class Bench:
    """One queue with something to publish to it and somebody to read it."""

    def __init__(self, app: Flask, url: str, queue: str) -> None:
        self.app, self.url, self.queue = app, url, queue
        self.publisher = Publisher(url)
        self.running: list[tuple[Consumer, threading.Thread]] = []

    def publish(self, envelope: Envelope | None = None) -> UUID:
        """Publish an event; the id of its note."""
        envelope = envelope or event()
        self.publisher.publish_event(envelope.model_dump(mode="json"), {})
        return UUID(envelope.data["note_id"])

    def publish_raw(self, body: Any) -> None:
        self.publisher.publish_to_queue(self.queue, body, {})

    def consume(self, handler: Handler = leave_note) -> None:
        consumer = Consumer(
            self.app,
            db,
            InboxRow,
            events_url=self.url,
            queues=[self.queue],
            subscriptions={NoteMade.type: Subscription(NoteMade, handler)},
        )
        thread = threading.Thread(target=consumer.run)
        self.running.append((consumer, thread))
        thread.start()
        wait_until(lambda: consumer.connected, seconds=30, what="the consumer being ready")

    def effects(self) -> list[str]:
        with self.app.app_context():
            return list(db.session.execute(select(Effect.subject).order_by(Effect.id)).scalars())

    def wait_for(self, *notes: UUID) -> None:
        wanted = {str(note) for note in notes}
        wait_until(lambda: wanted <= set(self.effects()), seconds=60, what="the effects")

    def stop(self) -> None:
        for consumer, _ in self.running:
            consumer.stop()
        for _, thread in self.running:
            thread.join(20)
        self.running.clear()

    def retried(self) -> float:
        labels = {"queue": self.queue, "type": "", "outcome": "retried"}
        return REGISTRY.get_sample_value("events_handled_total", labels) or 0.0


def event(text: str = "hello") -> Envelope:
    return wrap(NoteMade(note_id=uuid7(), text=text), "demo")
