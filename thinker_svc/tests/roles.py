"""One team, its callers, and drafts as an action needs them: for the tests of who may do what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from svckit.testing.tokens import Issuer
from thinker_svc.tests.guests import confirmed, invite
from thinker_svc.tests.team import API, WRONG, Someone, Team

CALLERS = ("anonymous", "guest", "viewer", "stranger", "owner", "reviewer", "owning_reviewer", "admin")
"""`stranger` is another author; `owning_reviewer` a reviewer whose own draft it is."""
NOBODY_SIGNED_OUT = (401, 401)

Draft = dict[str, Any]
Matrix = Mapping[str, tuple[str, tuple[int, ...]]]
"""Action: the state the draft is in, and what each caller of CALLERS is answered."""


@dataclass(frozen=True)
class Asked:
    """A request, without who makes it. `file`: bytes in place of JSON."""

    method: str
    path: str
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    file: bytes | None = None


Asks = Mapping[str, Callable[[Draft], Asked]]
"""How each action is asked for, of a draft."""
Makes = Mapping[str, Callable[["Stage", Someone], Draft]]
"""How a draft comes into a state that is none of review's; what the action needs is among its fields."""


def of(draft: Draft, path: str = "") -> str:
    """An address under the draft's."""
    return f"{API}/drafts/{draft['id']}{path}"


def seen(draft: Draft) -> dict[str, str]:
    """The header that names the version that was read."""
    return {"If-Match": f'"v{draft["version"]}"'}


class Stage:
    """One team, its callers, and drafts in the state that an action needs.

    `reads`: actions that leave the draft as it is, for the next caller.
    """

    def __init__(
        self, app: Flask, issuer: Issuer, asks: Asks, makes: Makes | None = None, reads: Collection[str] = ()
    ) -> None:
        self._asks, self._makes, self._reads = asks, makes or {}, reads
        self.team = Team(app, issuer)
        self.owner = Someone(app, issuer, "reviewer", "Olu Adeyemi")
        self.clients = {
            "viewer": self.team.viewer,
            "stranger": self.team.colleague,
            "owner": self.team.author,
            "reviewer": self.team.reviewer,
            "owning_reviewer": self.owner,
            "admin": self.team.admin,
        }
        self.search = self.team.search()
        self.drafts: dict[tuple[str, str], Draft] = {}

    def _guest(self, draft: Draft) -> dict[str, str]:
        """All that a guest with a confirmed address holds for this very draft."""
        guest = confirmed(self.team, invite(self.team, draft, self.team.admin))
        return {"Authorization": f"Bearer {guest.visit}", "Guest-Visit": guest.visit}

    def draft(self, state: str, by: Someone) -> Draft:
        if state in self._makes:
            return self._makes[state](self, by)
        asked = by.ask(self.search)
        self.team.work()
        path = f"/drafts/{asked['id']}"
        if state not in {"draft", "flagged", "set_aside"}:
            assert by.post(f"{path}/submit", {}).status_code == 200
        if state == "held":
            assert self.team.reviewer.post(f"{path}/hold", {"reason": "Wait."}).status_code == 200
        found = by.draft(asked["id"])
        if state in {"flagged", "set_aside"}:
            found = dict(by.save(found, text=WRONG).json or {})
            found["mark"] = by.marks(found)[0]["mark"]
        if state == "set_aside":
            assert by.set_aside(found, found["mark"]).status_code == 200
        return dict(self.team.reviewer.approve(found).json or {}) if state == "approved" else found

    def status(self, action: str, state: str, caller: str) -> tuple[int, dict[str, Any]]:
        by = self.owner if caller == "owning_reviewer" else self.team.author
        key = (state, by.name) if action in self._reads else (state, caller)
        draft = self.drafts.get(key) or self.draft(state, by)
        self.drafts[key] = draft
        if caller in {"anonymous", "guest"}:
            client, headers = self.team.app.test_client(), self._guest(draft) if caller == "guest" else {}
        else:
            client, headers = self.clients[caller]._client, self.clients[caller]._headers
        asked = self._asks[action](draft)
        sent: dict[str, Any] = {"json": asked.json}
        if asked.file is not None:
            sent = {"data": asked.file, "content_type": "application/octet-stream"}
        answer = client.open(asked.path, method=asked.method, headers=headers | asked.headers, **sent)
        body = answer.json if isinstance(answer.json, dict) else {}
        return answer.status_code, body

    def answers(self, action: str, state: str) -> dict[str, tuple[int, dict[str, Any]]]:
        """What each caller is answered: the status and the body."""
        return {caller: self.status(action, state, caller) for caller in CALLERS}


def check(answers: Mapping[str, tuple[int, dict[str, Any]]], expected: tuple[int, ...]) -> None:
    """Each is answered as expected; whoever may not is told why, in words."""
    assert {who: status for who, (status, _) in answers.items()} == dict(zip(CALLERS, expected, strict=True))
    for status, body in answers.values():
        assert status < 400 or (body["type"].startswith("urn:problem:") and body["detail"].endswith("."))
