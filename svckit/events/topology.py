"""Exchanges and queues, the same on RabbitMQ and on kombu's Redis transport.

``contracts/events/routing.json`` says which queue takes which types. Every process declares all of
it, so that an event published before its consumer ever ran waits for it instead of being lost.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from kombu import Connection, Exchange, Queue

EXCHANGE = Exchange("events", type="topic", durable=True)
DEAD_EXCHANGE = Exchange("events.dead", type="direct", durable=True)
DEAD_SUFFIX = ".dead"
DELIVERY_LIMIT = 20
"""RabbitMQ's own limit on redeliveries: the net under our counting (a message that kills its reader)."""

REDIS_TRANSPORT = "svckit.events.redis_transport:Transport"

REDIS_VISIBILITY = 45
"""Seconds after which Redis gives an unacknowledged message to somebody else: a dead reader's."""


def contracts_dir() -> Path:
    return Path(os.environ.get("CONTRACTS_DIR") or Path(__file__).resolve().parents[2] / "contracts")


@lru_cache(maxsize=1)
def routing() -> dict[str, list[str]]:
    """Event types by queue name."""
    loaded: dict[str, list[str]] = json.loads((contracts_dir() / "events" / "routing.json").read_text())
    return loaded


def subscribed(event_type: str) -> bool:
    """Whether any queue takes this type: if so, a message that reaches none is an error."""
    return any(event_type in types for types in routing().values())


def is_redis(url: str) -> bool:
    return url.startswith(("redis://", "rediss://"))


def connect(url: str) -> Connection:
    """A kombu connection with the settings that were measured for its transport."""
    if is_redis(url):
        options: dict[str, Any] = {
            "visibility_timeout": REDIS_VISIBILITY,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
            # Otherwise every queue of one Redis hears every fanout of another.
            "global_keyprefix": "",
        }
        return Connection(url, transport=REDIS_TRANSPORT, transport_options=options, connect_timeout=3)
    return Connection(
        url,
        heartbeat=20,
        connect_timeout=3,
        transport_options={"confirm_publish": True, "read_timeout": 15, "write_timeout": 10},
    )


def queue(name: str, url: str) -> Queue:
    """The queue of a consumer, with one binding per type."""
    arguments = None
    if not is_redis(url):
        arguments = {
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD_EXCHANGE.name,
            "x-dead-letter-routing-key": name + DEAD_SUFFIX,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        }
    return Queue(name, durable=True, queue_arguments=arguments)


def dead_queue(name: str, url: str) -> Queue:
    """Where a consumer's messages go that can't be handled."""
    arguments = None if is_redis(url) else {"x-queue-type": "quorum"}
    dead = name + DEAD_SUFFIX
    return Queue(dead, exchange=DEAD_EXCHANGE, routing_key=dead, durable=True, queue_arguments=arguments)


def declare(channel: Any, url: str) -> None:
    """Declare everything. Idempotent."""
    EXCHANGE(channel).declare()
    DEAD_EXCHANGE(channel).declare()
    for name, types in routing().items():
        bound = queue(name, url)(channel)
        bound.declare()
        for event_type in types:
            bound.bind_to(exchange=EXCHANGE, routing_key=event_type)
        dead_queue(name, url)(channel).declare()


def forgotten(channel: Any) -> bool:
    """Whether a Redis that was wiped has lost the bindings, which it does without an error."""
    with channel.conn_or_acquire() as client:
        return not client.exists(channel.keyprefix_queue % EXCHANGE.name)
