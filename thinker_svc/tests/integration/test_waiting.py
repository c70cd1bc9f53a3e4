"""What may happen to a draft while it waits for its reviewers: holds and reminders, over HTTP."""

from __future__ import annotations

from svckit.db import unit_of_work
from thinker_svc.models import db
from thinker_svc.services.reminding import remind
from thinker_svc.tests.rules import set_rules, wait_in_review
from thinker_svc.tests.team import Team


def _remind(team: Team) -> None:
    with team.app.app_context(), unit_of_work(db) as session:
        remind(session)


# Holds


def test_what_is_on_hold_cannot_be_approved_until_it_is_released(team: Team) -> None:
    draft = team.in_review()
    status, held = team.reviewer.act(draft, "hold", {"reason": "Legal reads it first."})
    assert (status, held["held"]["reason"], held["held"]["by"]["name"]) == (
        200, "Legal reads it first.", "Maya Okafor",
    )  # fmt: skip
    refused = team.admin.approve(draft)
    assert (refused.status_code, (refused.json or {})["type"]) == (409, "urn:problem:on-hold")
    assert "Legal reads it first." in (refused.json or {})["detail"]
    [told] = team.told("thinker.draft.held")
    assert (told["comment"], told["reviewer"]["name"]) == ("Legal reads it first.", "Maya Okafor")
    assert team.admin.act(draft, "release")[1]["held"] is None
    assert team.admin.approve(draft).status_code == 200


def test_taking_it_back_and_submitting_anew_does_not_lift_a_hold(team: Team) -> None:
    draft = team.in_review()
    team.reviewer.act(draft, "hold", {"reason": "Legal reads it first."})
    assert team.author.act(draft, "withdraw")[0] == 200
    team.author.save(team.author.draft(draft["id"]), text="Other words about pumpkin spice.")
    assert team.author.act(draft, "submit", {})[0] == 200
    now = team.admin.draft(draft["id"])
    assert now["held"] is not None
    assert team.admin.approve(now).status_code == 409


def test_a_hold_needs_a_reason_and_there_is_one_at_a_time(team: Team) -> None:
    draft = team.in_review()
    status, problem = team.reviewer.act(draft, "hold", {"reason": " "})
    assert (status, problem["errors"][0]["field"]) == (422, "reason")
    assert team.reviewer.act(draft, "hold", {"reason": "Wait."})[0] == 200
    assert team.admin.act(draft, "hold", {"reason": "Wait more."})[0] == 409
    assert team.admin.act(draft, "release")[0] == 200
    assert team.admin.act(draft, "release")[0] == 409


# Reminders


def test_reviewers_are_reminded_once_each_time_it_is_submitted(team: Team) -> None:
    set_rules(team, reminder_after_hours=4, approvals_required=2)
    draft = team.in_review()
    team.reviewer.approve(draft)
    before = team.author.draft(draft["id"])["updated_at"]
    _remind(team)
    assert team.told("thinker.draft.reminder_due") == []
    wait_in_review(team, 5)
    for _ in range(3):
        _remind(team)
    [told] = team.told("thinker.draft.reminder_due")
    assert (told["approvals_needed"], [p["name"] for p in told["approved_by"]]) == (1, ["Maya Okafor"])
    assert team.author.draft(draft["id"])["updated_at"] == before
    team.author.act(draft, "withdraw")
    team.author.act(draft, "submit", {})
    wait_in_review(team, 5)
    _remind(team)
    assert len(team.told("thinker.draft.reminder_due")) == 2


def test_nobody_is_reminded_of_what_is_on_hold_or_when_the_policy_says_never(team: Team) -> None:
    set_rules(team, reminder_after_hours=4)
    held = team.in_review()
    team.reviewer.act(held, "hold", {"reason": "Wait."})
    wait_in_review(team, 5)
    _remind(team)
    set_rules(team, reminder_after_hours=0)
    team.in_review()
    wait_in_review(team, 5)
    _remind(team)
    assert team.told("thinker.draft.reminder_due") == []
