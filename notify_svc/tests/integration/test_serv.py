"""notify-serv as it runs: a broker of each kind in front, SMTP behind, kill -9 in between."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest

from notify_svc.tests import factories
from notify_svc.tests.conftest import Catcher, Process, environment
from notify_svc.tests.factories import MAYA, TOM, envelope, user
from svckit.auth import Role
from svckit.events.envelope import Envelope
from svckit.events.publisher import Publisher
from svckit.ids import uuid7
from svckit.testing.servers import RabbitMq, Valkey, wait_until
from svckit.testing.tokens import Issuer


@dataclass
class Running:
    process: Process
    publisher: Publisher
    catcher: Catcher
    issuer: Issuer

    def publish(self, event: Envelope) -> None:
        self.publisher.publish_event(event.model_dump(mode="json"), {})

    def call(self, method: str, path: str, role: Role | None = Role.ADMIN, **options: Any) -> httpx.Response:
        headers = self.issuer.headers(role, name="Priya Shah") if role else {}
        url = f"http://127.0.0.1:{self.process.port}/api/v1/notify{path}"
        return httpx.request(method, url, headers=headers, timeout=10, **options)

    def deliveries(self, address: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.call("GET", "/deliveries", params={"q": address}).json()["items"]
        return items

    def state(self, address: str) -> str:
        found = self.deliveries(address)
        return str(found[0]["state"]) if found else ""


@pytest.fixture(scope="module", params=["amqp", "redis"])
def running(
    request: pytest.FixtureRequest, migrated_sqlite: str, jwks_url: str, issuer: Issuer, catcher: Catcher
) -> Iterator[Running]:
    """One process for all tests of a broker: starting it is what takes the time."""
    valkey: Valkey = request.getfixturevalue("valkey")
    if request.param == "redis":
        events = valkey.url(195)
    else:
        broker: RabbitMq = request.getfixturevalue("rabbitmq")
        # What other services' tests told nobody would be read first.
        broker.empty()
        events = broker.url()
    process = Process(environment(migrated_sqlite, events, valkey.url(196), jwks_url, catcher.smtp_port))
    publisher = Publisher(events)
    yield Running(process, publisher, catcher, issuer)
    publisher.close()
    process.stop()


def newcomer(address: str, event_id: Any = None) -> Envelope:
    return envelope("user.verified", user(TOM, email=address), event_id=event_id)


def an_address() -> str:
    return f"{uuid7().hex}@example.org"


def test_an_event_is_an_email_within_a_second_and_its_repeat_is_none(running: Running) -> None:
    addresses = [an_address() for _ in range(20)]
    took = []
    for address in addresses:
        event = newcomer(address)
        started = time.monotonic()
        running.publish(event)
        wait_until(partial(running.catcher.messages, address), what="the e-mail")
        took.append(time.monotonic() - started)
        running.publish(event)
    assert sorted(took)[18] < 1.0, f"p95 of event to SMTP: {sorted(took)[18]:.2f} s"
    last = an_address()
    running.publish(newcomer(last))
    wait_until(lambda: running.catcher.messages(last), what="the e-mail after the repeats")
    assert [len(running.catcher.messages(address)) for address in addresses] == [1] * 20


def test_killed_with_the_text_on_the_line_it_leaves_doubt_and_sends_no_second(running: Running) -> None:
    address = an_address()
    running.catcher.mode("hold-answer")
    running.publish(newcomer(address))
    wait_until(lambda: running.catcher.messages(address), what="the text on the line")
    running.process.kill()
    running.catcher.mode("normal")
    running.process.start()
    wait_until(lambda: running.state(address) == "unknown", what="the doubt")
    [row] = running.deliveries(address)
    assert "may have arrived" in row["error"]
    assert len(running.catcher.messages(address)) == 1
    answer = running.call("POST", f"/deliveries/{row['id']}/resend")
    assert answer.status_code == 200
    wait_until(lambda: running.state(address) == "sent", what="what the admin asked for")


def test_killed_before_the_text_it_sends_once_after_all(running: Running) -> None:
    address = an_address()
    running.catcher.mode("hold")
    running.publish(newcomer(address))
    wait_until(lambda: running.state(address) == "pending", what="the delivery")
    running.process.kill()
    running.catcher.mode("normal")
    running.process.start()
    wait_until(lambda: running.state(address) == "sent", what="the e-mail after all")
    assert len(running.catcher.messages(address)) == 1


def test_a_restart_in_the_middle_of_many_emails_leaves_none_in_doubt(running: Running) -> None:
    tag = uuid7().hex
    addresses = [f"{number}-{tag}@example.org" for number in range(60)]
    for address in addresses:
        running.publish(newcomer(address))
    wait_until(lambda: running.catcher.messages(addresses[5]), what="the first e-mails")
    running.process.stop()
    running.process.start()
    wait_until(lambda: running.catcher.messages(addresses[-1]), what="the last e-mail", seconds=60)
    for address in addresses:
        wait_until(partial(running.catcher.messages, address), what=f"the e-mail to {address}")
        assert len(running.catcher.messages(address)) == 1
    states = {running.state(address) for address in addresses}
    assert states == {"sent"}


def test_an_event_nobody_can_read_waits_for_an_admin_who_may_requeue_or_discard_it(running: Running) -> None:
    unreadable = [envelope("user.updated", {"user_id": "not a uuid"}) for _ in range(2)]
    for event in unreadable:
        running.publish(event)

    def letters(state: str = "waiting") -> dict[str, dict[str, Any]]:
        items = running.call("GET", "/dead-letters", params={"state": state, "limit": "100"}).json()["items"]
        ids = [str(event.id) for event in unreadable]
        return {item["event_id"]: item for item in items if item["event_id"] in ids}

    wait_until(lambda: len(letters()) == 2, what="both dead letters")
    first, second = (letters()[str(event.id)] for event in unreadable)
    assert first["queue"] == "notify.events"
    assert first["event_type"] == "user.updated"
    assert "ValidationError" in first["error"]

    gone = running.call("POST", f"/dead-letters/{second['id']}/discard")
    assert (gone.json()["state"], gone.json()["decided_by"]) == ("discarded", "Priya Shah")
    assert running.call("POST", f"/dead-letters/{second['id']}/requeue").status_code == 409

    again = running.call("POST", f"/dead-letters/{first['id']}/requeue")
    assert again.json()["state"] == "requeued"
    # Nothing about it has changed, so it dies again: as a new letter.
    wait_until(lambda: first["event_id"] in letters(), what="its second death")
    assert letters()[first["event_id"]]["id"] != first["id"]
    assert list(letters("requeued")) == [first["event_id"]]
    assert list(letters("discarded")) == [second["event_id"]]


def test_only_admins_see_the_logs(running: Running) -> None:
    for path in ("/deliveries", "/dead-letters"):
        assert running.call("GET", path, role=None).status_code == 401
        for role in (Role.VIEWER, Role.AUTHOR, Role.REVIEWER):
            answer = running.call("GET", path, role=role)
            assert answer.status_code == 403
            assert answer.headers["content-type"] == "application/problem+json"
        assert running.call("GET", path).status_code == 200
    assert running.call("POST", f"/dead-letters/{uuid7()}/requeue").status_code == 404
    assert running.call("POST", f"/deliveries/{uuid7()}/resend", role=Role.REVIEWER).status_code == 403
    assert running.call("GET", "/deliveries", params={"cursor": "nonsense"}).status_code == 400
    assert running.call("GET", "/deliveries", params={"state": "nonsense"}).status_code == 422


def test_the_log_is_read_page_by_page_without_gap_or_repeat(running: Running) -> None:
    tag = uuid7().hex
    for number in range(5):
        running.publish(newcomer(f"{number}-{tag}@example.org"))
    wait_until(lambda: len(running.deliveries(tag)) == 5, what="five deliveries")
    seen, cursor = [], None
    while True:
        params = {"q": tag, "limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = running.call("GET", "/deliveries", params=params).json()
        seen += [item["recipient"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"{number}-{tag}@example.org" for number in (4, 3, 2, 1, 0)]


def test_the_main_job_tells_everybody_their_part(running: Running) -> None:
    tag = uuid7().hex
    tom, maya = f"tom-{tag}@example.org", f"maya-{tag}@example.org"
    running.publish(envelope("user.verified", user(TOM, email=tom)))
    running.publish(envelope("user.verified", user(MAYA, email=maya, role="reviewer")))
    running.publish(envelope("thinker.draft.submitted", factories.draft(sample=True)))
    running.publish(envelope("thinker.draft.approved", factories.draft(reviewer=MAYA)))
    running.publish(envelope("tweeter.post.published", factories.post()))
    wait_until(lambda: len(running.catcher.messages(tom)) == 3, what="Tom's e-mails")
    wait_until(lambda: len(running.catcher.messages(maya)) == 3, what="Maya's e-mails")
    subjects = {m["subject"] for m in running.catcher.messages(tom)}
    title = "Pumpkin spice peaks, loaf at seven"
    assert f"Maya approved: {title}" in subjects
    assert f"Published: {title}" in subjects
    [asked] = [m for m in running.catcher.messages(maya) if "asks you to review" in m["subject"]]
    assert f"https://trends.example.org/review/{factories.DRAFT}" in asked["links"]
    assert "Sample data" in asked["text"]
