"""A session may end while somebody writes: what they typed is not lost with it."""

import json
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from werkzeug.test import TestResponse

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.visitor import Visitor

DRAFT = f"/drafts/{eg.uid(200)}"
OURS = {"Origin": "http://localhost"}


@pytest.fixture
def store(app: Flask) -> Redis:
    found: Redis = app.extensions["portal_redis"]
    return found


def end_all_sessions(store: Redis) -> None:
    for key in store.scan_iter():
        store.delete(key)


def test_a_form_sent_after_the_session_ended_is_kept_and_sent_after_signing_in(
    visitor: Visitor, fake_api: FakeApi, store: Redis
) -> None:
    visitor.sign_in("author").get("/trends")
    end_all_sessions(store)
    words = '<b>rye</b>, "spelt"'
    answer = visitor.send("/trends", {"keywords": words}, **OURS)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<b>rye</b>" not in html
    assert visitor.page is not None
    first = visitor.page

    visitor.sign_in("author")
    visitor.page = first
    again = visitor.send("/trends", {}, **OURS)
    assert again.status_code == 400
    assert "Send what you typed?" in again.get_data(as_text=True)
    assert fake_api.asked("POST", "/trends/searches") == []

    assert visitor.send("/trends", {}, **OURS).status_code == 303
    [asked] = fake_api.asked("POST", "/trends/searches")
    assert asked["keywords"] == ["<b>rye</b>", '"spelt"']


def test_who_was_signed_out_by_users_keeps_a_comment(
    visitor: Visitor, fake_api: FakeApi, store: Redis
) -> None:
    """The session is there, its grant is not."""
    visitor.sign_in("reviewer").get(f"/review/{eg.uid(201)}?do=reject")
    for key in store.scan_iter(match="grant:*"):
        store.delete(key)
    answer = visitor.send(f"/review/{eg.uid(201)}/reject", {"comment": "Too long a thought to lose."}, **OURS)
    assert answer.status_code == 401
    assert "Too long a thought to lose." in answer.get_data(as_text=True)


def test_another_sites_words_are_not_put_into_a_form_of_ours(visitor: Visitor) -> None:
    visitor.sign_in("author")
    for origin in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        answer = visitor.client.post("/trends", data={"keywords": "planted"}, headers=origin)
        assert answer.status_code == 400
        assert "planted" not in answer.get_data(as_text=True)


def test_a_password_is_never_put_on_a_page_again(visitor: Visitor, store: Redis) -> None:
    visitor.get("/sign-in")
    end_all_sessions(store)
    answer = visitor.send("/sign-in", {"email": "tom@hartwell.example", "password": "walnut-river"}, **OURS)
    assert answer.status_code == 400
    assert "walnut-river" not in answer.get_data(as_text=True)


def autosave(visitor: Visitor, fields: dict[str, str]) -> tuple[TestResponse, dict[str, Any]]:
    answer = visitor.client.post(DRAFT, data=fields, headers={"X-Autosave": "1"})
    said: dict[str, Any] = json.loads(answer.data)
    return answer, said


def test_the_editor_learns_that_it_is_signed_out_and_saves_after_signing_in(
    visitor: Visitor, fake_api: FakeApi, store: Redis
) -> None:
    visitor.sign_in("author").get(DRAFT)
    assert visitor.page is not None
    fields = visitor.page.form(DRAFT) | {"text": "Typed while signed out.", "do": "save"}
    end_all_sessions(store)
    answer, said = autosave(visitor, fields)
    assert (answer.status_code, said["signed_out"]) == (401, True)

    page = visitor.sign_in("author").get("/")
    answer, said = autosave(visitor, fields)
    assert answer.status_code == 400
    assert f'data-person="{said["person"]}"' in page
    assert fake_api.asked("PUT", ".*/content") == []

    answer, _ = autosave(visitor, fields | {"csrf_token": said["csrf_token"]})
    assert answer.status_code == 200
    [saved] = fake_api.asked("PUT", ".*/content")
    assert saved["text"] == "Typed while signed out."
