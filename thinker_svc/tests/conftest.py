"""Apps and processes of thinker_svc over fresh databases."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask

from svckit.testing.servers import ROOT, Postgres
from svckit.testing.tokens import Issuer
from thinker_svc import create_app
from thinker_svc.config import Settings
from thinker_svc.models import db
from thinker_svc.tests.ollama_server import Behaviour, serve
from thinker_svc.tests.team import Team


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """Name of a database that went through every migration, back and forth; others are copied from it."""
    url = postgres.new_database("thinker_template")
    for action in ("upgrade", "downgrade", "upgrade"):
        subprocess.run(
            [sys.executable, "-m", "svckit.migrate", "thinker_svc", action],
            env={**os.environ, "DATABASE_URL": url},
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    return url.rsplit("/", 1)[1]


@pytest.fixture
def database_url(postgres: Postgres, migrated: str) -> str:
    """An empty, migrated database."""
    name = f"thinker_{secrets.token_hex(4)}"
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")
    return f"postgresql+psycopg://postgres:{postgres.password}@127.0.0.1:{postgres.port}/{name}"


@pytest.fixture
def ollama() -> Iterator[Behaviour]:
    """A model server on loopback that does as told."""
    with serve(Behaviour()) as behaviour:
        yield behaviour


@pytest.fixture
def environment(database_url: str, redis_url: str, jwks_url: str, ollama: Behaviour) -> dict[str, str]:
    """The variables of every process of thinker_svc."""
    return {
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://portal.test",
        "JWKS_URL": jwks_url,
        "EVENTS_URL": redis_url,
        "REDIS_URL": redis_url,
        "STREAM_REDIS_URL": redis_url,
        "OLLAMA_HOST": ollama.url,
        "LINK_SIGNING_KEY": "k" * 40,
    }


@pytest.fixture
def make_app(environment: dict[str, str]) -> Iterator[Callable[..., Flask]]:
    """Makes apps over the test's database, with other settings where given."""
    made: list[Flask] = []

    def make(**other: str) -> Flask:
        values = {name.lower(): value for name, value in {**environment, **other}.items()}
        app = create_app(Settings.model_validate(values))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def team(app: Flask, issuer: Issuer) -> Team:
    """People who use the API, and what the workers and consumers would do meanwhile."""
    return Team(app, issuer)


@pytest.fixture
def team_with(make_app: Callable[..., Flask], issuer: Issuer) -> Callable[..., Team]:
    """A team over an app with other settings."""

    def make(**settings: str) -> Team:
        return Team(make_app(**settings), issuer)

    return make
