"""Who may do what with a draft: every action of review, by every kind of caller, over HTTP.

Talking about it, its images and texts, and several at once are in `test_roles_beside_review`; that no route
is left out is seen to in `test_roles_of_routes`.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from svckit.testing.tokens import Issuer
from thinker_svc.tests.roles import NOBODY_SIGNED_OUT, Asked, Asks, Draft, Matrix, Stage, check, of, seen
from thinker_svc.tests.rules import DEFAULTS
from thinker_svc.tests.team import API

COMMENT = {"comment": "Not like this."}
ITEM: dict[str, Any] = {"title": "x", "text": "Other words about pumpkin spice."}

MATRIX: Matrix = {
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
STRICT: Matrix = {
    "edit_approved": ("approved", (*NOBODY_SIGNED_OUT, 403, 403, 403, 403, 403, 403)),
    "withdraw_approved": ("approved", (*NOBODY_SIGNED_OUT, 403, 403, 403, 200, 200, 200)),
}


def _item(draft: Draft) -> dict[str, Any]:
    return {"draft_id": draft["id"], "version": draft["version"], "content_hash": draft["content_hash"]}


def _edit(draft: Draft) -> Asked:
    return Asked("PUT", of(draft, "/content"), {"text": ITEM["text"]}, seen(draft))


def _withdraw(draft: Draft) -> Asked:
    return Asked("POST", of(draft, "/withdraw"))


def _aside(draft: Draft) -> str:
    return of(draft, f"/figures/asides/{draft['mark']}")


ASKS: Asks = {
    "read": lambda draft: Asked("GET", of(draft)),
    "timeline": lambda draft: Asked("GET", of(draft, "/timeline")),
    "inbox": lambda _: Asked("GET", f"{API}/reviews"),
    "edit": _edit,
    "edit_in_review": _edit,
    "edit_approved": _edit,
    "submit": lambda draft: Asked("POST", of(draft, "/submit"), {}),
    "regenerate": lambda draft: Asked("POST", of(draft, "/regenerate"), {}),
    "withdraw": _withdraw,
    "withdraw_approved": _withdraw,
    "approve": lambda draft: Asked(
        "POST", of(draft, "/approve"), {"content_hash": draft["content_hash"]}, seen(draft)
    ),
    "approve_several": lambda draft: Asked("POST", f"{API}/approvals", {"items": [_item(draft)]}),
    "request_changes": lambda draft: Asked("POST", of(draft, "/request-changes"), COMMENT),
    "reject": lambda draft: Asked("POST", of(draft, "/reject"), COMMENT),
    "hold": lambda draft: Asked("POST", of(draft, "/hold"), {"reason": "Wait."}),
    "release": lambda draft: Asked("POST", of(draft, "/release")),
    "set_aside": lambda draft: Asked("PUT", _aside(draft), {"reason": "Our own survey."}),
    "take_back": lambda draft: Asked("DELETE", _aside(draft)),
    "look": lambda draft: Asked("PUT", of(draft, f"/looks/{draft['version']}")),
    "read_policy": lambda _: Asked("GET", f"{API}/policy"),
    "change_policy": lambda _: Asked("PUT", f"{API}/policy", DEFAULTS, {"If-Match": '"v1"'}),
    "policy_log": lambda _: Asked("GET", f"{API}/policy-changes"),
}


@pytest.fixture
def stage(app: Flask, issuer: Issuer) -> Stage:
    return Stage(app, issuer, ASKS, reads=READS)


@pytest.mark.parametrize("action", sorted(MATRIX))
def test_each_may_do_what_their_role_says_and_nothing_else(stage: Stage, action: str) -> None:
    state, expected = MATRIX[action]
    answers = stage.answers(action, state)
    check(answers, expected)
    if action == "approve_several":
        outcomes = {who: body["items"][0]["type"] for who, (status, body) in answers.items() if status == 200}
        assert outcomes == {"reviewer": "", "owning_reviewer": "own-draft", "admin": ""}


@pytest.mark.parametrize("action", sorted(STRICT))
def test_strict_rules_keep_what_is_approved(stage: Stage, action: str) -> None:
    rules = DEFAULTS | {"edit_approved": "nobody"}
    assert stage.team.admin.call("PUT", "/policy", rules, If_Match='"v1"').status_code == 200
    state, expected = STRICT[action]
    check(stage.answers(action, state), expected)
