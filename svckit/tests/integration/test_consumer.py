"""Consuming events: at least once delivered, once handled, on either broker."""

import itertools
import signal
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from kombu import Message
from prometheus_client import REGISTRY
from sqlalchemy.orm import Session

from svckit.events import delivery, redis_transport, topology
from svckit.events.delivery import Permanent, Transient
from svckit.events.envelope import Envelope
from svckit.testing.servers import Postgres, RabbitMq, Server, Valkey, wait_until
from svckit.tests.demo.models import NoteMade, db, leave
from svckit.tests.integration.bench import Bench, Take, event, leave_note


def _dead_letter(bench: Bench, take: Take) -> Message:
    """The one message that comes to the dead-letter queue."""
    letters: list[Message] = wait_until(lambda: take(bench.url, ".dead"), what="the dead letter")
    assert len(letters) == 1
    return letters[0]


def test_an_event_published_before_its_consumer_ever_ran_is_handled(bench: Bench) -> None:
    note = bench.publish()
    bench.consume()
    bench.wait_for(note)


def test_an_event_delivered_twice_has_its_effect_once(bench: Bench) -> None:
    bench.consume()
    twice = event()
    first = bench.publish(twice)
    bench.publish(twice)
    last = bench.publish()
    bench.wait_for(first, last)
    assert bench.effects() == [str(first), str(last)]


def test_an_event_delivered_to_two_consumers_at_once_has_its_effect_once(bench: Bench) -> None:
    bench.consume()
    bench.consume()
    events = [event() for _ in range(10)]
    notes = [bench.publish(each) for each in events for _ in range(3)]
    bench.wait_for(*notes)
    last = bench.publish()
    bench.wait_for(last)
    assert len(bench.effects()) == len(events) + 1


