"""People and their requests, for tests."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from svckit.signing import make_token
from users_svc.models import OneTimeToken, OutboxRow, User, db

PASSWORD = "lamp-river-quartz-9"
LINK_KEY = "l" * 40


@dataclass
class Member:
    """Somebody who is signed in."""

    team: "Team"
    email: str
    tokens: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.tokens["user"]["id"])

    def send(self, method: str, path: str, body: Any = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"}
        return self.team.send(method, path, body, headers=headers)


class Team:
    """A deployment as its users see it: requests go in by HTTP, mails come out as events."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def send(self, method: str, path: str, body: Any = None, **kwargs: Any) -> TestResponse:
        """A request to ``/api/v1`` + path."""
        return self.app.test_client().open(f"/api/v1{path}", method=method, json=body, **kwargs)

    def register(self, email: str, *, name: str = "Ada Lovelace", password: str = PASSWORD) -> TestResponse:
        return self.send("POST", "/auth/register", {"email": email, "name": name, "password": password})

    def sign_in(self, email: str, password: str = PASSWORD, **kwargs: Any) -> TestResponse:
        return self.send("POST", "/auth/token", {"email": email, "password": password}, **kwargs)

    def verify(self, email: str) -> TestResponse:
        return self.send("POST", "/auth/verify-email", {"token": self.link(email, "verify-email")})

    def join(self, email: str, *, role: str | None = None, by: Member | None = None) -> Member:
        """Register, verify, get the role from an admin where given, sign in."""
        assert self.register(email).status_code == 202
        user_id = self.verify(email).get_json()["id"]
        if role is not None:
            assert by is not None
            assert by.send("PATCH", f"/users/{user_id}", {"role": role}).status_code == 200
        answer = self.sign_in(email)
        assert answer.status_code == 200, answer.get_json()
        return Member(self, email, answer.get_json())

    def link(self, email: str, purpose: str) -> str:
        """The token in the latest mail to an address, derived as the mailing service does."""
        with self.app.app_context():
            row = db.session.execute(
                select(OneTimeToken)
                .join(User, User.id == OneTimeToken.user_id)
                .where(User.email == email, OneTimeToken.purpose == purpose)
                .order_by(OneTimeToken.id.desc())
                .limit(1)
            ).scalar_one()
            return make_token(LINK_KEY, purpose, row.id)

    def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Data of the events that wait to be published, oldest first."""
        with self.app.app_context():
            rows = db.session.execute(select(OutboxRow).order_by(OutboxRow.id)).scalars().all()
            return [{"type": row.name} | row.payload["data"] for row in rows if kind in (None, row.name)]
