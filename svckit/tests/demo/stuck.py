"""Processes that stop dead at the worst moment, to be killed there.

``python -m svckit.tests.demo.stuck relay|handler|ack|idle FILE``: publish and hang before the row is marked;
hang inside the handler; hang after the commit and before the acknowledgement; handle one event and wait
for the next, to be frozen from outside. FILE appears when it is so far.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kombu import Message
from sqlalchemy.orm import Session

from svckit.events.consumer import Consumer
from svckit.events.delivery import Subscription
from svckit.events.envelope import Envelope
from svckit.events.publisher import Publisher
from svckit.events.topology import routing
from svckit.relay import Relay
from svckit.tests.demo import Settings, create_app
from svckit.tests.demo.models import InboxRow, NoteMade, OutboxRow, db, leave


def hang(flag: Path) -> None:
    flag.touch()
    threading.Event().wait()


def after(original: Callable[..., Any], flag: Path) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        original(*args, **kwargs)
        hang(flag)

    return wrapped


def main(where: str, flag: Path) -> None:
    settings = Settings()
    events_url = settings.events_url.get_secret_value()
    app = create_app(settings, process="demo-stuck")
    if where == "relay":
        Publisher.publish_event = after(Publisher.publish_event, flag)  # type: ignore[method-assign] # the point of it
        with app.app_context():
            Relay(app, db, OutboxRow, events_url).drain()
    if where == "ack":
        Message.ack = lambda *_args, **_kwargs: hang(flag)  # type: ignore[method-assign] # the point of it

    def on_made(session: Session, _event: Envelope, data: NoteMade) -> None:
        leave(session, "event", data.note_id)
        session.flush()
        if where == "handler":
            hang(flag)

    def handled(original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            original(*args, **kwargs)
            flag.touch()

        return wrapped

    if where == "idle":
        Message.ack = handled(Message.ack)  # type: ignore[method-assign] # the point of it

    Consumer(
        app,
        db,
        InboxRow,
        events_url=events_url,
        queues=list(routing()),
        subscriptions={NoteMade.type: Subscription(NoteMade, on_made)},
    ).run()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