@pytest.mark.parametrize("where", ["handler", "ack"])
def test_killed_before_the_acknowledgement_the_event_is_handled_once(
    bench: Bench, spawn_stuck: Callable[[str], Server], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = bench.publish()
    process = spawn_stuck(where)
    assert bench.effects() == ([str(note)] if where == "ack" else [])
    process.kill()
    # Redis gives a dead reader's messages to others after this long; 45 s would do the same, later.
    monkeypatch.setattr(topology, "REDIS_VISIBILITY", 2)
    bench.consume()
    last = bench.publish()
    bench.wait_for(note, last)
    labels = {"queue": bench.queue, "type": "demo.note.made", "outcome": "repeated"}
    if where == "ack":
        wait_until(
            lambda: REGISTRY.get_sample_value("events_handled_total", labels),
            seconds=60,
            what="the redelivery",
        )
    assert sorted(bench.effects()) == sorted([str(note), str(last)])


def test_frozen_while_it_waits_and_killed_the_event_it_was_given_is_handled_by_another(
    bench: Bench, spawn_stuck: Callable[[str], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.publish()
    process = spawn_stuck("idle")
    bench.wait_for(first)
    time.sleep(0.5)  # nothing shows from outside that it asks for the next one
    process.send(signal.SIGSTOP)
    second = bench.publish()
    time.sleep(0.5)  # nor that the broker has given it to the frozen one
    process.kill()
    monkeypatch.setattr(redis_transport, "LOST_AFTER", 1.0)
    bench.consume()
    bench.wait_for(second)
    assert bench.effects() == [str(first), str(second)]


def test_a_transient_failure_is_tried_again_with_growing_delay(
    bench: Bench, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FIRST_DELAY", 0.2)
    at: list[float] = []

    def handle(session: Session, _event: Envelope, data: NoteMade) -> None:
        at.append(time.monotonic())
        leave(session, "event", data.note_id)
        session.flush()
        if len(at) < 4:
            raise Transient("not yet")

    bench.consume(handle)
    note = bench.publish()
    bench.wait_for(note)
    gaps = [later - earlier for earlier, later in itertools.pairwise(at)]
    assert [gap >= least for gap, least in zip(gaps, (0.2, 0.4, 0.8), strict=True)] == [True] * 3
    assert bench.effects() == [str(note)], "failed tries left nothing"
    bench.stop()
    assert take(bench.url, ".dead") == []


def test_others_are_handled_while_one_waits_for_its_next_try(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FIRST_DELAY", 600.0)
    monkeypatch.setattr(delivery, "MAX_DELAY", 600.0)

    def handle(session: Session, event_: Envelope, data: NoteMade) -> None:
        if data.text == "waits":
            raise Transient("not yet")
        leave_note(session, event_, data)

    bench.consume(handle)
    bench.publish(event("waits"))
    others = [bench.publish() for _ in range(3)]
    bench.wait_for(*others)


@pytest.mark.parametrize(("error", "tries"), [(Permanent("no such thing"), 1), (ValueError("bug"), 6)])
def test_what_can_not_be_handled_goes_to_the_dead_letter_queue_with_the_reason(
    bench: Bench, take: Take, error: Exception, tries: int
) -> None:
    seen: list[str] = []

    def handle(session: Session, event_: Envelope, data: NoteMade) -> None:
        seen.append(data.text)
        if data.text == "bad":
            raise error
        leave_note(session, event_, data)

    bench.consume(handle)
    bench.publish(event("bad"))
    good = bench.publish()
    bench.wait_for(good)
    letter = _dead_letter(bench, take)
    assert letter.payload["data"]["text"] == "bad"
    assert (int(letter.headers["x-tries"]), letter.headers["x-queue"]) == (tries, bench.queue)
    assert str(error) in letter.headers["x-error"]
    assert seen.count("bad") == tries
    bench.stop()
    assert take(bench.url) == [], "acknowledged on its own queue"


@pytest.mark.parametrize(
    "body",
    ["just text", {"not": "an event"}, [], 5, None, {"specversion": "9", "id": "x"}],
)
def test_a_message_that_is_no_event_does_not_stop_the_others(bench: Bench, take: Take, body: Any) -> None:
    bench.consume()
    bench.publish_raw(body)
    good = bench.publish()
    bench.wait_for(good)
    letter = _dead_letter(bench, take)
    assert "not a CloudEvent" in letter.headers["x-error"]


def test_an_event_whose_data_does_not_fit_is_a_dead_letter_at_once(bench: Bench, take: Take) -> None:
    bench.consume()
    broken = event().model_copy(update={"data": {"note_id": "not-a-uuid"}})
    bench.publisher.publish_event(broken.model_dump(mode="json"), {})
    letter = _dead_letter(bench, take)
    assert int(letter.headers["x-tries"]) == 1
    assert bench.effects() == []


def test_an_event_nobody_here_handles_is_acknowledged_and_left(bench: Bench, take: Take) -> None:
    bench.consume()
    other = event().model_copy(update={"type": "demo.other"})
    bench.publish_raw(other.model_dump(mode="json"))
    good = bench.publish()
    bench.wait_for(good)
    bench.stop()
    assert take(bench.url) == []
    assert take(bench.url, ".dead") == []


def test_a_dead_letter_can_be_put_back_and_is_handled(bench: Bench, take: Take) -> None:
    failing = [True]

    def handle(session: Session, event_: Envelope, data: NoteMade) -> None:
        if failing[0]:
            raise Permanent("not now")
        leave_note(session, event_, data)

    bench.consume(handle)
    note = bench.publish()
    letter = _dead_letter(bench, take)
    failing[0] = False
    bench.publish_raw(letter.payload)
    bench.wait_for(note)


def test_while_the_database_is_away_events_wait_and_none_becomes_a_dead_letter(
    bench: Bench, take: Take, postgres: Postgres
) -> None:
    with bench.app.app_context():
        name = str(db.engine.url.database)
    bench.consume()
    first = bench.publish()
    bench.wait_for(first)
    with psycopg.connect(postgres.admin_url, autocommit=True) as admin:

        def let_in(allowed: bool) -> None:
            admin.execute("UPDATE pg_database SET datallowconn = %s WHERE datname = %s", [allowed, name])
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

        let_in(False)
        try:
            note = bench.publish()
            wait_until(
                lambda: bench.retried() > delivery.MAX_TRIES, seconds=60, what="more tries than are counted"
            )
        finally:
            let_in(True)
    bench.wait_for(note)
    bench.stop()
    assert take(bench.url, ".dead") == []


def test_when_the_broker_was_away_the_consumer_comes_back_by_itself(
    bench: Bench, request: pytest.FixtureRequest
) -> None:
    broker: RabbitMq | Valkey = request.getfixturevalue(
        "valkey" if topology.is_redis(bench.url) else "rabbitmq"
    )
    bench.consume()
    first = bench.publish()
    bench.wait_for(first)
    broker.server.stop()
    broker.server.start()
    bench.publisher.close()
    note = bench.publish()
    bench.wait_for(note)
    assert bench.effects() == [str(first), str(note)]
