"""An app of users_svc over a fresh database for each test."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask

from svckit.testing.servers import ROOT, Postgres
from users_svc import create_app
from users_svc.config import Settings
from users_svc.models import db
from users_svc.tests.factories import Team


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """Name of a database that went through every migration; others are copied from it."""
    url = postgres.new_database("users_template")
    subprocess.run(
        [sys.executable, "-m", "svckit.migrate", "users_svc", "upgrade"],
        env={**os.environ, "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return url.rsplit("/", 1)[1]


@pytest.fixture
def database_url(postgres: Postgres, migrated: str) -> str:
    """An empty, migrated database."""
    name = f"users_{secrets.token_hex(4)}"
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")
    return f"postgresql+psycopg://postgres:{postgres.password}@127.0.0.1:{postgres.port}/{name}"


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    """The variables of users-serv."""
    return {
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://portal.test",
        "JWKS_URL": "http://127.0.0.1:9/not-read-by-the-issuer",
        "EVENTS_URL": "redis://127.0.0.1:9/0",
        "USERS_SECRET_KEY": "k" * 40,
        "LINK_SIGNING_KEY": "l" * 40,
        "REGISTRATION": "open",
    }


@pytest.fixture
def make_app(environment: dict[str, str]) -> Iterator[Callable[..., Flask]]:
    """Makes apps over the test's database, with other settings where given."""
    made: list[Flask] = []

    def make(**overrides: str | int) -> Flask:
        values: dict[str, object] = {name.lower(): value for name, value in environment.items()}
        app = create_app(Settings.model_validate(values | overrides))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def team(app: Flask) -> Team:
    return Team(app)
