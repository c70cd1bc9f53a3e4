"""Celery's entry point: worker and beat. ``celery -A trends_svc.worker:celery``."""

from functools import lru_cache
from typing import Any

from celery import signals
from flask import Flask

from svckit.celery import make_celery
from svckit.config import load
from trends_svc import tasks
from trends_svc.bootstrap import SERVICE, create_worker_app
from trends_svc.config import Settings
from trends_svc.services.queue_names import SWEEP

SWEEP_SECONDS = 5.0


@lru_cache(maxsize=1)
def app() -> Flask:
    """One app per process tree; its connections are made after the fork."""
    return create_worker_app(settings)


@signals.worker_init.connect(weak=False)
def import_before_fork(**_kwargs: Any) -> None:
    """pandas once for all children; the beat never needs it."""
    import trends_svc.providers.google.source  # noqa: F401 - imported for its effect: shared memory


settings = load(Settings)
celery = make_celery(
    SERVICE,
    settings.redis_url.get_secret_value(),
    app,
    log_level=settings.log_level,
    beat={"sweep": (SWEEP, SWEEP_SECONDS)},
)
tasks.register(celery, app)
