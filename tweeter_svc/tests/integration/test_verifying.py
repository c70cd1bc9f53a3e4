"""What changed in the database between approval and delivery is not sent, and somebody is told."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tweeter_svc.models import Delivery, Image, Post
from tweeter_svc.services import images
from tweeter_svc.tests.factories import TEXT, Desk, bytes_of, later, picture

PICTURE = picture()


def _texts(session: Session) -> None:
    session.execute(update(Post).values(texts={"webhook": f"{TEXT} And cake."}))


def _no_text(session: Session) -> None:
    session.execute(update(Post).values(texts={}))


def _description(session: Session) -> None:
    session.execute(update(Post).values(images=[PICTURE | {"alt": "A cake"}]))


def _image_left_out(session: Session) -> None:
    session.execute(update(Post).values(images=[]))


def _bytes(session: Session) -> None:
    session.execute(update(Image).values(content=b"another picture"))


def _hash(session: Session) -> None:
    session.execute(update(Post).values(content_hash="0" * 64))


def _told(desk: Desk, post_id: str, **expected: Any) -> None:
    post = desk.run_until(post_id, "failed")
    [delivery] = post["deliveries"]
    assert delivery["error"]["type"] == "content-altered"
    sent = "It was not sent again." if delivery["doubtful"] else "Nothing was sent."
    assert f"is not what was approved. {sent}" in delivery["error"]["detail"]
    assert {name: delivery[name] for name in expected} == expected
    kind, data = desk.events()[-1]
    assert (kind, data["deliveries"][0]["error"]["type"]) == ("tweeter.post.failed", "content-altered")


@pytest.mark.parametrize("alter", [_texts, _no_text, _description, _image_left_out, _bytes, _hash])
def test_what_was_altered_while_it_waited_is_not_sent(desk: Desk, alter: Callable[[Session], None]) -> None:
    desk.connect()
    with desk.work() as session:
        images.keep(session, bytes_of())
    post_id = desk.approve(images=[PICTURE], publish_at=later(hours=1))
    with desk.work() as session:
        alter(session)
    assert desk.call("POST", f"/posts/{post_id}/publish-now").status_code == 200
    _told(desk, post_id, attempts=0)
    assert desk.network.posts() == []
    _no_way_around(desk, post_id)


def _no_way_around(desk: Desk, post_id: str) -> None:
    assert desk.call("GET", f"/posts/{post_id}").json["permissions"]["retry"] is False
    answer = desk.call("POST", f"/posts/{post_id}/retry")
    assert (answer.status_code, answer.json["type"]) == (409, "urn:problem:content-altered")
    assert "have it approved again" in answer.json["detail"]
    assert desk.network.posts() == []


def _other_words(payload: str) -> str:
    body = json.loads(payload)
    body["data"]["text"] = "Other words"
    return json.dumps(body)


def _no_pictures(payload: str) -> str:
    body = json.loads(payload)
    body["data"]["media"] = []
    return json.dumps(body)


@pytest.mark.parametrize("alter", [_other_words, _no_pictures, lambda _: "{", lambda _: '{"data": []}'])
def test_what_is_tried_again_is_still_what_was_approved(desk: Desk, alter: Callable[[str], str]) -> None:
    desk.connect()
    desk.network.behave("429", times=1, seconds=1)
    with desk.work() as session:
        images.keep(session, bytes_of())
    post_id = desk.approve(images=[PICTURE])
    desk.run()
    with desk.work() as session:
        delivery = session.scalars(select(Delivery)).one()
        assert delivery.payload is not None
        delivery.payload = alter(delivery.payload)
    _told(desk, post_id, attempts=1, doubtful=False)
    _no_way_around(desk, post_id)


def test_what_was_altered_stays_so_when_somebody_found_that_it_never_arrived(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("429", times=1, seconds=1)
    post_id = desk.approve()
    desk.run()
    with desk.work() as session:
        session.execute(update(Delivery).values(doubtful=True))
        _texts(session)
    _told(desk, post_id, doubtful=True)
    [delivery] = desk.call("GET", f"/posts/{post_id}").json["deliveries"]
    settled = {"delivery_id": delivery["id"], "outcome": "failed"}
    assert desk.call("POST", f"/posts/{post_id}/settle", settled).status_code == 200
    _told(desk, post_id, doubtful=False)
    _no_way_around(desk, post_id)


def test_beside_what_was_altered_the_rest_is_tried_again(desk: Desk) -> None:
    account = desk.connect()
    desk.connect(name="Broken", url=f"{desk.network.url}/nowhere")
    post_id = desk.approve(publish_at=later(hours=1))
    with desk.work() as session:
        session.execute(
            update(Delivery).where(Delivery.account_id == UUID(account["id"])).values(payload="{")
        )
    assert desk.call("POST", f"/posts/{post_id}/publish-now").status_code == 200
    desk.run_until(post_id, "failed")
    assert desk.call("GET", f"/posts/{post_id}").json["permissions"]["retry"] is True
    assert desk.call("POST", f"/posts/{post_id}/retry").status_code == 200
    post = desk.run_until(post_id, "failed")
    tried = {delivery["account"]["name"]: delivery["attempts"] for delivery in post["deliveries"]}
    assert tried == {"Broken": 2, "Sample network": 0}
    types = {delivery["account"]["name"]: delivery["error"]["type"] for delivery in post["deliveries"]}
    assert types["Sample network"] == "content-altered"


def test_what_was_not_altered_is_tried_again_with_its_picture(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("429", times=1)
    with desk.work() as session:
        images.keep(session, bytes_of())
    desk.run_until(desk.approve(images=[PICTURE]), "published")
    [arrived] = desk.network.posts()
    assert arrived["text"] == TEXT


def test_what_may_have_arrived_is_not_said_to_be_unsent(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("drop-after-store", times=1)
    post_id = desk.approve()
    desk.run()
    with desk.work() as session:
        _texts(session)
    [delivery] = desk.run_until(post_id, "failed")["deliveries"]
    said = delivery["error"]["detail"]
    assert "It was not sent again." in said
    assert "An earlier attempt may have arrived" in said
    assert "Nothing was sent" not in said


def test_where_another_account_has_it_the_remedy_is_a_draft_of_its_own(desk: Desk) -> None:
    desk.connect()
    desk.connect(name="Broken", url=f"{desk.network.url}/nowhere")
    post_id = desk.run_until(desk.approve(), "partially_published")["id"]
    with desk.work() as session:
        _texts(session)
    assert desk.call("POST", f"/posts/{post_id}/retry").status_code == 200
    post = desk.run_until(post_id, "partially_published")
    [failed] = [one for one in post["deliveries"] if one["state"] == "failed"]
    assert failed["error"]["type"] == "content-altered"
    assert "write a new one for this account" in failed["error"]["detail"]
    assert "Take its draft back" not in failed["error"]["detail"]
