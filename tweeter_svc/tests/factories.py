"""What tests do with the service, in the words of the job."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.auth import Role
from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from svckit.testing.tokens import Issuer
from tweeter_svc import names, tasks
from tweeter_svc.events import DraftApproved, DraftWithdrawn, ImageApproved, Person
from tweeter_svc.models import OutboxRow, db
from tweeter_svc.provided import provided
from tweeter_svc.services.content import content_hash
from tweeter_svc.tests.network import Network

MAYA, PRIYA = Person(id=uuid4(), name="Maya Okafor"), Person(id=uuid4(), name="Priya Nair")
TEXT = "Rye bread is searched more than ever: 87 of 100 this week. – What do you bake? \U0001f35e"


def approval(**changes: Any) -> DraftApproved:
    """An approval as thinker_svc tells it."""
    texts: dict[str, str] = changes.pop("texts", {"webhook": TEXT})
    images: list[dict[str, Any]] = changes.pop("images", [])
    facts: dict[str, Any] = {
        "draft_id": uuid7(),
        "title": "Loaf of the week",
        "author": MAYA,
        "reviewer": PRIYA,
        "version": 3,
        "texts": texts,
        "images": images,
        "content_hash": content_hash(texts, images),
        "platforms": sorted(texts),
        "account_ids": [],
        "publish_at": None,
        "sample": True,
    }
    return DraftApproved(**facts | changes)


def picture(content: bytes = b"\x89PNG\r\n\x1a\n picture", alt: str = "A loaf of rye") -> dict[str, Any]:
    """An image as an approval names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    return {"sha256": sha256, "alt": alt, "mime": "image/png", "width": 40, "height": 30}


def bytes_of(raw: bytes = b"\x89PNG\r\n\x1a\n picture", **changes: Any) -> ImageApproved:
    """The event that brings them."""
    sent = base64.b64encode(raw).decode()
    facts = {"sha256": hashlib.sha256(raw).hexdigest(), "mime": "image/png", "content": sent}
    return ImageApproved(**facts | changes)


class Desk:
    """One running service: its API as people of several roles, its tasks run here when asked."""

    def __init__(self, app: Flask, issuer: Issuer, network: Network) -> None:
        self.app = app
        self.issuer = issuer
        self.network = network

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        role: Role = Role.REVIEWER,
        who: Person = PRIYA,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """One request; the werkzeug response."""
        return self.app.test_client().open(
            f"/api/v1/tweeter{path}",
            method=method,
            json=body,
            headers=self.issuer.headers(role, id=who.id, name=who.name) | (headers or {}),
        )

    def connect(self, **changes: Any) -> dict[str, Any]:
        """Connect the sample network as an account."""
        body = {
            "platform": "webhook",
            "name": "Sample network",
            "url": self.network.inbox,
            "secret": self.network.secret,
        }
        answer = self.call("POST", "/accounts", body | changes)
        assert answer.status_code == 201, answer.json
        account: dict[str, Any] = answer.json
        return account

    @contextmanager
    def work(self) -> Iterator[Session]:
        with self.app.app_context(), unit_of_work(db) as session:
            yield session

    def approve(
        self, data: DraftApproved | None = None, *, at: datetime | None = None, **changes: Any
    ) -> str:
        """Take an approval; returns the post's id."""
        with self.work() as session:
            post = provided().intake.approved(session, data or approval(**changes), at or utcnow())
            assert post is not None
            return str(post.id)

    def withdraw(self, data: DraftApproved, *, at: datetime | None = None) -> None:
        event = DraftWithdrawn(draft_id=data.draft_id, content_hash=data.content_hash)
        with self.work() as session:
            provided().intake.withdrawn(session, event, at or utcnow())

    def post(self, post_id: str) -> dict[str, Any]:
        answer = self.call("GET", f"/posts/{post_id}", role=Role.VIEWER)
        assert answer.status_code == 200, answer.json
        found: dict[str, Any] = answer.json
        return found

    def tick(self) -> None:
        """What beat asks for."""
        with self.app.app_context():
            tasks.tick()

    def queued(self) -> list[UUID]:
        """Take the deliveries that were queued for the worker."""
        with self.work() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.name == names.PUBLISH)).all()
            found = [UUID(row.payload["delivery_id"]) for row in rows]
            for row in rows:
                session.delete(row)
        return found

    def publish(self, delivery_id: UUID | str) -> None:
        """What the worker does with one delivery."""
        with self.app.app_context():
            tasks.publish(UUID(str(delivery_id)))

    def run(self) -> None:
        """One tick and everything it queued."""
        self.tick()
        for delivery_id in self.queued():
            self.publish(delivery_id)

    def run_until(self, post_id: str, *states: str, seconds: float = 40) -> dict[str, Any]:
        """Ticks and work until the post reaches one of the states."""
        deadline = time.monotonic() + seconds
        while (post := self.post(post_id))["state"] not in states:
            assert time.monotonic() < deadline, post
            self.run()
            # The next try's time, not a guess: waiting for it is what is being tested.
            time.sleep(0.05)
        return post

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """What was emitted so far, oldest first: (type, data)."""
        with self.work() as session:
            rows = session.scalars(
                select(OutboxRow).where(OutboxRow.kind == "event").order_by(OutboxRow.id)
            ).all()
            return [(row.name, row.payload["data"]) for row in rows]


def later(**delta: float) -> datetime:
    return utcnow() + timedelta(**delta)
