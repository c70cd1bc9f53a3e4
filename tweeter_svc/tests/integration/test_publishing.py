"""An approved post reaches the receiver once, whatever the receiver does."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from svckit.db import utcnow
from svckit.testing.tokens import Issuer
from tweeter_svc.models import Account, Delivery, DeliveryAttempt
from tweeter_svc.services.content import content_hash
from tweeter_svc.tests.factories import TEXT, Desk
from tweeter_svc.tests.network import Network


def only(post: dict[str, Any]) -> dict[str, Any]:
    deliveries: list[dict[str, Any]] = post["deliveries"]
    assert len(deliveries) == 1
    return deliveries[0]


def test_an_approved_post_goes_out_at_once_with_exactly_the_approved_text(desk: Desk) -> None:
    account = desk.connect()
    post = desk.run_until(desk.approve(), "published")
    delivery = only(post)
    assert delivery["state"] == "delivered"
    assert delivery["attempts"] == 1
    assert delivery["account"]["id"] == account["id"]
    (arrived,) = desk.network.posts()
    assert arrived["text"] == TEXT
    assert arrived["content_hash"] == post["content_hash"] == content_hash({"webhook": TEXT})
    assert arrived["received_times"] == 1
    assert arrived["author"] == "Maya Okafor"
    assert arrived["approver"] == "Priya Nair"
    assert arrived["sample"] is True
    assert delivery["remote_url"] == f"{desk.network.url}/posts/{arrived['id']}"
    assert [name for name, _ in desk.events()] == ["tweeter.post.scheduled", "tweeter.post.published"]


def test_a_receiver_that_stores_and_drops_the_line_still_has_it_once(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("drop-after-store", times=2)
    post_id = desk.approve()
    desk.run()
    unsure = only(desk.post(post_id))
    assert (unsure["state"], unsure["doubtful"]) == ("unknown", True)
    assert unsure["error"]["type"] == "no-answer"
    assert unsure["next_attempt_at"] is not None
    delivery = only(desk.run_until(post_id, "published"))
    assert (delivery["state"], delivery["attempts"], delivery["doubtful"]) == ("delivered", 3, False)
    assert [post["received_times"] for post in desk.network.posts()] == [3]


def test_a_receiver_that_fails_is_asked_again_with_the_same_bytes(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("500", times=2)
    delivery = only(desk.run_until(desk.approve(), "published"))
    assert delivery["attempts"] == 3
    (arrived,) = desk.network.posts()
    assert arrived["received_times"] == 1
    with desk.work() as session:
        outcomes = session.scalars(select(DeliveryAttempt.outcome).order_by(DeliveryAttempt.number)).all()
    assert outcomes == ["unsure", "unsure", "sent"]


def test_a_receiver_that_never_answers_ends_as_failed_and_says_that_it_may_have_arrived(
    make_app: Callable[..., Flask], issuer: Issuer, network: Network
) -> None:
    desk = Desk(make_app(tweeter_call_seconds=0.5), issuer, network)
    desk.connect()
    desk.network.behave("hang")
    post = desk.run_until(desk.approve(), "failed", seconds=40)
    delivery = only(post)
    assert delivery["attempts"] == 5
    assert "it took too long" in delivery["error"]["detail"]
    assert "We tried 5 times and stopped." in delivery["error"]["detail"]
    assert "may have arrived" in delivery["error"]["detail"]
    assert desk.call("GET", f"/posts/{post['id']}").json["permissions"]["settle"] is True
    assert desk.network.posts() == []
    kind, data = desk.events()[-1]
    assert kind == "tweeter.post.failed"
    assert data["deliveries"][0]["error"]["type"] == "no-answer"


def test_a_receiver_that_asks_for_time_gets_it(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("429", times=1, seconds=1)
    post_id = desk.approve()
    before = utcnow()
    desk.run()
    waiting = only(desk.post(post_id))
    assert (waiting["state"], waiting["doubtful"]) == ("pending", False)
    assert waiting["next_attempt_at"] >= (before + timedelta(seconds=1)).isoformat()[:19]
    desk.run_until(post_id, "published")
    assert [post["received_times"] for post in desk.network.posts()] == [1]


def test_a_receiver_that_refuses_the_signature_disconnects_the_account_and_somebody_is_told(
    desk: Desk,
) -> None:
    desk.connect(secret="another secret of ours")
    delivery = only(desk.run_until(desk.approve(), "failed"))
    assert (delivery["attempts"], delivery["doubtful"]) == (1, False)
    assert delivery["error"]["type"] == "signature-refused"
    assert desk.call("GET", "/accounts").json["items"][0]["status"] == "disconnected"
    assert [name for name, _ in desk.events()][-2:] == ["tweeter.post.failed", "tweeter.account.disconnected"]
    assert desk.network.posts() == []


def test_nothing_is_sent_to_a_disconnected_account(desk: Desk) -> None:
    account = desk.connect(secret="another secret of ours")
    post_id = desk.approve(account_ids=[account["id"]])
    desk.call("POST", f"/accounts/{account['id']}/check")
    delivery = only(desk.run_until(post_id, "failed"))
    assert (delivery["attempts"], delivery["error"]["type"]) == (0, "account-disconnected")


def test_an_address_that_became_private_is_refused_at_the_call(desk: Desk) -> None:
    desk.connect()
    with desk.work() as session:
        session.execute(update(Account).values(url="http://127.0.0.1:1/inbox"))
    delivery = only(desk.run_until(desk.approve(), "failed"))
    assert (delivery["attempts"], delivery["error"]["type"]) == (1, "address-not-allowed")


def test_ten_workers_that_race_send_it_once(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("slow", seconds=0.3)
    post_id = desk.approve()
    desk.tick()
    (delivery_id,) = desk.queued()
    start = threading.Barrier(10)

    def race() -> None:
        start.wait(10)
        desk.publish(delivery_id)

    racers = [threading.Thread(target=race) for _ in range(10)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(20)
    assert desk.post(post_id)["state"] == "published"
    assert only(desk.post(post_id))["attempts"] == 1
    assert [post["received_times"] for post in desk.network.posts()] == [1]


def test_ticks_at_the_same_time_queue_each_delivery_once(desk: Desk) -> None:
    desk.connect()
    for version in range(20):
        desk.approve(version=version)
    start = threading.Barrier(4)

    def tick() -> None:
        start.wait(10)
        desk.tick()

    tickers = [threading.Thread(target=tick) for _ in range(4)]
    for ticker in tickers:
        ticker.start()
    for ticker in tickers:
        ticker.join(20)
    desk.tick()
    queued = desk.queued()
    assert len(queued) == len(set(queued)) == 20


def test_a_queued_task_that_got_lost_is_queued_again(desk: Desk) -> None:
    desk.connect()
    post_id = desk.approve()
    desk.tick()
    assert len(desk.queued()) == 1
    desk.tick()
    assert desk.queued() == []
    with desk.work() as session:
        session.execute(update(Delivery).values(claimed_until=utcnow() - timedelta(seconds=1)))
    desk.run_until(post_id, "published")


def test_a_delivered_post_is_never_sent_again(desk: Desk) -> None:
    desk.connect()
    post = desk.run_until(desk.approve(), "published")
    for _ in range(3):
        desk.publish(only(post)["id"])
        desk.run()
    assert desk.call("POST", f"/posts/{post['id']}/retry").status_code == 409
    assert desk.call("POST", f"/posts/{post['id']}/publish-now").status_code == 409
    assert [arrived["received_times"] for arrived in desk.network.posts()] == [1]


def test_one_account_of_two_failing_is_partly_published_and_a_retry_sends_only_that_one(desk: Desk) -> None:
    desk.connect()
    desk.connect(name="Broken", url=f"{desk.network.url}/nowhere")
    post = desk.run_until(desk.approve(), "partially_published")
    assert sorted(delivery["state"] for delivery in post["deliveries"]) == ["delivered", "failed"]
    kind, data = desk.events()[-1]
    assert (kind, data["state"]) == ("tweeter.post.failed", "partially_published")
    assert desk.call("POST", f"/posts/{post['id']}/retry").status_code == 200
    again = desk.run_until(post["id"], "partially_published")
    assert sorted(delivery["attempts"] for delivery in again["deliveries"]) == [1, 2]
    assert [arrived["received_times"] for arrived in desk.network.posts()] == [1]


@pytest.mark.parametrize("outcome", ["delivered", "failed"])
def test_a_person_settles_what_nobody_could_confirm(desk: Desk, outcome: str) -> None:
    desk.connect()
    desk.network.behave("drop-after-store")
    post = desk.run_until(desk.approve(), "failed")
    body = {"delivery_id": only(post)["id"], "outcome": outcome}
    answer = desk.call("POST", f"/posts/{post['id']}/settle", body)
    assert answer.status_code == 200
    assert answer.json["state"] == ("published" if outcome == "delivered" else "failed")
    assert only(answer.json)["doubtful"] is False
    assert desk.call("POST", f"/posts/{post['id']}/settle", body).json["type"] == "urn:problem:not-in-doubt"
