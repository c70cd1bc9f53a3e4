"""Publishing with confirms: it returns when the broker has the message, or it raises."""

from collections.abc import Mapping
from typing import Any

from kombu import Connection, Exchange, Producer

from svckit.events import topology


class Unroutable(Exception):
    """The broker found no queue for a type that somebody subscribed to."""


class Publisher:
    """One connection, made when first needed and again after a failure. Not for two threads at once."""

    CONFIRM_SECONDS = 5

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._producer: Producer | None = None
        self._returned: list[str] = []

    def publish_event(self, envelope: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        """Publish a CloudEvent to the events exchange.

        Raises:
            Unroutable: no queue took it though somebody subscribed.
            kombu's and the transport's own errors: nothing is known to have been sent.
        """
        event_type = str(envelope["type"])
        self._publish(
            envelope,
            exchange=topology.EXCHANGE,
            routing_key=event_type,
            headers=dict(headers),
            mandatory=topology.subscribed(event_type),
        )

    def publish_to_queue(self, queue: str, envelope: Any, headers: Mapping[str, Any]) -> None:
        """Put a message on one queue: a dead letter back to where it came from."""
        self._publish(envelope, exchange="", routing_key=queue, headers=dict(headers), mandatory=True)

    def publish_dead(self, queue: str, body: Any, headers: Mapping[str, Any]) -> None:
        """Put a message on a consumer's dead-letter queue."""
        self._publish(
            body,
            exchange=topology.DEAD_EXCHANGE,
            routing_key=queue + topology.DEAD_SUFFIX,
            headers=dict(headers),
            mandatory=True,
        )

    def _publish(self, body: Any, *, mandatory: bool, **target: Any) -> None:
        redis = topology.is_redis(self._url)
        options: dict[str, Any] = (
            {} if redis else {"mandatory": mandatory, "confirm_timeout": self.CONFIRM_SECONDS}
        )
        try:
            producer = self._ready()
            self._returned.clear()
            # retry=True: with retry=False a failed publish leaves the connection dead for good.
            producer.publish(
                body,
                serializer="json",
                content_encoding="utf-8",
                delivery_mode=2,
                retry=True,
                retry_policy={"max_retries": 1, "interval_start": 0.1, "interval_max": 0.5},
                **options,
                **target,
            )
        except Exception:
            self.close()
            raise
        if self._returned:
            raise Unroutable(f"no queue took {self._returned[0]}")

    def _ready(self) -> Producer:
        if self._producer is None:
            self._connection = topology.connect(self._url)
            channel = self._connection.channel()
            topology.declare(channel, self._url)
            # The Redis transport never returns a message, and has no place to say so.
            on_return = None if topology.is_redis(self._url) else self._on_return
            self._producer = Producer(channel, on_return=on_return)
        elif topology.is_redis(self._url) and topology.forgotten(self._producer.channel):
            topology.declare(self._producer.channel, self._url)
        return self._producer

    def _on_return(self, _exc: Exception, _exchange: Exchange | str, routing_key: str, _message: Any) -> None:
        self._returned.append(routing_key)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.release()
        self._connection = None
        self._producer = None
