"""The worker's tasks: what to do stands in services/."""

from __future__ import annotations

from uuid import UUID

from celery import Celery

from thinker_svc.names import GENERATE, TEST_TEMPLATE
from thinker_svc.provided import provided


def register(celery: Celery) -> None:
    """Name the tasks. They run in the app's context."""

    @celery.task(name=GENERATE)
    def generate(generation_id: str) -> None:
        provided().writing.write(UUID(generation_id))

    @celery.task(name=TEST_TEMPLATE)
    def test_template(trial_id: str) -> None:
        provided().trials.run(UUID(trial_id))
