"""Each service's web app over real stores, for holding its answers against its OpenAPI document."""

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from svckit import contracts, migrate
from svckit.config import DatabaseSettings
from svckit.testing import servers


@pytest.fixture(scope="session")
def ollama_host() -> Iterator[str]:
    """The local model server, with the packaged model."""
    port = servers.free_port()
    folder = servers.temporary_folder("test-llm-")
    model = servers.Server(
        argv=[sys.executable, "-m", "launcher.llm", "--port", str(port)],
        log=folder / "llm.log",
        ready=lambda: servers.listening(port),
        name="the model server",
    ).start()
    yield f"http://127.0.0.1:{port}"
    model.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def real_app(
    new_database: Callable[[], str], redis_url: str, rabbitmq_url: str, jwks_url: str, ollama_host: str
) -> Iterator[Callable[[str], Flask]]:
    """Makes a service's app over a migrated database of its own, Valkey and RabbitMQ."""

    made: list[tuple[Flask, SQLAlchemy]] = []

    def make(package: str) -> Flask:
        url = new_database()
        migrate.upgrade_database(package, DatabaseSettings(public_url="http://127.0.0.1", database_url=url))
        settings: Any = contracts.settings_of(package)
        real = {
            "database_url": url, "events_url": rabbitmq_url, "redis_url": redis_url,
            "stream_redis_url": redis_url, "jwks_url": jwks_url,
            "ollama_host": ollama_host,
            # Never the real Google, whatever network the tests run in.
            "trends_google_url": "http://127.0.0.1:9",
        }  # fmt: skip
        known = {name: value for name, value in real.items() if name in type(settings).model_fields}
        kept = {
            name: getattr(settings, name)
            for name, field in type(settings).model_fields.items()
            if field.is_required() and name not in known
        }
        app: Flask = importlib.import_module(f"{package}.bootstrap").create_app(
            type(settings)(**kept, **known)
        )
        made.append((app, importlib.import_module(f"{package}.models").db))
        return app

    yield make
    for app, db in made:
        with app.app_context():
            db.engine.dispose()
