"""The real processes over real brokers: consumer, worker, beat; killed in the middle of things."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from svckit.events import topology
from svckit.events.envelope import wrap
from svckit.events.publisher import Publisher
from svckit.testing.servers import Server, wait_until
from svckit.testing.tokens import Issuer
from tweeter_svc import names
from tweeter_svc.tests.factories import Desk, approval, later
from tweeter_svc.tests.network import Network

Start = Callable[[str], Server]


@pytest.fixture
def brokered(environment: dict[str, str], redis_url: str) -> dict[str, str]:
    """The environment with a Redis of its own."""
    environment["REDIS_URL"] = environment["STREAM_REDIS_URL"] = environment["EVENTS_URL"] = redis_url
    return environment


@pytest.fixture
def start(brokered: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts one of the service's processes: consumer, worker or beat."""
    with ExitStack() as stack:

        def begin(kind: str) -> Server:
            log = tmp_path / f"{kind}.log"
            module = ["tweeter_svc.consumer"] if kind == "consumer" else ["svckit.run", kind, "tweeter_svc"]
            words = {"consumer": "consumer.ready", "worker": "ready", "beat": "beat: Starting"}
            seen = log.read_text().count(words[kind]) if log.exists() else 0
            server = Server(
                argv=[sys.executable, "-m", *module],
                log=log,
                ready=lambda: log.read_text().count(words[kind]) > seen,
                env=brokered | {"CONCURRENCY": "2", "BEAT_DIR": str(tmp_path)},
                name=kind,
            )
            stack.callback(server.kill)
            return server.start()

        yield begin


@pytest.fixture
def live(make_app: Callable[..., Any], brokered: dict[str, str], issuer: Issuer, network: Network) -> Desk:
    """The web app beside the processes. Its own relay is not started: what it writes, others send."""
    return Desk(make_app(), issuer, network)


def tell(events_url: str, data: Any) -> None:
    publisher = Publisher(events_url)
    publisher.publish_event(wrap(data, "thinker").model_dump(mode="json"), {})
    publisher.close()


def the_post(desk: Desk, *states: str) -> Callable[[], dict[str, Any] | None]:
    def look() -> dict[str, Any] | None:
        items = desk.call("GET", "/posts").json["items"]
        return items[0] if items and items[0]["state"] in states else None

    return look


@pytest.mark.parametrize("kind", ["amqp", "redis"])
def test_an_approval_becomes_one_post_at_the_receiver_and_an_event(
    kind: str, request: pytest.FixtureRequest, brokered: dict[str, str], start: Start, live: Desk
) -> None:
    if kind == "amqp":
        brokered["EVENTS_URL"] = request.getfixturevalue("rabbitmq_url")
    live.connect()
    for process in ("consumer", "worker", "beat"):
        start(process)
    data = approval()
    event = wrap(data, "thinker").model_dump(mode="json")
    publisher = Publisher(brokered["EVENTS_URL"])
    for _ in range(3):  # delivered at least once, handled once
        publisher.publish_event(event, {})
    publisher.close()
    post = wait_until(the_post(live, "published"), seconds=30, what="the post being published")
    assert post["draft_id"] == str(data.draft_id)
    assert [arrived["received_times"] for arrived in live.network.posts()] == [1]

    def told() -> bool:
        with live.work() as session:
            rows = session.execute(
                text("SELECT name, sent_at FROM outbox WHERE kind = 'event' ORDER BY id")
            ).all()
        return [row[0] for row in rows if row[1]] == ["tweeter.post.scheduled", "tweeter.post.published"]

    wait_until(told, what="both events being sent")
    assert live.call("GET", "/posts").json["counts"]["all"] == 1


def test_an_approval_with_a_wrong_hash_lies_in_the_dead_letters(
    brokered: dict[str, str], start: Start, live: Desk
) -> None:
    live.connect()
    start("consumer")
    tell(brokered["EVENTS_URL"], approval(content_hash="0" * 64))

    def dead() -> Any:
        with topology.connect(brokered["EVENTS_URL"]) as connection:
            queue = topology.dead_queue(names.EVENT_QUEUE, brokered["EVENTS_URL"])
            return queue(connection.channel()).get(no_ack=True, accept=None)

    message = wait_until(dead, what="the dead letter")
    assert "doesn't match its hash" in message.headers["x-error"]
    assert live.call("GET", "/posts").json["counts"]["all"] == 0


@pytest.mark.parametrize("mode", ["slow", "hang"])
def test_a_worker_killed_in_the_middle_of_sending_loses_nothing_and_doubles_nothing(
    mode: str, brokered: dict[str, str], start: Start, live: Desk
) -> None:
    """`slow`: the receiver keeps the post although the sender is dead by then. `hang`: it doesn't."""
    live.connect()
    live.network.behave(mode, seconds=1.5, times=1)
    worker, _beat = start("worker"), start("beat")
    live.approve()
    wait_until(lambda: live.network.mode() == "normal", what="the receiver having taken the request")
    worker.kill()
    if mode == "slow":
        wait_until(live.network.posts, what="the receiver having it")
    assert live.call("GET", "/posts").json["items"][0]["deliveries"][0]["state"] == "sending"
    start("worker")
    wait_until(the_post(live, "published"), seconds=60, what="the post being published")
    assert [arrived["received_times"] for arrived in live.network.posts()] == [2 if mode == "slow" else 1]
    with live.work() as session:
        attempts = session.execute(
            text("SELECT outcome, error_type FROM delivery_attempts ORDER BY number")
        ).all()
    assert [tuple(row) for row in attempts] == [("unsure", "worker-died"), ("sent", None)]


def test_a_consumer_killed_while_it_takes_approvals_takes_each_once(
    brokered: dict[str, str], rabbitmq_url: str, start: Start, live: Desk
) -> None:
    brokered["EVENTS_URL"] = rabbitmq_url
    live.connect()
    publisher = Publisher(brokered["EVENTS_URL"])
    consumer = start("consumer")
    for version in range(30):
        data = approval(version=version, publish_at=later(hours=1))
        publisher.publish_event(wrap(data, "thinker").model_dump(mode="json"), {})
        if version == 10:
            consumer.send(signal.SIGKILL)
    publisher.close()
    start("consumer")

    def everything() -> bool:
        return bool(live.call("GET", "/posts").json["counts"]["all"] == 30)

    wait_until(everything, seconds=40, what="all approvals being taken")


def test_redis_wiped_in_between_loses_nothing(brokered: dict[str, str], start: Start, live: Desk) -> None:
    import redis

    live.connect()
    live.approve()
    live.tick()
    # The task was queued and, say, handed to Celery: wiping its broker loses it.
    live.queued()
    redis.Redis.from_url(brokered["REDIS_URL"]).flushdb()
    engine = create_engine(brokered["DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE deliveries SET claimed_until = now() - interval '1 second'"))
    engine.dispose()
    start("worker")
    start("beat")
    wait_until(the_post(live, "published"), seconds=30, what="the post being published")
    assert [arrived["received_times"] for arrived in live.network.posts()] == [1]


def test_a_process_without_its_settings_says_which_are_missing(brokered: dict[str, str]) -> None:
    import subprocess

    env = {**os.environ, **brokered}
    del env["TWEETER_ENCRYPTION_KEY"]
    done = subprocess.run(
        [sys.executable, "-m", "tweeter_svc.consumer"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert "TWEETER_ENCRYPTION_KEY is missing" in done.stderr
