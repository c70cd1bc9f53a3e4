"""Images of posts: exactly what was approved reaches the receiver, and nothing else."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from svckit.db import utcnow
from svckit.events.delivery import Permanent, Transient
from svckit.events.envelope import Envelope, EventData
from svckit.ids import uuid7
from tweeter_svc.consumer import SUBSCRIPTIONS
from tweeter_svc.events import DraftApproved
from tweeter_svc.models import Post
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.provided import provided
from tweeter_svc.tests.factories import TEXT, Desk, approval, bytes_of, picture

BYTES = b"\x89PNG\r\n\x1a\n picture"


def hear(desk: Desk, data: EventData) -> None:
    """The event arrives, as the consumer handles it."""
    body = data.model_dump(mode="json")
    event = Envelope(id=uuid7(), source="/thinker", type=data.type, time=utcnow(), data=body)
    with desk.work() as session:
        SUBSCRIPTIONS[data.type].handler(session, event, data)


def sent(desk: Desk, post_id: str) -> dict[str, Any]:
    with desk.work() as session:
        payload = session.scalars(select(Delivery.payload).join(Post).where(Post.id == post_id)).one()
    assert payload is not None
    found: dict[str, Any] = json.loads(payload)["data"]
    return found


def test_a_receiver_gets_the_words_and_can_fetch_exactly_the_bytes(desk: Desk) -> None:
    desk.connect()
    hear(desk, bytes_of(BYTES))
    post_id = desk.approve(images=[picture(BYTES)])
    desk.run_until(post_id, "published")
    [media] = sent(desk, post_id)["media"]
    assert (media["alt"], media["mime"], media["width"]) == ("A loaf of rye", "image/png", 40)
    assert media["url"].startswith("http")
    link = urlsplit(media["url"])
    answer = desk.app.test_client().get(f"{link.path}?{link.query}")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.data).hexdigest() == media["sha256"]
    assert answer.content_type == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_post_shows_its_images_to_people(desk: Desk) -> None:
    hear(desk, bytes_of(BYTES))
    [image] = desk.post(desk.approve(images=[picture(BYTES)]))["images"]
    assert image["alt"] == "A loaf of rye"
    assert desk.app.test_client().get(image["url"]).data == BYTES


def test_a_changed_or_old_link_opens_nothing(desk: Desk) -> None:
    hear(desk, bytes_of(BYTES))
    hear(desk, bytes_of(b"another"))
    [image] = desk.post(desk.approve(images=[picture(BYTES)]))["images"]
    link = urlsplit(image["url"])
    query = {name: values[0] for name, values in parse_qs(link.query).items()}
    other = hashlib.sha256(b"another").hexdigest()
    other_first = "y" if query["signature"].startswith("x") else "x"  # one in 64 begins with it
    client = desk.app.test_client()
    for path, changes in (
        (link.path, {"expires": str(int(query["expires"]) + 1)}),
        (link.path, {"signature": other_first + query["signature"][1:]}),
        (link.path.replace(image["sha256"], other), {}),
    ):
        assert client.get(path, query_string=query | changes).status_code == 403
    assert client.get(link.path).status_code == 422


def test_an_expired_link_says_so(desk: Desk) -> None:
    hear(desk, bytes_of(BYTES))
    with desk.app.app_context():
        old = provided().links.path(picture(BYTES)["sha256"], utcnow() - timedelta(seconds=1))
    answer = desk.app.test_client().get(old)
    assert (answer.status_code, (answer.json or {})["type"]) == (403, "urn:problem:link-expired")


def test_an_approval_waits_for_bytes_that_are_still_on_their_way(desk: Desk) -> None:
    data = approval(images=[picture(BYTES)])
    with pytest.raises(Transient):
        hear(desk, data)
    hear(desk, bytes_of(BYTES))
    hear(desk, data)
    with desk.work() as session:
        [post] = session.scalars(select(Post).where(Post.draft_id == data.draft_id)).all()
        assert post.images == [picture(BYTES)]


@pytest.mark.parametrize(
    "images",
    [
        [],
        [picture(BYTES, "Other words")],
        [picture(b"other bytes")],
        [picture(b"other bytes"), picture(BYTES)],
    ],
    ids=["left out", "other words", "other bytes", "one too many"],
)
def test_images_that_were_not_approved_are_never_published(desk: Desk, images: list[dict[str, Any]]) -> None:
    hear(desk, bytes_of(BYTES))
    hear(desk, bytes_of(b"other bytes"))
    signed = approval(images=[picture(BYTES)])
    forged = approval(draft_id=signed.draft_id, images=images, content_hash=signed.content_hash)
    with pytest.raises(Permanent):
        hear(desk, forged)


@pytest.mark.parametrize(
    "data",
    [
        bytes_of(BYTES, sha256="0" * 64),
        bytes_of(BYTES, content="not base64!"),
        bytes_of(BYTES, mime="text/html"),
    ],
)
def test_bytes_that_are_not_what_they_say_are_not_kept(desk: Desk, data: EventData) -> None:
    with pytest.raises(Permanent):
        hear(desk, data)


def test_bytes_that_come_twice_are_kept_once(desk: Desk) -> None:
    hear(desk, bytes_of(BYTES))
    hear(desk, bytes_of(BYTES))


def test_an_approval_of_an_older_thinker_has_no_images_and_is_taken(desk: Desk) -> None:
    data = approval().model_dump(mode="json")
    del data["images"]
    post_id = desk.approve(DraftApproved.model_validate(data))
    assert desk.post(post_id)["images"] == []
    assert desk.post(post_id)["texts"] == {"webhook": TEXT}
