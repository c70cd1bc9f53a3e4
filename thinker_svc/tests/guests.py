"""People without an account, at the API: a browser that opened a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from svckit.db import unit_of_work
from thinker_svc.models import db
from thinker_svc.provided import provided
from thinker_svc.tests.team import API, Someone, Team

NADIA = {"name": "Nadia Berg", "email": "nadia@client.example"}


class Guest:
    """One browser that has the link."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app, self.token = app, url.partition("#")[2]
        self._client = app.test_client()
        self.visit = ""

    def call(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.open(
            f"{API}/guest-visits{path}", method=method, json=json, headers={"Guest-Visit": self.visit} | named
        )

    def enter(self) -> TestResponse:
        answer = self.call("POST", "", {"token": self.token, "visit": self.visit})
        if answer.status_code == 201:
            self.visit = (answer.json or {})["visit"]
        return answer

    def view(self) -> dict[str, Any]:
        answer = self.call("GET", "/current")
        assert answer.status_code == 200, answer.json
        return dict(answer.json or {})

    def ask_code(self, **who: str) -> TestResponse:
        return self.call("POST", "/current/codes", NADIA | who)

    def confirm(self, code: str) -> TestResponse:
        return self.call("POST", "/current/confirm", {"code": code})

    def respond(
        self, kind: str, comment: str = "", hash_: str = "", version: int | None = None, **told: Any
    ) -> TestResponse:
        """`told`: the time that was shown, as `seen_publish_at`; headers else."""
        shown = hash_ or self.view()["draft"]["content_hash"]
        body = {"kind": kind, "comment": comment, "content_hash": shown, "version": version}
        body |= {name: told.pop(name) for name in ("seen_publish_at",) if name in told}
        return self.call("POST", "/current/responses", body, **told)


def invite(team: Team, draft: dict[str, Any], by: Someone | None = None, **body: Any) -> dict[str, Any]:
    answer = (by or team.author).post(f"/drafts/{draft['id']}/guest-links", {"label": "Nadia", **body})
    assert answer.status_code == 201, answer.json
    return dict(answer.json or {})


def code_of(team: Team) -> str:
    """The code that the latest e-mail holds: notify derives it from the event, as here."""
    told = team.told("thinker.guest.code_requested")[-1]
    with team.app.app_context():
        return provided().guest_keys.code(UUID(told["token_id"]))


def confirmed(team: Team, link: dict[str, Any], **who: str) -> Guest:
    """A guest whose address is confirmed."""
    guest = Guest(team.app, link["url"])
    assert guest.enter().status_code == 201
    assert guest.ask_code(**who).status_code == 202
    assert guest.confirm(code_of(team)).status_code == 200
    return guest


def kind_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, (answer.json or {})["type"].removeprefix("urn:problem:")


def make(team: Team, statement: Any) -> None:
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(statement)


def known(team: Team, *people: Someone) -> None:
    """The team, as its events told of it."""
    for who in people:
        person = {"user_id": str(who.id), "email": "x@team.example", "name": who.name, "role": who.role}
        team.hear("user.updated", person | {"active": True, "verified": True})


def policy(team: Team, **rules: Any) -> None:
    read = team.admin.get("/policy")
    names = (
        "approvals_required",
        "own_approval",
        "flagged_figures",
        "edit_approved",
        "guest_approval_counts",
    )
    current = {name: (read.json or {})[name] for name in (*names, "reminder_after_hours", "utm")}
    changed = team.admin.call("PUT", "/policy", current | rules, If_Match=read.headers["ETag"])
    assert changed.status_code == 200, changed.json
