"""A migrated database, the synthetic Google Trends as the peer, and an app over both."""

import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from werkzeug.serving import make_server

from launcher.google.modes import Control
from launcher.google.server import create_app as create_google
from svckit.db import unit_of_work, utcnow
from svckit.testing.servers import ROOT, Postgres
from trends_svc.bootstrap import create_app, make_gate, make_news
from trends_svc.config import Settings
from trends_svc.models import db, outbox
from trends_svc.providers.google.source import GoogleTrends
from trends_svc.services.running import Policy, Runner


@dataclass
class Google:
    """The synthetic server: its address, and how it behaves."""

    url: str
    control: Control

    def behave(self, mode: str, *only: str, n: int | None = None, seconds: float = 30.0) -> None:
        self.control.set(mode, n=n, only=only, seconds=seconds)


@contextmanager
def serving(control: Control) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_google(control), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def google() -> Iterator[Google]:
    control = Control()
    with serving(control) as url:
        yield Google(url, control)


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """Name of a database that went through every migration; others are copied from it."""
    url = postgres.new_database("trends_template")
    subprocess.run(
        [sys.executable, "-m", "svckit.migrate", "trends_svc", "upgrade"],
        env={**os.environ, "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return url.rsplit("/", 1)[1]


@pytest.fixture
def database_url(postgres: Postgres, migrated: str) -> str:
    name = f"trends_{secrets.token_hex(4)}"
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")
    return f"postgresql+psycopg://postgres:{postgres.password}@127.0.0.1:{postgres.port}/{name}"


@pytest.fixture
def settings(database_url: str, redis_url: str, jwks_url: str, google: Google) -> Settings:
    return Settings.model_validate(
        {
            "public_url": "http://portal.test",
            "jwks_url": jwks_url,
            "database_url": database_url,
            "events_url": redis_url,
            "redis_url": redis_url,
            "stream_redis_url": redis_url,
            "trends_google_url": google.url,
            "trends_sample": True,
            "trends_spacing_seconds": 0,
            "trends_timeout_seconds": 1.5,
            "trends_retry_seconds": 0.2,
        }
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def make_runner(app: Flask, settings: Settings) -> Callable[..., Runner]:
    """Makes what a worker runs searches with; the lease and the number of tries may be given."""

    def make(*, attempts: int = 3, lease: float = 30.0) -> Runner:
        gate = make_gate(settings)
        source = GoogleTrends(
            settings.google_url, gate, seconds=settings.trends_timeout_seconds, clock=utcnow
        )
        policy = Policy(
            attempts=attempts,
            retry_seconds=settings.trends_retry_seconds,
            lease=timedelta(seconds=lease),
            sample=True,
        )
        return Runner(
            partial(unit_of_work, db),
            outbox,
            {"google": source},
            {"google": gate},
            news=make_news(settings),
            policy=policy,
            clock=utcnow,
        )

    return make


@pytest.fixture
def run(app: Flask, make_runner: Callable[..., Runner]) -> Callable[[UUID], None]:
    """Runs a search once, as the worker would on one message."""
    runner = make_runner()

    def once(search_id: UUID) -> None:
        with app.app_context():
            runner.run(search_id)

    return once
