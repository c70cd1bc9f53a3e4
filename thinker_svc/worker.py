"""Celery's entry point: ``celery -A thinker_svc.worker:celery``."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask

from svckit.celery import make_celery
from svckit.config import load
from thinker_svc import create_app, names, tasks
from thinker_svc.config import Settings


@lru_cache(maxsize=1)
def app() -> Flask:
    """One app per process; its connections are made after the fork."""
    return create_app(settings, process="thinker-worker")


settings = load(Settings)
celery = make_celery(names.QUEUE, settings.redis_url.get_secret_value(), app, log_level=settings.log_level)
tasks.register(celery)
