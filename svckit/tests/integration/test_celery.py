"""Background tasks on Redis: a message is a hint that survives whoever dies with it."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from celery import Celery
from flask import Flask
from sqlalchemy import select

from svckit import background
from svckit.celery import make_celery
from svckit.db import unit_of_work
from svckit.relay import Relay, celery_sender
from svckit.run import argv
from svckit.testing.servers import Server, wait_until
from svckit.tests.demo import SERVICE
from svckit.tests.demo.models import Effect, OutboxRow, db, outbox

Spawn = Callable[..., Server]


def _worker(spawn: Spawn, **env: str) -> Server:
    """A worker with the flags every deployment uses, one task at a time."""
    return spawn(*argv("worker", SERVICE)[2:], CONCURRENCY="1", **env)


def _effects(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        rows = db.session.execute(select(Effect).order_by(Effect.id)).scalars()
        return [(row.subject, row.pid) for row in rows]


def _wait_for(app: Flask, *subjects: str) -> None:
    wanted = set(subjects)
    wait_until(
        lambda: wanted <= {subject for subject, _ in _effects(app)}, seconds=90, what="the task's effect"
    )


@pytest.fixture
def sender(environment: dict[str, str]) -> Iterator[Celery]:
    celery = make_celery(SERVICE, environment["REDIS_URL"])
    yield celery
    celery.close()


def _send(sender: Celery, subject: str) -> None:
    sender.send_task("demo.handle", kwargs={"note_id": subject}, queue=SERVICE)


def test_a_task_in_the_outbox_runs_after_the_commit_and_not_after_a_rollback(
    app: Flask, environment: dict[str, str], sender: Celery, spawn: Spawn
) -> None:
    def fail() -> None:
        with app.app_context(), unit_of_work(db) as session:
            outbox.enqueue(session, "demo.handle", queue=SERVICE, note_id="rolled back")
            session.flush()
            raise RuntimeError("the change failed")

    relay = Relay(app, db, OutboxRow, environment["EVENTS_URL"], celery_sender(sender))
    with pytest.raises(RuntimeError):
        fail()
    with app.app_context():
        with unit_of_work(db) as session:
            outbox.enqueue(session, "demo.handle", queue=SERVICE, note_id="committed")
        relay.drain()
    _worker(spawn)
    _wait_for(app, "committed")
    assert [subject for subject, _ in _effects(app)] == ["committed"]


def test_when_a_workers_child_is_killed_its_task_is_done_by_another(
    app: Flask, sender: Celery, spawn: Spawn, tmp_path: Path
) -> None:
    stuck = tmp_path / "stuck"
    _worker(spawn, DEMO_STUCK_ONCE=str(stuck))
    _send(sender, "killed with its child")
    wait_until(stuck.exists, seconds=60, what="the task being at work")
    victim = int(stuck.read_text())
    os.kill(victim, signal.SIGKILL)
    _wait_for(app, "killed with its child")
    ((_, pid),) = _effects(app)
    assert pid != victim


def test_when_a_whole_worker_is_killed_its_task_is_done_by_the_next(
    app: Flask, sender: Celery, spawn: Spawn, tmp_path: Path
) -> None:
    stuck = tmp_path / "stuck"
    first = _worker(spawn, DEMO_STUCK_ONCE=str(stuck), DEMO_VISIBILITY="5")
    _send(sender, "killed with its worker")
    wait_until(stuck.exists, seconds=60, what="the task being at work")
    first.kill()
    _worker(spawn, DEMO_STUCK_ONCE=str(stuck), DEMO_VISIBILITY="5")
    _wait_for(app, "killed with its worker")


def test_a_worker_asked_to_stop_gives_its_unfinished_task_back(
    app: Flask, sender: Celery, spawn: Spawn, tmp_path: Path
) -> None:
    stuck = tmp_path / "stuck"
    first = _worker(spawn, DEMO_STUCK_ONCE=str(stuck), DEMO_VISIBILITY="5")
    _send(sender, "interrupted")
    wait_until(stuck.exists, seconds=60, what="the task being at work")
    first.stop(signal.SIGQUIT, seconds=30)
    _worker(spawn, DEMO_STUCK_ONCE=str(stuck), DEMO_VISIBILITY="5")
    _wait_for(app, "interrupted")


def test_a_worker_shows_that_it_lives_and_is_forgotten_when_it_does_not(
    app: Flask, environment: dict[str, str], spawn: Spawn
) -> None:
    worker = _worker(spawn)
    url = environment["STREAM_REDIS_URL"]

    def names() -> set[object]:
        return {process["name"] for process in background.living(url, "demo")}

    wait_until(lambda: f"{SERVICE}-worker" in names(), seconds=60, what="the heartbeat")
    worker.kill()
    with redis.Redis.from_url(url) as client:
        keys = list(client.scan_iter(match=f"{background.PREFIX}*"))
        assert keys
        assert all(0 < client.pttl(key) <= background.LIFETIME_SECONDS * 1000 for key in keys)
