"""Posts, accounts, people, home, and what is shown when a service is away."""

import gzip
import re

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as Away

from portal import assets
from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

FIRST_VIEW = 120 * 1024
LATER_VIEW = 20 * 1024


def test_home_says_the_news(visitor: Visitor) -> None:
    page = visitor.sign_in("reviewer").get("/")
    assert '<h1 tabindex="-1">Four things need you</h1>' in page
    assert "<title>Four things need you – Trends</title>" in page


def test_home_stands_when_one_service_is_away(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("reviewer")
    for _ in range(20):
        fake_api.refuse("GET", "/tweeter/.*", Refusal(503, "unavailable"))
    page = visitor.get("/")
    assert "Posts can’t be read right now." in page
    assert "Sourdough starter: feed it twice" in page


def test_a_doubtful_delivery_is_settled_by_who_looked(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("reviewer")
    address = f"/posts/{eg.uid(301)}"
    page = visitor.get(address)
    assert "We won’t send again without you." in page
    assert visitor.send(f"{address}/settle", {"outcome": "delivered"}).status_code == 303
    assert fake_api.asked("POST", ".*/settle")[0]["delivery_id"] == eg.uid(500)


def test_a_post_is_given_another_time(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    address = f"/posts/{eg.uid(302)}"
    visitor.get(f"{address}?do=time")
    wrong = visitor.send(f"{address}/reschedule", {"publish_at": ""})
    assert wrong.status_code == 422
    visitor.get(f"{address}?do=time")
    assert visitor.send(f"{address}/reschedule", {"publish_at": "2030-01-02T08:00"}).status_code == 303
    assert fake_api.asked("POST", ".*/reschedule") == [{"publish_at": "2030-01-02T08:00:00+00:00"}]


def test_a_refused_action_says_why_on_the_posts_page(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("reviewer")
    visitor.get(f"/posts/{eg.uid(301)}")
    fake_api.refuse("POST", ".*/retry", Refusal(409, "wrong-state", "It is being published already."))
    answer = visitor.send(f"/posts/{eg.uid(301)}/retry")
    assert answer.status_code == 409
    assert "It is being published already." in answer.get_data(as_text=True)


def test_what_is_not_what_was_approved_is_not_offered_to_be_tried_again(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    visitor.sign_in("reviewer")
    post = fake_api.posts[1]
    post["permissions"] |= {"retry": False, "settle": False}
    post["deliveries"][0] |= {"doubtful": False, "error": {"type": "content-altered", "detail": "Altered."}}
    page = visitor.get(f"/posts/{post['id']}")
    assert "Retry" not in page
    assert "Open its draft</a>, take it back and have it approved again." in page
    post["published_at"] = eg.ago(hours=1)
    assert "write another one for the rest" in visitor.get(f"/posts/{post['id']}")


def test_a_new_accounts_secret_is_shown_once(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("admin")
    visitor.get("/accounts?do=add")
    answer = visitor.send("/accounts", {"name": "Window", "url": "https://window.hartwell.example/in"})
    assert "shown-once-0123456789" in answer.get_data(as_text=True)
    assert "shown-once-0123456789" not in visitor.get("/accounts")


def test_a_refused_address_is_told_beside_its_field(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    visitor.get("/accounts?do=add")
    answer = visitor.send("/accounts", {"name": "Own", "url": "http://127.0.0.1:22/"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "private network" in html.split('id="url-error"')[1][:300]
    assert 'value="http://127.0.0.1:22/"' in html


def test_the_last_admin_stays_one(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    visitor.get("/admin/people")
    answer = visitor.send(f"/admin/people/{eg.uid(3)}", {"role": "viewer", "active": "yes"})
    assert answer.status_code == 409
    assert "There would be no admin left." in answer.get_data(as_text=True)


def test_health_names_what_is_broken_and_what_to_do(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("admin")
    fake_api.refuse("GET", "/trends/health", Refusal(500, "bug"))
    page = visitor.get("/admin/health")
    assert "Three things are broken" in page
    assert "trends does not work" in page
    assert "Start Ollama" in page


@pytest.mark.parametrize(
    "address", [f"/drafts/{eg.uid(999)}", f"/trends/{eg.uid(999)}", "/nothing", "/trends/not-an-id"]
)
def test_what_is_not_there_says_so_with_the_request_id(visitor: Visitor, address: str) -> None:
    visitor.sign_in("author")
    page = visitor.get(address, status=404)
    assert re.search(r"request <span class=\"font-monospace\">[0-9a-f]{32}</span>", page)


def test_a_service_that_is_away_is_no_blank_page(app: Flask, visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    fake_api.away = True
    page = visitor.get("/trends", status=502)
    assert "A service does not answer" in page


def test_an_answer_we_do_not_understand_is_said_to_be_one(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, fake_api: FakeApi
) -> None:
    visitor.sign_in("author")
    fake_api.searches[0]["status"] = "daydreaming"
    assert "answered in a way we don’t understand" in visitor.get("/trends", status=502)


def test_a_failed_part_of_a_page_comes_as_a_note(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    fake_api.refuse("GET", "/trends/searches", Refusal(500, "bug"))
    part = visitor.get("/trends", status=502, HX_Request="true", HX_Target="history")
    assert part.startswith('<div class="note is-red')


def test_without_the_session_store_the_page_says_so(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Away("connection refused")

    monkeypatch.setattr(app.extensions["portal_redis"], "get", away)
    visitor.client.set_cookie("session", "anything")
    answer = visitor.client.get("/drafts")
    assert answer.status_code == 503
    assert "We can’t reach our own store" in answer.get_data(as_text=True)


def test_readiness_names_what_is_missing(app: Flask, visitor: Visitor, fake_api: FakeApi) -> None:
    assert visitor.client.get("/readyz").get_json()["checks"] == {"redis": "ok", "api": "ok"}
    fake_api.away = True
    answer = visitor.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["api"] == "BrokenOff"
    assert visitor.client.get("/healthz").status_code == 200


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


@pytest.mark.parametrize("address", ["/sign-in", f"/trends/{eg.uid(101)}", f"/drafts/{eg.uid(200)}"])
def test_pages_are_small(visitor: Visitor, address: str) -> None:
    if address != "/sign-in":
        visitor.sign_in("admin")
    html = visitor.get(address)
    files = set(re.findall(r"/static/([^?\"]+)\?v=", html))
    assert "vendor/htmx.min.js" in files
    later = compressed(html.encode())
    assert later <= LATER_VIEW
    assert later + sum(compressed((assets.STATIC / file).read_bytes()) for file in files) <= FIRST_VIEW


def test_the_theme_is_of_this_browser(visitor: Visitor) -> None:
    visitor.sign_in("viewer")
    visitor.get("/settings")
    assert visitor.send("/settings/looks", {"theme": "dark", "keys": "off"}).status_code == 303
    page = visitor.get("/settings")
    assert 'data-bs-theme="dark"' in page
    assert 'data-keys="off"' in page


def test_who_leaves_a_name_out_is_told(visitor: Visitor) -> None:
    visitor.sign_in("viewer")
    visitor.get("/settings")
    answer = visitor.send("/settings/profile", {"name": " "})
    assert answer.status_code == 422
    assert "Enter your name" in answer.get_data(as_text=True)


def test_what_others_wrote_is_shown_as_text(visitor: Visitor, fake_api: FakeApi) -> None:
    nasty = "<script>alert(1)</script>\"'"
    fake_api.drafts[0] |= {"title": nasty}
    fake_api.drafts[1] |= {"title": nasty, "content": {"text": nasty, "platform_texts": {}}}
    fake_api.posts[0] |= {"title": nasty}
    fake_api.searches[0]["keywords"] = [nasty]
    visitor.sign_in("admin")
    for address in ("/", "/drafts", f"/drafts/{eg.uid(200)}", f"/review/{eg.uid(201)}", "/posts", "/trends"):
        assert "<script>alert" not in visitor.get(address)
