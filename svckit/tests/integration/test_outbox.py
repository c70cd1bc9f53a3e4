"""The outbox and its relay: nothing is sent that didn't happen, nothing that happened is lost."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from kombu import Message
from sqlalchemy import select

from svckit.db import unit_of_work, utcnow
from svckit.events import topology
from svckit.events.publisher import Publisher
from svckit.ids import uuid7
from svckit.relay import KEEP_SENT, Relay, backlog
from svckit.testing.servers import RabbitMq, Server, Valkey, wait_until
from svckit.tests.demo.models import Note, NoteMade, OutboxRow, db, outbox

Take = Callable[..., list[Message]]


@pytest.fixture
def make_relay(events_app: Flask, events_url: str) -> Iterator[Callable[[], Relay]]:
    """Relays of the demo's outbox; those that were started are stopped."""
    made: list[Relay] = []

    def make() -> Relay:
        relay = Relay(events_app, db, OutboxRow, events_url)
        made.append(relay)
        return relay

    yield make
    for relay in made:
        relay.stop()
        relay._publisher.close()


def _write(app: Flask, count: int = 1) -> list[str]:
    """Make notes; the texts of their events."""
    texts = [uuid7().hex for _ in range(count)]
    with app.app_context(), unit_of_work(db) as session:
        for text in texts:
            note = Note(text=text)
            session.add(note)
            session.flush()
            outbox.emit(session, NoteMade(note_id=note.id, text=text))
    return texts


def _unsent(app: Flask) -> list[OutboxRow]:
    with app.app_context():
        statement = select(OutboxRow).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.id)
        return list(db.session.execute(statement).scalars())


def _texts(messages: list[Message]) -> list[str]:
    return [message.payload["data"]["text"] for message in messages]


def test_an_event_is_on_the_queue_soon_after_the_commit_as_a_cloudevent(
    events_app: Flask, events_url: str, make_relay: Callable[[], Relay], take: Take
) -> None:
    make_relay().start()
    (text,) = _write(events_app)
    wait_until(lambda: not _unsent(events_app), what="the event being sent")
    (message,) = take(events_url)
    envelope = message.payload
    assert (envelope["specversion"], envelope["type"], envelope["source"]) == (
        "1.0", "demo.note.made", "/demo",
    )  # fmt: skip
    assert envelope["data"]["text"] == text
    assert envelope["subject"] == envelope["data"]["note_id"]
    assert envelope["requestid"] == message.headers["X-Request-ID"]


def test_a_change_that_was_rolled_back_sends_nothing(
    events_app: Flask, events_url: str, make_relay: Callable[[], Relay], take: Take
) -> None:
    def fail() -> None:
        with events_app.app_context(), unit_of_work(db) as session:
            outbox.emit(session, NoteMade(note_id=uuid7(), text="never"))
            session.flush()
            raise RuntimeError("the change failed")

    with pytest.raises(RuntimeError):
        fail()
    (text,) = _write(events_app)
    with events_app.app_context():
        make_relay().drain()
    assert _texts(take(events_url)) == [text]


def test_events_keep_the_order_of_their_commits(
    events_app: Flask, events_url: str, make_relay: Callable[[], Relay], take: Take
) -> None:
    written = [_write(events_app)[0] for _ in range(30)]
    with events_app.app_context():
        make_relay().drain()
    assert _texts(take(events_url)) == written


def test_killed_between_publishing_and_marking_it_is_delivered_at_least_once(
    events_app: Flask,
    events_url: str,
    make_relay: Callable[[], Relay],
    take: Take,
    spawn_stuck: Callable[[str], Server],
) -> None:
    (text,) = _write(events_app)
    spawn_stuck("relay").kill()
    assert len(_unsent(events_app)) == 1
    make_relay().start()
    wait_until(lambda: not _unsent(events_app), what="the event being sent again")
    messages = take(events_url)
    assert _texts(messages) == [text, text]
    assert len({message.payload["id"] for message in messages}) == 1, "so that its repeat is recognised"


