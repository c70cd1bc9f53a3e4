"""The real processes: Celery workers over Valkey, the relay, and events on both kinds of broker."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import redis
from flask import Flask

from svckit.db import utcnow
from svckit.events import topology
from svckit.relay import Relay, celery_sender
from svckit.testing.servers import ROOT, Server, wait_until
from trends_svc.bootstrap import SERVICE
from trends_svc.config import Settings
from trends_svc.models import OutboxRow, db
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team


def environment(settings: Settings) -> dict[str, str]:
    return {
        "PUBLIC_URL": settings.public_url,
        "JWKS_URL": settings.jwks_url,
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "EVENTS_URL": settings.events_url.get_secret_value(),
        "REDIS_URL": settings.redis_url.get_secret_value(),
        "STREAM_REDIS_URL": settings.stream_redis_url.get_secret_value(),
        "TRENDS_GOOGLE_URL": settings.google_url,
        "TRENDS_SAMPLE": "true",
        "TRENDS_SPACING_SECONDS": "0",
        "TRENDS_TIMEOUT_SECONDS": "20",
        "CONCURRENCY": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def start(settings: Settings, tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Starts a ``worker`` or the ``beat`` as a process of its own."""
    started: list[Server] = []

    def run(kind: str) -> Server:
        log = tmp_path / f"{kind}-{len(started)}.log"
        words = "ready." if kind == "worker" else "beat: Starting"
        server = Server(
            argv=[sys.executable, "-m", "svckit.run", kind, "trends_svc"],
            log=log,
            ready=lambda: words in log.read_text(),
            env={**environment(settings), "BEAT_DIR": str(tmp_path)},
            name=f"trends {kind}",
        )
        started.append(server)
        server.start()
        return server

    yield run
    for server in started:
        server.stop(signal.SIGKILL)


@pytest.fixture
def relay(app: Flask, settings: Settings) -> Iterator[Relay]:
    """The outbox's relay, as a thread of the web process runs it."""
    from svckit.celery import make_celery

    sender = celery_sender(make_celery(SERVICE, settings.redis_url.get_secret_value()))
    running = Relay(app, db, OutboxRow, settings.events_url.get_secret_value(), sender)
    running.start()
    yield running
    running.stop()


def over(team: Team, search_id: UUID) -> bool:
    return team.search(search_id)["status"] in ("completed", "failed")


@pytest.mark.usefixtures("relay")
class TestWithEachBroker:
    @pytest.fixture
    def settings(self, settings: Settings, events_url: str) -> Settings:
        from pydantic import SecretStr

        return settings.model_copy(update={"events_url": SecretStr(events_url)})

    def test_a_search_goes_from_http_to_an_event_with_its_snapshot(
        self, team: Team, start: Callable[[str], Server], events_url: str
    ) -> None:
        queue = next(name for name, types in topology.routing().items() if "trends.search.completed" in types)
        start("worker")
        search_id = team.asked("matcha", "espresso")
        wait_until(lambda: over(team, search_id), seconds=30, what="the search being over")
        assert team.search(search_id)["status"] == "completed"
        with topology.connect(events_url) as connection, connection.channel() as channel:
            topology.declare(channel, events_url)
            bound = topology.queue(queue, events_url)(channel)
            message = wait_until(lambda: bound.get(no_ack=True), what="the event")
            body = message.body
            envelope = json.loads(body if isinstance(body, str) else bytes(body))
        assert envelope["type"] == "trends.search.completed"
        assert envelope["data"]["search_id"] == str(search_id)
        assert envelope["data"]["snapshot"] == team.result(search_id)


def test_a_worker_killed_while_google_is_asked_loses_nothing(
    team: Team, relay: Relay, start: Callable[[str], Server], google: Google
) -> None:
    first = start("worker")
    google.behave("slow", "comparedgeo", seconds=15)
    search_id = team.asked("matcha")
    wait_until(lambda: team.search(search_id)["progress"]["step"] == "regions", what="the third call")
    first.kill()
    google.behave("normal")
    start("beat")
    start("worker")
    wait_until(lambda: over(team, search_id), seconds=40, what="the search being over")
    assert team.search(search_id)["status"] == "completed"
    assert team.result(search_id)["missing"] == []
    assert google.control.calls["multiline"] == 1
    assert len(team.sent("trends.search.completed")) == 1


def test_a_child_killed_while_google_is_asked_loses_nothing(
    team: Team, relay: Relay, start: Callable[[str], Server], google: Google
) -> None:
    start("worker")
    google.behave("slow", "multiline", seconds=15)
    search_id = team.asked("matcha")
    wait_until(lambda: team.search(search_id)["progress"]["step"] == "series", what="the second call")
    holder = team.row(search_id).holder or ""
    google.behave("normal")
    os.kill(int(holder.rpartition(":")[2]), signal.SIGKILL)
    wait_until(lambda: over(team, search_id), seconds=30, what="the search being over")
    assert team.search(search_id)["status"] == "completed"
    assert team.row(search_id).losses == 1


def test_a_wiped_redis_delays_a_search_and_loses_nothing(
    team: Team, app: Flask, settings: Settings, relay: Relay, start: Callable[[str], Server]
) -> None:
    search_id = team.asked("matcha")
    queue = redis.Redis.from_url(settings.redis_url.get_secret_value())
    wait_until(lambda: queue.llen(SERVICE) == 1, what="the task being queued")
    queue.flushdb()
    team.change(search_id, hint_at=utcnow())  # as half a minute later
    start("beat")
    start("worker")
    wait_until(lambda: over(team, search_id), seconds=40, what="the search being over")
    assert team.search(search_id)["status"] == "completed"
    queue.close()
