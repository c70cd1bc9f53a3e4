"""A whole service made of svckit: one id through all of it, and what it says of its health."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.celery import make_celery
from svckit.events.consumer import Consumer
from svckit.events.delivery import Subscription
from svckit.events.envelope import Envelope
from svckit.relay import Relay, celery_sender
from svckit.run import argv
from svckit.testing.servers import Server, free_port, wait_until
from svckit.testing.tokens import Issuer
from svckit.tests.demo import SERVICE
from svckit.tests.demo.models import Effect, InboxRow, NoteMade, OutboxRow, db, leave


def test_one_id_finds_the_request_its_task_and_its_event(
    events_app: Flask,
    environment: dict[str, str],
    issuer: Issuer,
    queue_name: str,
    spawn: Callable[..., Server],
) -> None:
    def handle(session: Session, _event: Envelope, data: NoteMade) -> None:
        leave(session, "event", data.note_id)

    app, rid = events_app, f"request-{uuid4().hex}"
    spawn(*argv("worker", SERVICE)[2:], CONCURRENCY="1")
    celery = make_celery(SERVICE, environment["REDIS_URL"])
    relay = Relay(app, db, OutboxRow, environment["EVENTS_URL"], celery_sender(celery))
    consumer = Consumer(
        app,
        db,
        InboxRow,
        events_url=environment["EVENTS_URL"],
        queues=[queue_name],
        subscriptions={NoteMade.type: Subscription(NoteMade, handle)},
    )
    thread = threading.Thread(target=consumer.run)
    relay.start()
    thread.start()
    try:
        headers = issuer.headers(Role.AUTHOR) | {"X-Request-ID": rid}
        answer = app.test_client().post("/api/v1/demo/notes", json={"text": "hello"}, headers=headers)
        assert answer.status_code == 201

        def effects() -> dict[str, str]:
            with app.app_context():
                return {row.kind: row.request_id for row in db.session.execute(select(Effect)).scalars()}

        wait_until(lambda: len(effects()) == 2, seconds=90, what="the task's and the event's effect")
        assert effects() == {"task": rid, "event": rid}
    finally:
        relay.stop()
        consumer.stop()
        thread.join(20)
        celery.close()


def _ready(app: Flask) -> tuple[int, dict[str, bool]]:
    answer = app.test_client().get("/readyz")
    return answer.status_code, {check["name"]: check["ok"] for check in answer.get_json()["checks"]}


def test_readyz_says_by_name_that_everything_answers(events_app: Flask) -> None:
    names = ("database", "events", "task queue", "redis")
    assert _ready(events_app) == (200, dict.fromkeys(names, True))


@pytest.mark.parametrize(
    ("variable", "name", "scheme"),
    [
        ("database_url", "database", "postgresql+psycopg://u:hunter2@127.0.0.1:{}/x"),
        ("events_url", "events", "amqp://u:hunter2@127.0.0.1:{}//"),
        ("events_url", "events", "redis://:hunter2@127.0.0.1:{}/0"),
        ("redis_url", "task queue", "redis://:hunter2@127.0.0.1:{}/0"),
        ("stream_redis_url", "redis", "redis://:hunter2@127.0.0.1:{}/0"),
    ],
)
def test_readyz_names_what_does_not_answer_and_the_process_still_lives(
    make_app: Callable[..., Flask], variable: str, name: str, scheme: str
) -> None:
    make_app()
    app = make_app(**{variable: scheme.format(free_port())})
    status, checks = _ready(app)
    assert status == 503
    assert [check for check, ok in checks.items() if not ok] == [name]
    assert app.test_client().get("/healthz").status_code == 200
    assert "hunter2" not in app.test_client().get("/readyz").get_data(as_text=True)


def test_without_its_database_a_service_says_so_and_that_nothing_was_saved(
    make_app: Callable[..., Flask], issuer: Issuer
) -> None:
    make_app()
    app = make_app(database_url=f"postgresql+psycopg://u:p@127.0.0.1:{free_port()}/x")
    answer = app.test_client().get("/api/v1/demo/notes", headers=issuer.headers())
    assert (answer.status_code, answer.get_json()["type"]) == (503, "urn:problem:database-unavailable")
    assert answer.headers["Retry-After"] == "5"


def test_the_health_page_shows_what_waits_in_the_outbox(app: Flask, issuer: Issuer) -> None:
    def health() -> dict[str, Any]:
        answer = app.test_client().get("/api/v1/demo/health", headers=issuer.headers(Role.ADMIN))
        body: dict[str, Any] = answer.get_json()
        return body

    assert health()["outbox"] == {"waiting": 0, "oldest_seconds": 0}
    app.test_client().post("/api/v1/demo/notes", json={"text": "x"}, headers=issuer.headers())
    assert health()["outbox"]["waiting"] == 2
    assert {check["name"] for check in health()["checks"]} == {"database", "events", "task queue", "redis"}


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(app: Flask, issuer: Issuer) -> None:
    client, headers = app.test_client(), issuer.headers()
    note = client.post("/api/v1/demo/notes", json={"text": "one"}, headers=headers).get_json()
    path = f"/api/v1/demo/notes/{note['id']}"
    mine = client.put(path, json={"text": "two"}, headers=headers | {"If-Match": '"v1"'})
    assert (mine.status_code, mine.headers["ETag"]) == (200, '"v2"')
    theirs = client.put(path, json={"text": "three"}, headers=headers | {"If-Match": '"v1"'})
    assert (theirs.status_code, theirs.get_json()["current_version"]) == (412, 2)
    assert client.put(path, json={"text": "three"}, headers=headers).status_code == 428


def test_a_value_the_database_can_not_hold_is_a_bad_request(app: Flask, issuer: Issuer) -> None:
    answer = app.test_client().post(
        "/api/v1/demo/notes", json={"text": "nul\u0000"}, headers=issuer.headers()
    )
    assert (answer.status_code, answer.get_json()["type"]) == (400, "urn:problem:unusable-value")
