"""The sample network, from outside: signed messages in, a page out."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from launcher.network import media
from launcher.network.app import create_app
from launcher.network.signature import BadTimestamp, verify
from launcher.network.store import Store
from svckit.testing.servers import wait_until

PICTURE = b"\x89PNG\r\n\x1a\n picture"
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(
        Store(tmp_path / "net.sqlite"), secret=SECRET, public_url="http://net.example/", control=True
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def payload(**data: Any) -> bytes:
    return json.dumps({"type": "post.publish", "data": {"title": "Rye", "text": "Loaf", **data}}).encode()


def send(
    client: FlaskClient,
    body: bytes,
    *,
    message_id: str = "msg_1",
    at: float | None = None,
    signature: str = "",
) -> TestResponse:
    stamp = str(int(time.time() if at is None else at))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    signed = {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": signature or "v1," + base64.b64encode(mac).decode(),
    }
    return client.post("/inbox", data=body, headers=signed, content_type="application/json")


def test_a_message_sent_twice_is_kept_once_and_answered_with_the_same_id(client: FlaskClient) -> None:
    first, second = send(client, payload()), send(client, payload())
    assert first.status_code == second.status_code == 200
    assert first.json is not None
    assert second.json is not None
    assert first.json["id"] == second.json["id"] == "msg_1"
    assert first.json["url"] == "http://net.example/posts/msg_1"
    listing = client.get("/api/posts").json
    assert listing is not None
    assert [item["received_times"] for item in listing["items"]] == [2]


def test_a_wrong_signature_is_refused_and_shown(client: FlaskClient) -> None:
    answer = send(client, payload(), signature="v1,AAAA")
    assert answer.status_code == 401
    page = client.get("/").get_data(as_text=True)
    assert "Turned away" in page
    assert "Nothing has arrived yet" in page


def test_an_old_message_is_refused_even_when_its_signature_is_right(client: FlaskClient) -> None:
    assert send(client, payload(), at=time.time() - 600).status_code == 400


def test_a_changed_body_is_refused(client: FlaskClient) -> None:
    good = send(client, payload(), message_id="msg_2")
    assert good.status_code == 200
    stamp = str(int(time.time()))
    forged = client.post(
        "/inbox",
        data=payload(text="something else"),
        headers={"webhook-id": "msg_2", "webhook-timestamp": stamp, "webhook-signature": "v1,AAAA"},
    )
    assert forged.status_code == 401


@pytest.mark.parametrize(
    "body", [b"not json", b"[]", b'{"type": "post.publish"}', b'{"data": {"text": "x"}}']
)
def test_a_signed_body_that_is_no_post_is_refused(client: FlaskClient, body: bytes) -> None:
    assert send(client, body).status_code == 422


def test_a_ping_is_answered_and_not_shown(client: FlaskClient) -> None:
    assert send(client, b'{"type": "ping", "data": {}}').status_code == 200
    assert "Nothing has arrived yet" in client.get("/").get_data(as_text=True)


def test_everything_that_arrives_is_escaped_and_the_page_allows_no_script(client: FlaskClient) -> None:
    send(client, payload(title="<script>alert(1)</script>", text="<b>x</b>", account={"name": "<i>a"}))
    for address in ("/", "/posts/msg_1"):
        answer = client.get(address)
        page = answer.get_data(as_text=True)
        assert "<script" not in page
        assert "<b>x" not in page
        assert "style=" not in page
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_unknown_post_is_a_clear_404(client: FlaskClient) -> None:
    answer = client.get("/posts/none")
    assert answer.status_code == 404
    assert "No post of that id" in answer.get_data(as_text=True)


def test_the_newest_post_comes_first(client: FlaskClient) -> None:
    send(client, payload(title="Older"), message_id="a")
    send(client, payload(title="Newer"), message_id="b")
    page = client.get("/").get_data(as_text=True)
    assert page.index("Newer") < page.index("Older")


@pytest.mark.parametrize(("mode", "status"), [("500", 500), ("429", 429)])
def test_control_makes_the_next_requests_fail_and_then_stops(
    client: FlaskClient, mode: str, status: int
) -> None:
    client.post("/_control", json={"mode": mode, "times": 1, "seconds": 3})
    broken = send(client, payload())
    assert broken.status_code == status
    assert broken.headers.get("Retry-After") == ("3" if mode == "429" else None)
    assert send(client, payload()).status_code == 200


def test_control_is_absent_unless_asked_for(tmp_path: Path) -> None:
    app = create_app(Store(tmp_path / "net.sqlite"), secret=SECRET, public_url="http://net.example")
    assert app.test_client().post("/_control", json={"mode": "500"}).status_code == 404


def test_any_of_several_signatures_may_match() -> None:
    stamp = str(int(time.time()))
    mac = hmac.new(b"0123456789abcdef01234567", f"m.{stamp}.x".encode(), hashlib.sha256).digest()
    headers = {
        "webhook-id": "m",
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1a,zzz v1,AAAA v1,{base64.b64encode(mac).decode()}",
    }
    assert verify(SECRET, headers, b"x") == "m"
    with pytest.raises(BadTimestamp):
        verify(SECRET, headers, b"x", now=time.time() + 301)


@pytest.fixture
def picture_url() -> Iterator[str]:
    """Where the sender offers a picture's bytes."""
    app = Flask("sender")

    @app.get("/picture")
    def offer() -> Response:
        return Response(PICTURE, content_type="image/png")

    server = make_server("127.0.0.1", 0, app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/picture?expires=1&signature=x"
    server.shutdown()
    server.server_close()


def named(url: str, content: bytes = PICTURE) -> dict[str, str]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "alt": "A loaf <of> rye", "url": url}


