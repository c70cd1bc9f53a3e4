"""What changed in the database between approval and delivery is not sent, and somebody is told."""

import json
from collections.abc import Callable
from typing import Any

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
    assert "is not what was approved. Nothing was sent." in delivery["error"]["detail"]
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
    # Trying again is no way around it.
    assert desk.call("POST", f"/posts/{post_id}/retry").status_code == 200
    _told(desk, post_id, attempts=0)
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
    assert desk.network.posts() == []


def test_what_was_not_altered_is_tried_again_with_its_picture(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("429", times=1)
    with desk.work() as session:
        images.keep(session, bytes_of())
    desk.run_until(desk.approve(images=[PICTURE]), "published")
    [arrived] = desk.network.posts()
    assert arrived["text"] == TEXT
