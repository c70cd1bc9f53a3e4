"""The demo service over real servers."""

import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from kombu import Message

from svckit.events import topology
from svckit.testing.servers import Server
from svckit.tests.demo import Settings, create_app
from svckit.tests.demo.models import db


@pytest.fixture
def queue_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue of this test's own that takes the demo's events."""
    name = f"demo-{secrets.token_hex(4)}.events"
    folder = tmp_path / "contracts" / "events"
    folder.mkdir(parents=True)
    (folder / "routing.json").write_text(json.dumps({name: ["demo.note.made"]}))
    monkeypatch.setenv("CONTRACTS_DIR", str(folder.parent))
    topology.routing.cache_clear()
    yield name
    topology.routing.cache_clear()


@pytest.fixture
def environment(
    new_database: Callable[[], str],
    redis_url: str,
    jwks_url: str,
    queue_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """The demo's variables; a test that needs a broker sets ``EVENTS_URL``."""
    values = {
        "DATABASE_URL": new_database(),
        "PUBLIC_URL": "http://portal.test",
        "JWKS_URL": jwks_url,
        "EVENTS_URL": redis_url,
        "REDIS_URL": redis_url,
        "STREAM_REDIS_URL": redis_url,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return values


@pytest.fixture
def make_app(environment: dict[str, str]) -> Iterator[Callable[..., Flask]]:
    """Makes demo apps over one database."""
    made: list[Flask] = []

    def make(**overrides: str) -> Flask:
        values = {name.lower(): value for name, value in environment.items()} | overrides
        app = create_app(Settings.model_validate(values))
        if not made:
            with app.app_context():
                db.create_all()
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
def events_app(
    events_url: str, environment: dict[str, str], make_app: Callable[..., Flask], queue_name: str
) -> Iterator[Flask]:
    """The demo with a broker for events, once of each kind."""
    environment["EVENTS_URL"] = events_url
    yield make_app(events_url=events_url)
    with topology.connect(events_url) as connection:
        channel = connection.channel()
        topology.queue(queue_name, events_url)(channel).delete()
        topology.dead_queue(queue_name, events_url)(channel).delete()


@pytest.fixture
def spawn(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts a Python module as a process of the demo, ready when ``ready`` says so."""
    started: list[Server] = []

    def start(*arguments: str, ready: Callable[[], bool] = lambda: True, **env: str) -> Server:
        server = Server(
            argv=[sys.executable, "-m", *arguments],
            log=tmp_path / f"process-{len(started)}.log",
            ready=ready,
            env={**environment, "CONTRACTS_DIR": os.environ["CONTRACTS_DIR"], **env},
            name=arguments[0],
        )
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def spawn_stuck(spawn: Callable[..., Server], tmp_path: Path) -> Callable[[str], Server]:
    """Starts a process that hangs at the given place (see ``demo/stuck.py``); returns when it does."""

    def start(where: str) -> Server:
        flag = tmp_path / f"stuck-{where}"
        return spawn("svckit.tests.demo.stuck", where, str(flag), ready=flag.exists)

    return start


@pytest.fixture
def take(queue_name: str) -> Callable[[str, str], list[Message]]:
    """Everything that lies on the test's queue, or with ``.dead`` on its dead-letter queue."""

    def read(url: str, suffix: str = "") -> list[Message]:
        found: list[Message] = []
        with topology.connect(url) as connection:
            channel = connection.channel()
            make = topology.dead_queue if suffix else topology.queue
            queue = make(queue_name, url)(channel)
            queue.declare()
            while (message := queue.get(no_ack=True)) is not None:
                found.append(message)
        return found

    return read
