"""Asking for searches over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from svckit.auth import Role
from svckit.db import unit_of_work, utcnow
from svckit.testing.servers import wait_until
from svckit.testing.tokens import Issuer
from trends_svc.models import OutboxRow, Search, db

SEARCHES = "/api/v1/trends/searches"


@dataclass
class Team:
    """People, and what they do."""

    app: Flask
    issuer: Issuer
    client: FlaskClient
    author_id: UUID

    def headers(self, role: Role = Role.AUTHOR, *, stranger: bool = False) -> dict[str, str]:
        return self.issuer.headers(role, id=uuid4() if stranger else self.author_id, name="Tom Lindqvist")

    def ask(self, *keywords: str, key: str = "", **more: Any) -> TestResponse:
        body = {"keywords": list(keywords), "geo": "GB"} | more
        headers = self.headers() | ({"Idempotency-Key": key} if key else {})
        return self.client.post(SEARCHES, json=body, headers=headers)

    def asked(self, *keywords: str, **more: Any) -> UUID:
        answer = self.ask(*(keywords or ("matcha",)), **more)
        assert answer.status_code == 202, answer.text
        return UUID(answer.get_json()["id"])

    def get(self, path: str, role: Role = Role.VIEWER) -> TestResponse:
        return self.client.get(f"{SEARCHES}{path}", headers=self.headers(role))

    def search(self, search_id: UUID) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/{search_id}").get_json()
        return found

    def result(self, search_id: UUID) -> dict[str, Any]:
        answer = self.get(f"/{search_id}/result")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def cancel(self, search_id: UUID, role: Role = Role.AUTHOR, *, stranger: bool = False) -> TestResponse:
        return self.client.delete(f"{SEARCHES}/{search_id}", headers=self.headers(role, stranger=stranger))

    def sent(self, name: str) -> list[dict[str, Any]]:
        """Payloads of outbox rows of this name, oldest first."""
        with self.app.app_context():
            rows = db.session().execute(
                select(OutboxRow.payload).where(OutboxRow.name == name).order_by(OutboxRow.id)
            )
            return list(rows.scalars())

    def row(self, search_id: UUID) -> Search:
        with self.app.app_context():
            return db.session().get_one(Search, search_id)

    def change(self, search_id: UUID, **values: Any) -> None:
        """Put a row into a state that only a crash leaves behind."""
        with self.app.app_context(), unit_of_work(db) as session:
            session.execute(update(Search).where(Search.id == search_id).values(**values))

    def wait_due(self, search_id: UUID) -> None:
        """Until a postponed search may go on."""
        wait_until(lambda: (self.row(search_id).not_before or utcnow()) <= utcnow(), what="the next try")


@pytest.fixture
def team(app: Flask, issuer: Issuer) -> Team:
    return Team(app, issuer, app.test_client(), uuid4())


Run = Callable[[UUID], None]
