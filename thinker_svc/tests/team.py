"""People at the API of an app, and the work that other processes do for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from svckit.db import unit_of_work
from svckit.events.envelope import Envelope
from svckit.ids import uuid7
from svckit.testing.tokens import Issuer
from thinker_svc.consumer import SUBSCRIPTIONS
from thinker_svc.models import OutboxRow, db
from thinker_svc.names import GENERATE
from thinker_svc.provided import provided
from thinker_svc.tests.factories import snapshot_data

API = "/api/v1/thinker"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
WRONG = "Interest in pumpkin spice fell by 80% in the last four weeks."
"""No data bears it out."""


class Someone:
    """One person with a role."""

    def __init__(self, app: Flask, issuer: Issuer, role: str, name: str) -> None:
        self.id, self.name, self.role = uuid7(), name, role
        self._client = app.test_client()
        self._headers = issuer.headers(role, id=self.id, name=name)

    def call(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.open(API + path, method=method, json=json, headers=self._headers | named)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        return self.call("POST", path, json, **headers)

    def ask(self, search_id: UUID, **body: Any) -> dict[str, Any]:
        answer = self.post("/drafts", {"search_id": str(search_id), **body})
        assert answer.status_code == 202, answer.json
        return dict(answer.json or {})

    def draft(self, draft_id: str) -> dict[str, Any]:
        answer = self.get(f"/drafts/{draft_id}")
        assert answer.status_code == 200, answer.json
        return dict(answer.json or {})

    def save(self, draft: dict[str, Any], **content: Any) -> TestResponse:
        return self.call("PUT", f"/drafts/{draft['id']}/content", content, If_Match=f'"v{draft["version"]}"')

    def act(self, draft: dict[str, Any], action: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """Withdraw it, hold it …: the status, and what was answered."""
        answer = self.post(f"/drafts/{draft['id']}/{action}", body)
        return answer.status_code, dict(answer.json or {})

    def approve(self, draft: dict[str, Any], **body: Any) -> TestResponse:
        body = {"content_hash": draft["content_hash"], **body}
        return self.post(f"/drafts/{draft['id']}/approve", body, If_Match=f'"v{draft["version"]}"')

    def marks(self, draft: dict[str, Any]) -> list[dict[str, Any]]:
        """The claims of the draft that are flagged, on its first platform, as the check answers them."""
        seen = self.get(f"/drafts/{draft['id']}/figures").json or {}
        claims = seen["texts"][draft["platforms"][0]]["claims"]
        return [claim for claim in claims if claim["label"] != "supported"]

    def set_aside(self, draft: dict[str, Any], mark: str, reason: str = "Our own survey.") -> TestResponse:
        return self.call("PUT", f"/drafts/{draft['id']}/figures/asides/{mark}", {"reason": reason})

    def take_back(self, draft: dict[str, Any], mark: str) -> TestResponse:
        return self.call("DELETE", f"/drafts/{draft['id']}/figures/asides/{mark}")


class Team:
    """An author, another author, a reviewer, an admin and a viewer."""

    def __init__(self, app: Flask, issuer: Issuer) -> None:
        self.app = app
        self.author = Someone(app, issuer, "author", "Tom Lindqvist")
        self.colleague = Someone(app, issuer, "author", "Priya Nair")
        self.reviewer = Someone(app, issuer, "reviewer", "Maya Okafor")
        self.admin = Someone(app, issuer, "admin", "Ada Admin")
        self.viewer = Someone(app, issuer, "viewer", "Vic Viewer")

    def hear(self, event_type: str, data: dict[str, Any], *, minutes: float = 0) -> None:
        """An event arrives, as the consumer handles it."""
        envelope = Envelope(
            id=uuid7(), source="/test", type=event_type, time=NOW + timedelta(minutes=minutes), data=data
        )
        subscription = SUBSCRIPTIONS[event_type]
        with self.app.app_context(), unit_of_work(db) as session:
            subscription.handler(session, envelope, subscription.model.model_validate(data))

    def search(self, **snapshot: Any) -> UUID:
        """A search completes."""
        search_id = uuid7()
        self.complete(search_id, **snapshot)
        return search_id

    def complete(self, search_id: UUID, **snapshot: Any) -> None:
        person = {"id": str(self.author.id), "name": self.author.name}
        data = {"search_id": str(search_id), "requested_by": person, "snapshot": snapshot_data(**snapshot)}
        self.hear("trends.search.completed", data)

    def work(self) -> int:
        """Run the tasks that wait in the outbox, as a worker would; how many there were."""
        with self.app.app_context():
            with unit_of_work(db) as session:
                rows = session.execute(
                    select(OutboxRow).where(OutboxRow.name == GENERATE, OutboxRow.sent_at.is_(None))
                ).scalars()
                waiting = []
                for row in rows:
                    row.sent_at = NOW
                    waiting.append(UUID(row.payload["generation_id"]))
            for generation_id in waiting:
                provided().writing.write(generation_id)
        return len(waiting)

    def told(self, event_type: str) -> list[dict[str, Any]]:
        """The data of every event of a type in the outbox, oldest first."""
        with self.app.app_context(), unit_of_work(db) as session:
            rows = session.execute(
                select(OutboxRow).where(OutboxRow.name == event_type).order_by(OutboxRow.id)
            ).scalars()
            return [row.payload["data"] for row in rows]

    def written(self, **snapshot: Any) -> dict[str, Any]:
        """A draft by the author that the model has written."""
        asked = self.author.ask(self.search(**snapshot))
        self.work()
        return self.author.draft(asked["id"])

    def snapshot_of(self, draft: dict[str, Any]) -> dict[str, Any]:
        answer = self.viewer.get(f"/drafts/{draft['id']}/snapshot")
        assert answer.status_code == 200, answer.json
        return dict(answer.json or {})

    def in_review(self, **snapshot: Any) -> dict[str, Any]:
        draft = self.written(**snapshot)
        answer = self.author.post(f"/drafts/{draft['id']}/submit", {})
        assert answer.status_code == 200, answer.json
        return dict(answer.json or {})

    def approved(self, **snapshot: Any) -> dict[str, Any]:
        answer = self.reviewer.approve(self.in_review(**snapshot))
        assert answer.status_code == 200, answer.json
        return dict(answer.json or {})
