"""One key, one creation."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from svckit.auth import Role
from svckit.db import utcnow
from svckit.testing.tokens import Issuer
from svckit.tests.demo.models import IdempotencyRow, Note, OutboxRow, db


class Caller:
    """Adds notes as one person."""

    def __init__(self, app: Flask, issuer: Issuer) -> None:
        self.app = app
        self.headers = issuer.headers(Role.AUTHOR, id=uuid4())

    def add(self, key: str | None, text: str = "hello") -> TestResponse:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.app.test_client().post("/api/v1/demo/notes", json={"text": text}, headers=headers)


@pytest.fixture
def caller(app: Flask, issuer: Issuer) -> Caller:
    return Caller(app, issuer)


def _count(app: Flask, model: Any = Note) -> int:
    with app.app_context():
        return int(db.session.execute(select(func.count()).select_from(model)).scalar_one())


def test_the_same_request_twice_with_one_key_creates_once_and_answers_the_same(
    app: Flask, caller: Caller
) -> None:
    first, second = caller.add("key-1"), caller.add("key-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert first.headers["Location"] == second.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert _count(app) == 1
    assert _count(app, OutboxRow) == 2, "one event and one task"


def test_the_same_request_many_times_at_the_same_moment_creates_once(app: Flask, caller: Caller) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: caller.add("key-1"), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    assert _count(app) == 1


def test_another_body_under_the_same_key_is_refused(app: Flask, caller: Caller) -> None:
    caller.add("key-1", "hello")
    answer = caller.add("key-1", "goodbye")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "urn:problem:idempotency-key-reused")
    assert _count(app) == 1


def test_keys_of_different_people_have_nothing_to_do_with_each_other(
    app: Flask, caller: Caller, issuer: Issuer
) -> None:
    mine, theirs = caller.add("key-1"), Caller(app, issuer).add("key-1")
    assert mine.get_json()["id"] != theirs.get_json()["id"]


def test_without_a_key_each_request_creates(app: Flask, caller: Caller) -> None:
    caller.add(None)
    caller.add(None)
    assert _count(app) == 2


def test_a_request_that_failed_can_be_repeated_under_its_key_and_left_nothing(
    app: Flask, caller: Caller
) -> None:
    assert [caller.add("key-1", "fails").status_code for _ in range(2)] == [409, 409]
    assert (_count(app), _count(app, IdempotencyRow), _count(app, OutboxRow)) == (0, 0, 0)


def test_a_key_is_forgotten_after_a_day(app: Flask, caller: Caller) -> None:
    caller.add("key-1")
    with app.app_context():
        db.session.execute(update(IdempotencyRow).values(created_at=utcnow() - timedelta(hours=25)))
        db.session.commit()
    caller.add("key-1")
    assert _count(app) == 2
    assert _count(app, IdempotencyRow) == 1


def test_a_key_that_is_too_long_is_refused(caller: Caller) -> None:
    assert caller.add("x" * 129).get_json()["type"] == "urn:problem:invalid-idempotency-key"
