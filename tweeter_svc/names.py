"""Names on the wire."""

from typing import Final

SERVICE: Final = "tweeter"

QUEUE: Final = "tweeter"
"""Celery's queue."""

EVENT_QUEUE: Final = "tweeter.events"
"""Where the events this service takes arrive (contracts/events/routing.json)."""

TICK: Final = "tweeter.tick"
PUBLISH: Final = "tweeter.publish_delivery"