def test_while_the_broker_is_down_events_wait_and_go_when_it_is_back(
    request: pytest.FixtureRequest,
    events_app: Flask,
    events_url: str,
    make_relay: Callable[[], Relay],
    take: Take,
) -> None:
    broker: RabbitMq | Valkey = request.getfixturevalue(
        "valkey" if topology.is_redis(events_url) else "rabbitmq"
    )
    relay = make_relay()
    relay.start()
    _write(events_app)
    wait_until(lambda: not _unsent(events_app), what="the first event being sent")
    take(events_url)
    broker.server.stop()
    try:
        texts = _write(events_app, 3)
        wait_until(
            lambda: any(row.attempts and row.last_error for row in _unsent(events_app)), what="a failed try"
        )
        assert len(_unsent(events_app)) == 3
        with events_app.app_context():
            assert backlog(db.session(), OutboxRow)["waiting"] <= 3
    finally:
        broker.server.start()
    wait_until(lambda: not _unsent(events_app), seconds=90, what="what waited being sent")
    assert sorted(set(_texts(take(events_url)))) == sorted(texts)


def test_two_relays_share_the_work_and_send_nothing_twice(
    events_app: Flask,
    events_url: str,
    make_relay: Callable[[], Relay],
    take: Take,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = _write(events_app, 120)
    holding, release = threading.Event(), threading.Event()
    publish = Publisher.publish_event
    slow = make_relay()

    def hold_first(self: Publisher, *args: Any) -> None:
        if self is slow._publisher and not holding.is_set():
            holding.set()
            assert release.wait(30)
        publish(self, *args)

    monkeypatch.setattr(Publisher, "publish_event", hold_first)

    def drain_slowly() -> None:
        with events_app.app_context():
            slow.drain()

    thread = threading.Thread(target=drain_slowly)
    thread.start()
    assert holding.wait(30)
    other = make_relay()
    with events_app.app_context():
        while other.drain():
            pass
    assert len(_unsent(events_app)) == 50, "the other one skipped what the first holds"
    release.set()
    thread.join()
    assert sorted(_texts(take(events_url))) == sorted(texts)
    assert _unsent(events_app) == []


@pytest.mark.parametrize("events_url", ["amqp"], indirect=True)
def test_an_event_that_nobody_takes_though_somebody_should_is_kept(
    events_app: Flask, events_url: str, make_relay: Callable[[], Relay], queue_name: str
) -> None:
    relay = make_relay()
    _write(events_app)
    with events_app.app_context():
        relay.drain()
    with topology.connect(events_url) as connection:
        topology.queue(queue_name, events_url)(connection.channel()).delete()
    _write(events_app)
    with events_app.app_context():
        relay.drain()
    (row,) = _unsent(events_app)
    assert "Unroutable" in str(row.last_error)


def test_rows_sent_long_ago_are_taken_away_and_others_stay(
    events_app: Flask, make_relay: Callable[[], Relay]
) -> None:
    _write(events_app, 2)
    relay = make_relay()
    with events_app.app_context():
        relay.drain()
        old = db.session.execute(select(OutboxRow).limit(1)).scalar_one()
        old.sent_at = utcnow() - KEEP_SENT * 2
        db.session.commit()
        relay._purge()
        assert len(db.session.execute(select(OutboxRow)).scalars().all()) == 1


def test_nothing_is_sent_before_its_time(
    events_app: Flask, events_url: str, make_relay: Callable[[], Relay], take: Take
) -> None:
    with events_app.app_context():
        _write(events_app)
        row = db.session.execute(select(OutboxRow)).scalar_one()
        row.not_before = utcnow() + KEEP_SENT
        db.session.commit()
        make_relay().drain()
    assert take(events_url) == []
    assert len(_unsent(events_app)) == 1
