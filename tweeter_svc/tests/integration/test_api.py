"""The HTTP API: who may, what is answered, and what is said when it can't be done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from svckit.auth import Role
from svckit.db import utcnow
from svckit.testing.tokens import Issuer
from tweeter_svc.cli import reseal
from tweeter_svc.events import Person
from tweeter_svc.models import Account, IdempotencyKey
from tweeter_svc.services.vault import Unreadable
from tweeter_svc.tests.factories import MAYA, PRIYA, Desk, later

NOBODYS = "01990000-0000-7000-8000-000000000000"
TOM = Person(id=uuid4(), name="Tom Lindqvist")


def test_a_made_secret_is_shown_once_and_stored_sealed(desk: Desk) -> None:
    body = {"platform": "webhook", "name": "Screens", "url": desk.network.inbox}
    key = {"Idempotency-Key": "one-and-only"}
    created = desk.call("POST", "/accounts", body, headers=key)
    repeated = desk.call("POST", "/accounts", body, headers=key)
    assert created.status_code == repeated.status_code == 201
    secret = created.json["secret"]
    assert secret.startswith("whsec_")
    assert repeated.json["id"] == created.json["id"]
    assert repeated.json["secret"] is None
    assert created.headers["Location"].endswith(f"/api/v1/tweeter/accounts/{created.json['id']}")
    assert "secret" not in desk.call("GET", f"/accounts/{created.json['id']}").json
    with desk.work() as session:
        (account,) = session.query(Account).all()
        (kept,) = session.query(IdempotencyKey).all()
        assert secret.encode() not in (account.sealed or b"")
        assert secret not in str(kept.answer)


def test_a_given_secret_is_not_sent_back(desk: Desk) -> None:
    assert desk.connect()["secret"] is None


@pytest.mark.parametrize(
    ("change", "status", "type_", "field"),
    [
        ({"url": "http://127.0.0.1:9/x"}, 422, "address-not-allowed", "url"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, 422, "address-not-allowed", "url"),
        ({"url": "http://2130706433/"}, 422, "address-not-allowed", "url"),
        ({"url": "http://[::ffff:127.0.0.1]/"}, 422, "address-not-allowed", "url"),
        ({"url": "ftp://example.com"}, 422, "address-not-allowed", "url"),
        ({"url": ""}, 422, "address-not-allowed", "url"),
        ({"secret": "short"}, 422, "invalid-secret", "secret"),
        ({"platform": "myspace"}, 422, "unknown-platform", "platform"),
        ({"name": ""}, 422, "invalid-fields", "name"),
        ({"colour": "red"}, 422, "invalid-fields", "colour"),
    ],
)
def test_what_is_wrong_is_said_by_field(
    desk: Desk, change: dict[str, str], status: int, type_: str, field: str
) -> None:
    body = {"platform": "webhook", "name": "Screens", "url": desk.network.inbox, **change}
    answer = desk.call("POST", "/accounts", body)
    assert (answer.status_code, answer.json["type"]) == (status, f"urn:problem:{type_}")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert desk.call("GET", "/accounts").json["items"] == []


def test_one_address_is_connected_once(desk: Desk) -> None:
    desk.connect()
    answer = desk.call(
        "POST", "/accounts", {"platform": "webhook", "name": "Again", "url": desk.network.inbox}
    )
    assert (answer.status_code, answer.json["type"]) == (409, "urn:problem:account-exists")


def test_a_check_proves_the_secret_without_publishing(desk: Desk) -> None:
    good = desk.connect()
    checked = desk.call("POST", f"/accounts/{good['id']}/check").json
    assert (checked["status"], checked["last_error"]) == ("connected", None)
    assert checked["last_checked_at"] is not None
    bad = desk.connect(name="Bad", url=f"{desk.network.inbox}?x", secret="not the right secret")
    failed = desk.call("POST", f"/accounts/{bad['id']}/check").json
    assert failed["status"] == "disconnected"
    assert "same secret" in failed["last_error"]
    gone = desk.connect(name="Gone", url=f"{desk.network.url}/nowhere")
    assert desk.call("POST", f"/accounts/{gone['id']}/check").json["status"] == "failing"
    assert desk.network.posts() == []
    assert [name for name, _ in desk.events()] == ["tweeter.account.disconnected"]


def test_an_account_that_posts_wait_for_is_not_removed(desk: Desk) -> None:
    account = desk.connect()
    post_id = desk.approve(publish_at=later(hours=1))
    refused = desk.call("DELETE", f"/accounts/{account['id']}", role=Role.ADMIN)
    assert (refused.status_code, refused.json["type"], refused.json["posts"]) == (
        409,
        "urn:problem:account-in-use",
        1,
    )
    desk.call("POST", f"/posts/{post_id}/cancel")
    assert desk.call("DELETE", f"/accounts/{account['id']}", role=Role.ADMIN).status_code == 204
    assert desk.call("GET", f"/accounts/{account['id']}").status_code == 404
    assert desk.call("GET", "/accounts").json["items"] == []
    assert desk.post(post_id)["deliveries"][0]["account"]["name"] == "Sample network"
    with desk.work() as session:
        assert [row.sealed for row in session.query(Account).all()] == [None]
    desk.connect()


@pytest.mark.parametrize(
    ("method", "path", "body", "least"),
    [
        ("GET", "/platforms", None, Role.VIEWER),
        ("GET", "/accounts", None, Role.VIEWER),
        ("POST", "/accounts", {"platform": "webhook", "name": "x"}, Role.REVIEWER),
        ("POST", f"/accounts/{NOBODYS}/check", None, Role.REVIEWER),
        ("DELETE", f"/accounts/{NOBODYS}", None, Role.ADMIN),
        ("GET", "/posts", None, Role.VIEWER),
        ("POST", f"/posts/{NOBODYS}/cancel", None, Role.AUTHOR),
        ("POST", f"/posts/{NOBODYS}/reschedule", {"publish_at": "2030-01-01T00:00:00Z"}, Role.AUTHOR),
        ("POST", f"/posts/{NOBODYS}/publish-now", None, Role.REVIEWER),
        ("POST", f"/posts/{NOBODYS}/retry", None, Role.REVIEWER),
        (
            "POST",
            f"/posts/{NOBODYS}/settle",
            {"delivery_id": NOBODYS, "outcome": "failed"},
            Role.REVIEWER,
        ),
    ],
)
def test_each_role_may_what_it_may(desk: Desk, method: str, path: str, body: Any, least: Role) -> None:
    for role in Role:
        answer = desk.call(method, path, body, role=role)
        refused = answer.status_code == 403 and answer.json["type"] == "urn:problem:role-required"
        assert refused == (role < least), (role, answer.json)
    assert desk.app.test_client().open(f"/api/v1/tweeter{path}", method=method).status_code == 401


@pytest.mark.parametrize("action", ["cancel", "reschedule"])
def test_the_author_and_reviewers_steer_a_post_and_other_authors_do_not(desk: Desk, action: str) -> None:
    desk.connect()
    body = {"publish_at": later(hours=3).isoformat()} if action == "reschedule" else None
    for who, role, status in [
        (TOM, Role.AUTHOR, 403),
        (MAYA, Role.VIEWER, 403),
        (MAYA, Role.AUTHOR, 200),
        (TOM, Role.REVIEWER, 200),
    ]:
        post_id = desk.approve(publish_at=later(hours=1))
        seen = desk.call("GET", f"/posts/{post_id}", role=role, who=who).json["permissions"][action]
        answer = desk.call("POST", f"/posts/{post_id}/{action}", body, role=role, who=who)
        assert answer.status_code == status, (who, role, answer.json)
        assert seen == (status == 200)


def test_a_cancelled_post_names_who_did_it_and_stays_cancelled(desk: Desk) -> None:
    desk.connect()
    post_id = desk.approve(publish_at=later(hours=1))
    post = desk.call("POST", f"/posts/{post_id}/cancel", who=PRIYA).json
    assert (post["state"], post["reason"]["detail"]) == ("cancelled", "Cancelled by Priya Nair.")
    for action in ("cancel", "publish-now", "retry"):
        answer = desk.call("POST", f"/posts/{post_id}/{action}")
        assert (answer.status_code, answer.json["type"]) == (409, "urn:problem:wrong-state")
    desk.run()
    assert desk.network.posts() == []


def test_a_post_moves_to_another_time(desk: Desk) -> None:
    desk.connect()
    post_id = desk.approve(publish_at=later(hours=1))
    moment = later(hours=5).replace(microsecond=0)
    post = desk.call("POST", f"/posts/{post_id}/reschedule", {"publish_at": moment.isoformat()}).json
    assert (post["state"], post["scheduled_at"]) == ("scheduled", moment.isoformat().replace("+00:00", "Z"))
    for wrong, type_ in [
        (later(hours=-1).isoformat(), "invalid-time"),
        (later(days=400).isoformat(), "invalid-time"),
        ("2030-01-01T00:00:00", "invalid-fields"),
        ("soon", "invalid-fields"),
    ]:
        answer = desk.call("POST", f"/posts/{post_id}/reschedule", {"publish_at": wrong})
        assert (answer.status_code, answer.json["type"]) == (422, f"urn:problem:{type_}")
    assert desk.post(post_id)["scheduled_at"] == post["scheduled_at"]


def test_posts_are_listed_latest_first_in_pages_with_counts(desk: Desk) -> None:
    desk.connect()
    ids = [desk.approve(publish_at=later(hours=hour), title=f"Post {hour}") for hour in range(1, 6)]
    desk.call("POST", f"/posts/{ids[0]}/cancel")
    missed = desk.approve(publish_at=later(hours=-9), title="100% missed")
    first = desk.call("GET", "/posts?limit=4").json
    second = desk.call("GET", f"/posts?limit=4&cursor={first['next']}").json
    assert [post["id"] for post in first["items"] + second["items"]] == [*reversed(ids), missed]
    assert second["next"] is None
    counts = first["counts"]
    assert (counts["all"], counts["scheduled"], counts["cancelled"], counts["needs_you"]) == (6, 4, 1, 1)
    assert [post["id"] for post in desk.call("GET", "/posts?state=needs_you").json["items"]] == [missed]
    both = desk.call("GET", "/posts?state=missed,cancelled").json["items"]
    assert {post["id"] for post in both} == {missed, ids[0]}
    assert [post["id"] for post in desk.call("GET", "/posts?q=100%25").json["items"]] == [missed]
    assert desk.call("GET", "/posts?state=lost").json["type"] == "urn:problem:unknown-state"
    assert desk.call("GET", "/posts?cursor=x").status_code == 400
    assert desk.call("GET", f"/posts/{uuid4()}").json["type"] == "urn:problem:post-not-found"


def test_the_calendar_holds_what_falls_between_two_times(desk: Desk) -> None:
    desk.connect()
    inside = desk.approve(publish_at=later(days=2))
    desk.approve(publish_at=later(days=9))
    start, end = utcnow(), utcnow() + timedelta(days=7)
    query = {"from": start.isoformat(), "to": end.isoformat()}

    def ask(**changes: str) -> Any:
        client = desk.app.test_client()
        headers = desk.issuer.headers(Role.VIEWER)
        return client.get("/api/v1/tweeter/calendar", query_string=query | changes, headers=headers)

    assert [post["id"] for post in ask().json["items"]] == [inside]
    assert ask(to=start.isoformat()).json["type"] == "urn:problem:invalid-range"
    assert ask(to=(start + timedelta(days=200)).isoformat()).status_code == 400
    assert ask(to="tomorrow").status_code == 422


def test_platforms_say_what_connecting_asks_for(desk: Desk) -> None:
    (platform,) = desk.call("GET", "/platforms").json["items"]
    assert platform["name"] == "webhook"
    assert [field["name"] for field in platform["form"]] == ["url", "secret"]


def test_the_openapi_document_is_complete(desk: Desk) -> None:
    document = desk.app.test_client().get("/api/v1/tweeter/docs/openapi.json").json
    assert document is not None
    paths = set(document["paths"])
    assert {"/api/v1/tweeter/posts/{id}/settle", "/api/v1/tweeter/calendar"} <= paths


def test_keys_are_replaced_without_connecting_anew(
    desk: Desk, make_app: Callable[..., Flask], issuer: Issuer, environment: dict[str, str]
) -> None:
    account = desk.connect()
    new = Fernet.generate_key().decode()
    both = make_app(tweeter_encryption_key=f"{new},{environment['TWEETER_ENCRYPTION_KEY']}")
    assert reseal(both) == 1
    later_desk = Desk(make_app(tweeter_encryption_key=new), issuer, desk.network)
    assert later_desk.call("POST", f"/accounts/{account['id']}/check").json["status"] == "connected"
    with pytest.raises(Unreadable):
        reseal(desk.app)
    lost = desk.call("POST", f"/accounts/{account['id']}/check").json
    assert (lost["status"], "Connect the account again" in lost["last_error"]) == ("disconnected", True)
