"""From settings to a running app: the wiring that every service shares.

What a service needs is read off its settings' mixins, so that ``bootstrap.py`` only names its parts::

    def create_app() -> Flask:
        settings = load(Settings)
        return build_app(
            "trends", title="Trends", settings=settings, db=db, outbox=outbox, blueprints=[…]
        )
"""

import os
from collections.abc import Sequence
from typing import TypeGuard, TypeVar

from flask import Flask
from flask_openapi3 import APIBlueprint
from flask_sqlalchemy import SQLAlchemy

from svckit import background, health, relay
from svckit import db as database
from svckit.auth import KeySet, KeySource
from svckit.celery import make_celery
from svckit.config import (
    AuthSettings,
    CelerySettings,
    DatabaseSettings,
    EventsSettings,
    Settings,
    StreamSettings,
)
from svckit.outbox import Outbox
from svckit.web import Status, create_service_app

VERSION = "0.1.0"


class ServiceSettings(AuthSettings, DatabaseSettings, EventsSettings):
    """What every service has: it verifies tokens, owns a database, and sends or receives events."""


def build_app(
    service: str,
    *,
    title: str,
    settings: ServiceSettings,
    db: SQLAlchemy,
    outbox: Outbox | None,
    blueprints: Sequence[APIBlueprint] = (),
    checks: Sequence[health.Check] = (),
    process: str | None = None,
    keys: KeySource | None = None,
) -> Flask:
    """The service's Flask app: database bound, relay and heartbeat ready to start, checks in place.

    Args:
        outbox: None for a service that sends nothing.
        blueprints: left out by workers and consumers, which need the app's context only.
        checks: dependencies beyond database, broker and Redis.
        process: name in logs; ``<service>-serv`` unless given.
        keys: the issuer's own keys; everybody else reads them from ``JWKS_URL``.
    """
    wanted: list[health.Check] = []
    app = create_service_app(
        service,
        title=title,
        version=VERSION,
        keys=keys or KeySet(settings.jwks_url),
        blueprints=blueprints,
        checks=wanted,
        status=_status(service, settings, db, outbox),
        log_level=settings.log_level,
        process=process,
    )
    threads = int(os.environ.get("WEB_THREADS", "16"))
    database.init_app(app, db, settings.database_url.get_secret_value(), threads=threads)
    wanted.append(health.database(db))
    wanted.append(health.events_broker(settings.events_url.get_secret_value()))
    if _has(settings, CelerySettings):
        wanted.append(health.redis_server("task queue", settings.redis_url.get_secret_value()))
    if _has(settings, StreamSettings):
        url = settings.stream_redis_url.get_secret_value()
        wanted.append(health.redis_server("redis", url))
        background.set_heartbeat_url(app, url)
    wanted.extend(checks)
    if outbox is not None:
        background.register(app, _relay(app, service, settings, db, outbox).start)
    return app


M = TypeVar("M", bound=Settings)


def _has(settings: Settings, mixin: type[M]) -> TypeGuard[M]:
    """Whether a service's settings include a mixin. (mypy holds two pydantic classes for disjoint.)"""
    return isinstance(settings, mixin)


def _relay(
    app: Flask, service: str, settings: ServiceSettings, db: SQLAlchemy, outbox: Outbox
) -> relay.Relay:
    send_task = None
    if _has(settings, CelerySettings):
        send_task = relay.celery_sender(make_celery(service, settings.redis_url.get_secret_value()))
    return relay.Relay(app, db, outbox.model, settings.events_url.get_secret_value(), send_task)


def _status(service: str, settings: ServiceSettings, db: SQLAlchemy, outbox: Outbox | None) -> Status:
    def outbox_backlog() -> dict[str, object]:
        if outbox is None:
            return {"waiting": 0, "oldest_seconds": 0}
        return relay.backlog(db.session(), outbox.model)

    def processes() -> list[dict[str, object]]:
        if not _has(settings, StreamSettings):
            return []
        return background.living(settings.stream_redis_url.get_secret_value(), service)

    return Status(outbox=outbox_backlog, processes=processes)