def media_of(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get("/api/posts").json
    assert answer is not None
    found: list[dict[str, Any]] = answer["items"][0]["media"]
    return found


def test_a_picture_is_fetched_once_and_shown_with_its_words(client: FlaskClient, picture_url: str) -> None:
    image = named(picture_url)
    send(client, payload(media=[image]))
    wait_until(lambda: media_of(client)[0]["kept"])
    answer = client.get(f"/media/{image['sha256']}")
    assert (answer.data, answer.content_type) == (PICTURE, "image/png")
    for address in ("/", "/posts/msg_1"):
        page = client.get(address).get_data(as_text=True)
        assert f'src="/media/{image["sha256"]}" alt="A loaf &lt;of&gt; rye"' in page


@pytest.mark.parametrize("wrong", ["other bytes", "no picture", "nobody there"])
def test_a_picture_that_is_not_what_its_hash_says_is_not_kept(
    tmp_path: Path, picture_url: str, wrong: str
) -> None:
    store = Store(tmp_path / "other.sqlite")
    image = {
        "other bytes": media.Named("0" * 64, "", picture_url),
        "no picture": media.Named(
            hashlib.sha256(b"").hexdigest(), "", picture_url.replace("picture", "none")
        ),
        "nobody there": media.Named(hashlib.sha256(PICTURE).hexdigest(), "", "http://127.0.0.1:9/picture"),
    }[wrong]
    media.fetch(store, [image])
    assert not store.has_image(image.sha256)


def test_pictures_are_fetched_from_elsewhere_where_links_mean_another_machine(
    tmp_path: Path, picture_url: str
) -> None:
    store = Store(tmp_path / "other.sqlite")
    base = picture_url.partition("/picture")[0]
    image = media.Named(hashlib.sha256(PICTURE).hexdigest(), "", "https://trends.example/picture")
    media.fetch(store, [image], base)
    assert store.has_image(image.sha256)


def test_a_link_that_is_none_is_left_alone(client: FlaskClient) -> None:
    for url in ("file:///etc/passwd", "ftp://a.example/x", ""):
        send(client, payload(media=[named(url), "nonsense"]), message_id="msg_odd")
    assert media_of(client) == []
