"""Signing in and staying so: where tokens lie, when sessions end."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from redis import Redis

from portal.config import Settings
from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor


@pytest.fixture
def store(app: Flask) -> Redis:
    found: Redis = app.extensions["portal_redis"]
    return found


def session_cookie(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    return str(cookie.value)


def test_the_session_gets_another_id_when_somebody_signs_in(visitor: Visitor) -> None:
    visitor.get("/sign-in")
    before = session_cookie(visitor)
    visitor.sign_in("author")
    assert session_cookie(visitor) != before


def test_a_planted_session_id_is_not_adopted(visitor: Visitor) -> None:
    visitor.client.set_cookie("session", "planted-by-somebody-else-00000000")
    visitor.sign_in("author")
    assert session_cookie(visitor) != "planted-by-somebody-else-00000000"


def test_no_token_ever_reaches_the_browser_and_no_session_id_the_store(
    visitor: Visitor, store: Redis
) -> None:
    visitor.sign_in("author")
    for address in ("/", "/settings", "/drafts"):
        html = visitor.get(address)
        assert "author-1" not in html
        assert "refresh-author" not in html
    sid = session_cookie(visitor)
    assert all(sid not in key.decode() for key in store.scan_iter())


def test_signing_out_ends_the_session_everywhere(visitor: Visitor, fake_api: FakeApi, store: Redis) -> None:
    visitor.sign_in("author")
    old = session_cookie(visitor)
    visitor.get("/settings")
    assert visitor.send("/sign-out").status_code == 303
    assert fake_api.asked("POST", "/auth/revoke") == [{"refresh_token": "refresh-author-1"}]
    assert not list(store.scan_iter(match="grant:*"))
    visitor.client.set_cookie("session", old)
    assert visitor.client.get("/drafts").status_code == 302


def test_wrong_passwords_are_never_told_apart_and_the_email_stays_typed(visitor: Visitor) -> None:
    said = []
    for email in ("tom@hartwell.example", "nobody@hartwell.example"):
        visitor.get("/sign-in")
        answer = visitor.send("/sign-in", {"email": email, "password": "wrong"})
        html = answer.get_data(as_text=True)
        assert answer.status_code == 401
        assert f'value="{email}"' in html
        assert "wrong" not in html.split("<form")[1].split("</form>")[0].replace("wrong half", "")
        said.append(html.split('role="alert">')[1].split("</div>")[0])
    assert said[0] == said[1]


def test_after_signing_in_one_is_where_one_wanted_to_go(visitor: Visitor) -> None:
    visitor.get("/sign-in?next=/posts")
    answer = visitor.send("/sign-in", {"email": "tom@hartwell.example", "password": "correct horse battery"})
    assert answer.headers["Location"] == "/posts"


def test_signing_in_leads_to_no_other_site(visitor: Visitor) -> None:
    visitor.get("/sign-in?next=//evil.example/posts")
    answer = visitor.send("/sign-in", {"email": "tom@hartwell.example", "password": "correct horse battery"})
    assert answer.headers["Location"] == "/"


def test_an_old_access_token_is_renewed_once_however_many_tabs_ask(
    app: Flask, visitor: Visitor, fake_api: FakeApi
) -> None:
    fake_api.expires_in = 5
    visitor.sign_in("author")
    fake_api.expires_in = 600
    cookie = session_cookie(visitor)

    def open_tab(_n: int) -> int:
        tab = app.test_client()
        tab.set_cookie("session", cookie)
        return tab.get("/drafts").status_code

    with ThreadPoolExecutor(8) as tabs:
        assert set(tabs.map(open_tab, range(8))) == {200}
    assert fake_api.refreshed == ["refresh-author-1"]


def test_a_token_that_is_refused_before_its_time_is_renewed(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    fake_api.refuse("GET", "/trends/searches", Refusal(401, "invalid-token"))
    visitor.get("/trends")
    assert fake_api.refreshed == ["refresh-author-1"]


def test_who_may_no_longer_stay_is_asked_to_sign_in(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.expires_in = 5
    visitor.sign_in("author")
    fake_api.refuse("POST", "/auth/refresh", Refusal(401, "refresh-reused"))
    answer = visitor.client.get("/drafts")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=/drafts")


def test_asking_by_itself_never_prolongs_a_session(visitor: Visitor, store: Redis) -> None:
    visitor.sign_in("author")
    [key] = store.scan_iter(match="session:*")
    # As if the last click were two hours ago.
    aged = str(store.get(key), "utf-8")  # type: ignore[arg-type] # bytes here
    values = json.loads(aged) | {"_seen": json.loads(aged)["_seen"] - 7200}
    store.set(key, json.dumps(values), ex=36_000)
    visitor.client.get("/trends", headers={"X-Poll": "1", "HX-Request": "true", "HX-Target": "history"})
    assert int(store.ttl(key)) <= 36_000
    visitor.client.get("/trends")
    assert int(store.ttl(key)) > 43_000


def test_a_given_password_has_to_be_changed_first(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.must_change.add("admin")
    visitor.sign_in("admin")
    for address in ("/", "/trends", "/admin/people"):
        assert visitor.client.get(address).headers["Location"] == "/settings/password"
    visitor.get("/settings/password")
    wrong = visitor.send(
        "/settings/password",
        {"current": "no", "new": "walnut river seventeen", "again": "walnut river seventeen"},
    )
    assert wrong.status_code == 422
    assert "isn&#39;t your password" in wrong.get_data(as_text=True)
    right = {
        "current": "correct horse battery",
        "new": "walnut river seventeen",
        "again": "walnut river seventeen",
    }
    fake_api.refuse("POST", "/auth/token", Refusal(401, "invalid-credentials"))
    # The fake keeps its one password: the new sign-in is what is looked at here.
    assert visitor.send("/settings/password", right).status_code in {302, 303}


def test_cookies_are_for_https_alone_where_the_site_is(settings: Settings) -> None:
    from portal.bootstrap import create_app

    app = create_app(settings.model_copy(update={"public_url": "https://trends.hartwell.example"}))
    answer = app.test_client().get("/sign-in", base_url="https://trends.hartwell.example")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-session="))
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    app.extensions["portal_http"].close()
    app.extensions["portal_redis"].close()


def test_links_from_emails_work_once_and_say_when_they_do_not(visitor: Visitor) -> None:
    visitor.get("/verify-email?token=good")
    assert visitor.send("/verify-email").status_code == 303
    visitor.get("/verify-email?token=old")
    answer = visitor.send("/verify-email")
    assert answer.status_code == 410
    assert "The link has expired." in answer.get_data(as_text=True)


def test_registering_says_the_same_whoever_asks(visitor: Visitor, fake_api: FakeApi) -> None:
    said = []
    for email in ("new@hartwell.example", eg.user("author")["email"]):
        visitor.get("/register")
        fields = {"name": "Nora Quill", "email": email, "password": "a long enough sentence"}
        html = visitor.send("/register", fields).get_data(as_text=True)
        said.append(html.replace(email, "").split("<main")[1].split("csrf_token")[0])
    assert said[0] == said[1]


def test_a_weak_password_is_told_beside_its_field_and_the_rest_stays(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    errors = [{"field": "password", "message": "At least 12 characters."}]
    fake_api.refuse("POST", "/auth/register", Refusal(422, "weak-password", errors=errors))
    visitor.get("/register")
    answer = visitor.send(
        "/register", {"name": "Nora Quill", "email": "nora@example.org", "password": "short"}
    )
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "At least 12 characters." in html.split('id="password-error"')[1][:400]
    assert 'value="Nora Quill"' in html
    assert 'value="short"' not in html
