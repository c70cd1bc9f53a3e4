"""Names that stand on the wire."""

QUEUE = "thinker"
"""Celery's queue of this service."""

EVENTS_QUEUE = "thinker.events"
"""Where the events this service takes arrive (contracts/events/routing.json)."""

GENERATE = "thinker.drafts.generate"
"""The task that writes a draft."""

TEST_TEMPLATE = "thinker.templates.test"
"""The task that tries a template with the model."""
