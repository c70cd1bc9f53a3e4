"""Signing webhooks, and what a receiver's answer means."""

import base64
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from svckit.problems import Unprocessable
from tweeter_svc.platforms.address import AddressGuard
from tweeter_svc.platforms.base import ConnectForm, Content, Deferred, Outcome, Refused, Sent, Unsure
from tweeter_svc.platforms.outbound import Answer, Outbound
from tweeter_svc.platforms.registry import discover
from tweeter_svc.platforms.webhook.platform import Webhook, judge
from tweeter_svc.platforms.webhook.signing import key_bytes, new_secret, signed_headers

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def test_the_signature_is_the_one_of_the_standard_webhooks_documentation() -> None:
    """The published example: secret, id, timestamp, body and signature."""
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        datetime.fromtimestamp(1614265330, UTC),
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_new_secret_is_long_and_never_the_same() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(key_bytes(first)) == 32


@pytest.mark.parametrize("secret", ["short", "whsec_????", "whsec_AAAA", "x" * 65])
def test_a_secret_that_cannot_sign_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match=r"secret|base64"):
        key_bytes(secret)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, Sent), (201, Sent), (204, Sent), (301, Refused), (307, Refused), (400, Refused), (401, Refused),
        (403, Refused), (404, Refused), (408, Unsure), (409, Refused), (410, Refused), (422, Refused),
        (429, Deferred), (500, Unsure), (502, Unsure), (503, Unsure), (504, Unsure),
    ],
)  # fmt: skip
def test_a_refusal_was_not_sent_and_a_failure_leaves_doubt(status: int, kind: type[Outcome]) -> None:
    assert isinstance(judge(answer(status), NOW), kind)


@pytest.mark.parametrize(("status", "disconnects"), [(401, True), (403, True), (410, True), (422, False)])
def test_only_refused_credentials_disconnect_an_account(status: int, disconnects: bool) -> None:
    outcome = judge(answer(status), NOW)
    assert isinstance(outcome, Refused)
    assert outcome.disconnects is disconnects


def test_retry_after_is_read_in_both_forms() -> None:
    in_seconds = judge(answer(429, retry_after="30"), NOW)
    as_date = judge(answer(429, retry_after=format_datetime(NOW + timedelta(seconds=90), usegmt=True)), NOW)
    neither = judge(answer(429, retry_after="soon"), NOW)
    assert isinstance(in_seconds, Deferred)
    assert isinstance(as_date, Deferred)
    assert isinstance(neither, Deferred)
    assert (in_seconds.retry_after, as_date.retry_after, neither.retry_after) == (30, 90, None)


def test_the_receivers_link_is_kept_when_it_is_one() -> None:
    good = judge(answer(200, b'{"id": "7", "url": "https://net.example/posts/7"}'), NOW)
    assert good == Sent("7", "https://net.example/posts/7")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"ok", b"[]", b'{"url": "javascript:alert(1)"}', b'{"url": "http://a b"}', b'{"url": 5}',
        b'{"url": "http://[x"}', b"\xff", b'{"url": "https://' + b"a" * 600 + b'"}',
    ],
)  # fmt: skip
def test_any_other_answer_body_is_a_success_without_a_link(body: bytes) -> None:
    assert judge(answer(200, body), NOW) == Sent(None, None)


def test_the_receivers_own_words_are_passed_on_in_short() -> None:
    outcome = judge(answer(422, b'{"detail": "no\\n text"}', content_type="application/json"), NOW)
    assert isinstance(outcome, Refused)
    assert outcome.detail == "The receiver said no (422): no text."


def webhook() -> Webhook:
    def look_up(host: str, _port: int) -> list[str]:
        if host == "gone.example":
            raise OSError("no such name")
        return ["10.0.0.1" if host == "inner.example" else "93.184.215.14"]

    return Webhook(Outbound(AddressGuard(resolver=look_up)))


@pytest.mark.parametrize(
    ("values", "type_", "field"),
    [
        ({"url": ""}, "address-not-allowed", "url"),
        ({"url": "https://inner.example/"}, "address-not-allowed", "url"),
        ({"url": "https://gone.example/"}, "address-not-found", "url"),
        ({"url": "https://ok.example/", "secret": "tiny"}, "invalid-secret", "secret"),
    ],
)
def test_connecting_names_the_field_at_fault(values: dict[str, str], type_: str, field: str) -> None:
    with pytest.raises(Unprocessable) as caught:
        webhook().connect(ConnectForm("Screens", values))
    assert caught.value.type == type_
    assert [error["field"] for error in caught.value.errors] == [field]


def test_a_secret_is_revealed_only_when_we_made_it() -> None:
    made = webhook().connect(ConnectForm("Screens", {"url": "https://ok.example/hook"}))
    given = webhook().connect(ConnectForm("Screens", {"url": "https://ok.example/hook", "secret": "s" * 20}))
    assert made.reveal == made.secrets
    assert given.reveal == {}
    assert given.secrets == {"secret": "s" * 20}
    assert made.secrets["secret"] not in repr(made)


def test_the_payload_carries_the_exact_text_and_says_who_approved_it() -> None:
    import json

    content = Content(
        key="post_1", post_id="p", draft_id="d", title="Rye", text="Ünïcode – “quotes” \U0001f35e\n\n#rye",
        content_hash="h", account_id="a", account_name="Screens", author={"id": "1", "name": "Maya"},
        approver={"id": "2", "name": "Tom"}, sample=True, composed_at=NOW,
    )  # fmt: skip
    body = json.loads(webhook().compose(content))
    assert body["type"] == "post.publish"
    assert body["id"] == "post_1"
    assert body["data"]["text"] == content.text
    assert body["data"]["account"] == {"id": "a", "name": "Screens"}
    assert body["data"]["approver"]["name"] == "Tom"
    assert body["data"]["sample"] is True


def test_a_platform_is_found_by_its_folder() -> None:
    assert list(discover(Outbound(AddressGuard()))) == ["webhook"]


def test_base64_padding_is_kept_in_the_signature() -> None:
    value = signed_headers("s" * 20, "m", b"x", NOW)["webhook-signature"].removeprefix("v1,")
    assert len(base64.b64decode(value, validate=True)) == 32
