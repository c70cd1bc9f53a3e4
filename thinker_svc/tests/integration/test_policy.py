"""The rules of approval over HTTP: read by everybody, changed by admins, every change written down."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import ProgrammingError

from svckit.db import unit_of_work
from thinker_svc.models import PolicyChange, db
from thinker_svc.tests.team import Team

DEFAULTS: dict[str, Any] = {
    "approvals_required": 1,
    "own_approval": "one-person-team",
    "flagged_figures": "warn",
    "edit_approved": "author",
    "guest_approval_counts": False,
    "reminder_after_hours": 24,
    "utm": {"enabled": False, "source": "", "medium": "", "campaign": ""},
}


def _read(team: Team) -> dict[str, Any]:
    answer = team.viewer.get("/policy")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def test_everybody_reads_the_rules_and_they_start_strict_enough(team: Team) -> None:
    found = _read(team)
    assert {name: found[name] for name in DEFAULTS} == DEFAULTS
    assert (found["updated_at"], found["updated_by"]) == (None, None)


def test_an_admin_changes_the_rules_and_the_log_says_who_changed_what(team: Team) -> None:
    wanted = DEFAULTS | {"approvals_required": 2, "utm": {**DEFAULTS["utm"], "enabled": True}}
    answer = team.admin.call("PUT", "/policy", wanted, If_Match='"v1"')
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v2"'), answer.json
    now = _read(team)
    assert (now["approvals_required"], now["updated_by"]["name"]) == (2, "Ada Admin")
    [line] = (team.admin.get("/policy-changes").json or {})["items"]
    assert line["actor"]["name"] == "Ada Admin"
    assert line["changes"] == {"approvals_required": [1, 2], "utm.enabled": [False, True]}


def test_saving_the_rules_as_they_are_writes_nothing_down(team: Team) -> None:
    answer = team.admin.call("PUT", "/policy", DEFAULTS, If_Match='"v1"')
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v1"')
    assert (team.admin.get("/policy-changes").json or {})["items"] == []


def test_of_two_admins_with_one_page_open_the_second_is_told(team: Team) -> None:
    first = team.admin.call("PUT", "/policy", DEFAULTS | {"approvals_required": 3}, If_Match='"v1"')
    second = team.admin.call("PUT", "/policy", DEFAULTS | {"own_approval": "never"}, If_Match='"v1"')
    assert (first.status_code, second.status_code) == (200, 412)
    assert (second.json or {})["current_version"] == 2
    assert team.admin.call("PUT", "/policy", DEFAULTS).status_code == 428


@pytest.mark.parametrize(
    "wrong",
    [
        {"approvals_required": 0},
        {"approvals_required": 4},
        {"own_approval": "sometimes"},
        {"flagged_figures": "ignore"},
        {"edit_approved": "guest"},
        {"reminder_after_hours": -1},
        {"utm": {"enabled": True, "source": "two\nlines"}},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_field(team: Team, wrong: dict[str, Any]) -> None:
    answer = team.admin.call("PUT", "/policy", DEFAULTS | wrong, If_Match='"v1"')
    assert answer.status_code == 422
    assert (answer.json or {})["errors"][0]["field"].startswith(next(iter(wrong)))


@pytest.mark.parametrize("who", ["viewer", "author", "reviewer"])
def test_only_admins_change_the_rules_or_read_who_did(team: Team, who: str) -> None:
    someone = getattr(team, who)
    assert someone.call("PUT", "/policy", DEFAULTS, If_Match='"v1"').status_code == 403
    assert someone.get("/policy-changes").status_code == 403


def test_the_log_of_changes_cannot_be_altered(team: Team) -> None:
    team.admin.call("PUT", "/policy", DEFAULTS | {"approvals_required": 2}, If_Match='"v1"')
    with (
        team.app.app_context(),
        pytest.raises(ProgrammingError, match="append-only"),
        unit_of_work(db) as session,
    ):
        session.execute(delete(PolicyChange))
