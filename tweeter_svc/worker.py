"""Celery's entry point: worker and beat. ``celery -A tweeter_svc.worker:celery``."""

from functools import lru_cache

from flask import Flask

from svckit.celery import make_celery
from svckit.config import load
from tweeter_svc import names, tasks
from tweeter_svc.bootstrap import create_worker_app
from tweeter_svc.config import Settings


@lru_cache(maxsize=1)
def app() -> Flask:
    """One app per process; its connections are made after the fork."""
    return create_worker_app(settings)


settings = load(Settings)
celery = make_celery(
    names.SERVICE,
    settings.redis_url.get_secret_value(),
    app,
    log_level=settings.log_level,
    beat={"tick": (names.TICK, settings.tweeter_tick_seconds)},
)
tasks.register(celery)
