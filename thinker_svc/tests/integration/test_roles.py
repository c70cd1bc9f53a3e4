"""Who may do what with a draft: every action of review, by every kind of caller, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from svckit.testing.tokens import Issuer
from thinker_svc.tests.guests import confirmed, invite
from thinker_svc.tests.rules import DEFAULTS
from thinker_svc.tests.team import API, WRONG, Someone, Team

CALLERS = ("anonymous", "guest", "viewer", "stranger", "owner", "reviewer", "owning_reviewer", "admin")
"""`stranger` is another author; `owning_reviewer` a reviewer whose own draft it is."""
COMMENT = {"comment": "Not like this."}
ITEM: dict[str, Any] = {"title": "x", "text": "Other words about pumpkin spice."}

# Action: the state the draft is in, and what each caller of CALLERS is answered.
NOBODY_SIGNED_OUT = (401, 401)
MATRIX: dict[str, tuple[str, tuple[int, ...]]] = {
    "read": ("in_review", (*NOBODY_SIGNED_OUT, 200, 200, 200, 200, 200, 200)),
    "timeline": ("in_review", (*NOBODY_SIGNED_OUT, 200, 200, 200, 200, 200, 200)),
    "inbox": ("in_review", (*NOBODY_SIGNED_OUT, 200, 200, 200, 200, 200, 200)),
    "edit": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "edit_in_review": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "edit_approved": ("approved", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "submit": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "regenerate": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 202, 202, 202, 202)),
    "withdraw": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "withdraw_approved": ("approved", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "approve": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 403, 200)),
    "approve_several": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
    "request_changes": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
    "reject": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
    "hold": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
    "release": ("held", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
    "set_aside": ("flagged", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "take_back": ("set_aside", (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)),
    "look": ("in_review", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
    "read_policy": ("draft", (*NOBODY_SIGNED_OUT, 200, 200, 200, 200, 200, 200)),
    "change_policy": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 403, 403, 403, 200)),
    "policy_log": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 403, 403, 403, 200)),
}
READS = {"read", "timeline", "inbox", "look", "read_policy", "change_policy", "policy_log"}
# What changes when the deployment's rules do.
STRICT: dict[str, tuple[str, tuple[int, ...]]] = {
    "edit_approved": ("approved", (*NOBODY_SIGNED_OUT, 403, 403, 403, 403, 403, 403)),
    "withdraw_approved": ("approved", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
}


def _call(client: Any, headers: dict[str, str], action: str, draft: dict[str, Any]) -> TestResponse:
    of = f"{API}/drafts/{draft['id']}"
    seen = headers | {"If-Match": f'"v{draft["version"]}"'}
    item = {"draft_id": draft["id"], "version": draft["version"], "content_hash": draft["content_hash"]}
    decide = {"content_hash": draft["content_hash"]}
    text = {"text": ITEM["text"]}

    def to(method: str, path: str, json: Any = None, with_: dict[str, str] = headers) -> TestResponse:
        answer: TestResponse = client.open(path, method=method, json=json, headers=with_)
        return answer

    calls: dict[str, Callable[[], TestResponse]] = {
        "read": lambda: to("GET", of),
        "timeline": lambda: to("GET", f"{of}/timeline"),
        "inbox": lambda: to("GET", f"{API}/reviews"),
        "edit": lambda: to("PUT", f"{of}/content", text, seen),
        "submit": lambda: to("POST", f"{of}/submit", {}),
        "regenerate": lambda: to("POST", f"{of}/regenerate", {}),
        "withdraw": lambda: to("POST", f"{of}/withdraw"),
        "approve": lambda: to("POST", f"{of}/approve", decide, seen),
        "approve_several": lambda: to("POST", f"{API}/approvals", {"items": [item]}),
        "request_changes": lambda: to("POST", f"{of}/request-changes", COMMENT),
        "reject": lambda: to("POST", f"{of}/reject", COMMENT),
        "hold": lambda: to("POST", f"{of}/hold", {"reason": "Wait."}),
        "release": lambda: to("POST", f"{of}/release"),
        "set_aside": lambda: to("PUT", f"{of}/figures/asides/{draft['mark']}", {"reason": "Our own survey."}),
        "take_back": lambda: to("DELETE", f"{of}/figures/asides/{draft['mark']}"),
        "look": lambda: to("PUT", f"{of}/looks/{draft['version']}"),
        "read_policy": lambda: to("GET", f"{API}/policy"),
        "change_policy": lambda: to("PUT", f"{API}/policy", DEFAULTS, headers | {"If-Match": '"v1"'}),
        "policy_log": lambda: to("GET", f"{API}/policy-changes"),
    }
    name = action.removesuffix("_in_review").removesuffix("_approved")
    return calls[name if name in calls else action]()


class Stage:
    """One team, its callers, and drafts in the state that an action needs."""

    def __init__(self, app: Flask, issuer: Issuer) -> None:
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
        self.drafts: dict[tuple[str, str], dict[str, Any]] = {}

    def _guest(self, draft: dict[str, Any]) -> dict[str, str]:
        """All that a guest with a confirmed address holds for this very draft."""
        guest = confirmed(self.team, invite(self.team, draft, self.team.admin))
        return {"Authorization": f"Bearer {guest.visit}", "Guest-Visit": guest.visit}

    def draft(self, state: str, by: Someone) -> dict[str, Any]:
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
        # What only reads leaves the draft as it is, for the next caller.
        key = (state, by.name) if action in READS else (state, caller)
        draft = self.drafts.get(key) or self.draft(state, by)
        self.drafts[key] = draft
        if caller in {"anonymous", "guest"}:
            client, headers = self.team.app.test_client(), self._guest(draft) if caller == "guest" else {}
        else:
            client, headers = self.clients[caller]._client, self.clients[caller]._headers
        answer = _call(client, headers, action, draft)
        body = answer.json if isinstance(answer.json, dict) else {}
        return answer.status_code, body


@pytest.fixture
def stage(app: Flask, issuer: Issuer) -> Stage:
    return Stage(app, issuer)


@pytest.mark.parametrize("action", sorted(MATRIX))
def test_each_may_do_what_their_role_says_and_nothing_else(stage: Stage, action: str) -> None:
    state, expected = MATRIX[action]
    answers = {caller: stage.status(action, state, caller) for caller in CALLERS}
    assert {who: status for who, (status, _) in answers.items()} == dict(zip(CALLERS, expected, strict=True))
    for status, body in answers.values():
        # Whoever may not is told why, in words.
        assert status < 400 or (body["type"].startswith("urn:problem:") and body["detail"].endswith("."))
    if action == "approve_several":
        outcomes = {who: body["items"][0]["type"] for who, (status, body) in answers.items() if status == 200}
        assert outcomes == {"reviewer": "", "owning_reviewer": "own-draft", "admin": ""}


@pytest.mark.parametrize("action", sorted(STRICT))
def test_strict_rules_keep_what_is_approved(stage: Stage, action: str) -> None:
    rules = DEFAULTS | {"edit_approved": "nobody"}
    assert stage.team.admin.call("PUT", "/policy", rules, If_Match='"v1"').status_code == 200
    state, expected = STRICT[action]
    answers = {caller: stage.status(action, state, caller)[0] for caller in CALLERS}
    assert answers == dict(zip(CALLERS, expected, strict=True))
