"""tweeter_svc over a fresh database, with the real sample network as its receiver."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from flask import Flask

from svckit.testing.servers import ROOT, Postgres
from svckit.testing.tokens import Issuer
from tweeter_svc.bootstrap import create_app
from tweeter_svc.config import Settings
from tweeter_svc.models import db
from tweeter_svc.tests.factories import Desk
from tweeter_svc.tests.network import Network


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """Name of a database that went through every migration; others are copied from it."""
    url = postgres.new_database("tweeter_template")
    subprocess.run(
        [sys.executable, "-m", "svckit.migrate", "tweeter_svc", "upgrade"],
        env={**os.environ, "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return url.rsplit("/", 1)[1]


@pytest.fixture
def database_url(postgres: Postgres, migrated: str) -> str:
    """An empty, migrated database."""
    name = f"tweeter_{secrets.token_hex(4)}"
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")
    return f"postgresql+psycopg://postgres:{postgres.password}@127.0.0.1:{postgres.port}/{name}"


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    """The sample network in a process of its own."""
    with Network(tmp_path) as running:
        yield running


@pytest.fixture
def environment(database_url: str, jwks_url: str, network: Network) -> dict[str, str]:
    """The variables of this service's processes; brokers are added by tests that have one."""
    return {
        "PUBLIC_URL": "http://portal.test",
        "JWKS_URL": jwks_url,
        "DATABASE_URL": database_url,
        "EVENTS_URL": "redis://127.0.0.1:9/0",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "STREAM_REDIS_URL": "redis://127.0.0.1:9/0",
        "TWEETER_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "TWEETER_ALLOWED_PRIVATE_HOSTS": network.host,
        "TWEETER_CALL_SECONDS": "8",
        "TWEETER_RETRY_SECONDS": "0.05",
        "TWEETER_MAX_TRIES": "5",
        "TWEETER_TICK_SECONDS": "1",
    }


@pytest.fixture
def make_app(environment: dict[str, str]) -> Iterator[Callable[..., Flask]]:
    """Makes apps over the test's database, with other settings where given."""
    made: list[Flask] = []

    def make(**overrides: str | float) -> Flask:
        values: dict[str, object] = {name.lower(): value for name, value in environment.items()}
        app = create_app(Settings.model_validate(values | overrides))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def desk(make_app: Callable[..., Flask], issuer: Issuer, network: Network) -> Desk:
    """The service in this process, and everything a test does with it."""
    return Desk(make_app(), issuer, network)
