"""Several signatures, blocking figures, who may edit what is approved: over HTTP."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from svckit.db import unit_of_work, utcnow
from svckit.testing.tokens import Issuer
from thinker_svc.models import Decision, db
from thinker_svc.tests.guests import confirmed, invite, kind_of, known
from thinker_svc.tests.rules import set_rules
from thinker_svc.tests.team import WRONG, Someone, Team


@pytest.fixture
def third(app: Flask, issuer: Issuer) -> Someone:
    """One more reviewer."""
    return Someone(app, issuer, "reviewer", "Jonas Weber")


def _kinds(team: Team) -> list[str]:
    with team.app.app_context(), unit_of_work(db) as session:
        return list(session.execute(select(Decision.kind).order_by(Decision.id)).scalars())


# Several signatures


def test_it_goes_out_when_as_many_different_people_as_needed_signed_the_same_content(
    team: Team, third: Someone
) -> None:
    set_rules(team, approvals_required=3)
    draft = team.in_review()
    for n, who in enumerate((team.reviewer, team.admin), 1):
        answer = who.approve(draft)
        assert answer.status_code == 200, answer.json
        now = answer.json or {}
        assert (now["state"], len(now["approvals"]["given"])) == ("in_review", n)
        assert team.told("thinker.draft.approved") == []
    assert (third.approve(draft).json or {})["state"] == "approved"
    [told] = team.told("thinker.draft.approved")
    assert [person["name"] for person in told["approvers"]] == ["Maya Okafor", "Ada Admin", "Jonas Weber"]
    assert _kinds(team) == ["approved"] * 3


def test_nobody_signs_twice(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    assert team.reviewer.approve(draft).status_code == 200
    again = team.reviewer.approve(draft)
    assert (again.status_code, (again.json or {})["type"]) == (409, "urn:problem:already-approved")
    assert "one more approval" in (again.json or {})["detail"]
    permission = team.reviewer.draft(draft["id"])["permissions"]["approve"]
    assert (permission["allowed"], "You approved it" in permission["reason"]) == (False, True)


def test_an_edit_voids_what_was_signed_so_far_and_the_log_says_so(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    team.reviewer.approve(draft)
    saved = team.author.save(draft, text="Other words about pumpkin spice.").json or {}
    assert (saved["state"], saved["approvals"]["given"]) == ("in_review", [])
    assert _kinds(team) == ["approved", "approval_voided"]
    assert (team.admin.approve(saved).json or {})["state"] == "in_review"
    assert (team.reviewer.approve(saved).json or {})["state"] == "approved"


@pytest.mark.parametrize("action", ["withdraw", "request-changes"])
def test_what_comes_back_starts_without_signatures(team: Team, action: str) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    team.reviewer.approve(draft)
    who = team.author if action == "withdraw" else team.admin
    assert who.act(draft, action, {"comment": "Not yet."} if action != "withdraw" else None)[0] == 200
    assert team.author.act(draft, "submit", {})[0] == 200
    now = team.admin.draft(draft["id"])
    assert now["approvals"]["given"] == []
    assert (team.admin.approve(now).json or {})["state"] == "in_review"


def test_rules_that_ask_for_fewer_let_a_signed_one_go_on(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    team.reviewer.approve(draft)
    set_rules(team, approvals_required=1)
    assert team.reviewer.draft(draft["id"])["permissions"]["approve"]["allowed"]
    assert (team.reviewer.approve(draft).json or {})["state"] == "approved"
    assert _kinds(team) == ["approved"]


def test_of_many_signing_at_once_each_counts_once_and_it_goes_out_once(team: Team, third: Someone) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    statuses: list[int] = []

    def decide(who: Someone) -> None:
        statuses.append(who.approve(draft).status_code)

    people = (team.reviewer, team.admin, third) * 2
    threads = [threading.Thread(target=decide, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 200, 409, 409, 409, 409]
    assert len(team.told("thinker.draft.approved")) == 1
    assert _kinds(team) == ["approved", "approved"]


def test_a_time_given_by_one_of_two_signers_stays_with_the_draft(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    later = (utcnow() + timedelta(days=2)).replace(microsecond=0)
    now = team.reviewer.approve(draft, publish_at=later.isoformat()).json or {}
    assert team.admin.approve(now).status_code == 200
    [told] = team.told("thinker.draft.approved")
    assert told["publish_at"].startswith(later.isoformat()[:19])


def test_whoever_signed_has_not_signed_for_another_time(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.written()
    saturday = (utcnow() + timedelta(days=5)).replace(microsecond=0)
    team.author.act(draft, "submit", {"publish_at": saturday.isoformat()})
    read = team.reviewer.draft(draft["id"])
    assert team.reviewer.approve(read).status_code == 200
    now = team.admin.approve(read, publish_at=None).json or {}
    assert (now["state"], now["publish_at"]) == ("in_review", None)
    assert [one["reviewer"]["name"] for one in now["approvals"]["given"]] == ["Ada Admin"]
    assert _kinds(team) == ["approved", "approval_voided", "approved"]
    assert kind_of(team.reviewer.approve(read)) == (412, "stale-content")
    assert (team.reviewer.approve(now).json or {})["state"] == "approved"
    [told] = team.told("thinker.draft.approved")
    assert (told["publish_at"], len(told["approvers"])) == (None, 2)


def test_naming_the_time_it_has_anyway_voids_nothing(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.in_review()
    assert team.reviewer.approve(draft).status_code == 200
    assert (team.admin.approve(draft, publish_at=None).json or {})["state"] == "approved"


@pytest.mark.parametrize("needed", [1, 2])
def test_a_time_that_was_chosen_in_approving_ends_with_that_approval(team: Team, needed: int) -> None:
    set_rules(team, approvals_required=needed)
    draft = team.written()
    saturday = (utcnow() + timedelta(days=5)).replace(microsecond=0)
    team.author.act(draft, "submit", {"publish_at": saturday.isoformat()})
    signed = team.reviewer.approve(team.reviewer.draft(draft["id"]), publish_at=None).json or {}
    assert (signed["publish_at"], signed["state"] == "approved") == (None, needed == 1)
    after = team.author.save(signed, text="Other words about pumpkin spice.").json or {}
    assert datetime.fromisoformat(after["publish_at"]) == saturday


def test_a_page_that_showed_a_time_that_is_void_approves_nothing(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.written()
    saturday = (utcnow() + timedelta(days=5)).isoformat()
    team.author.act(draft, "submit", {"publish_at": saturday})
    assert team.reviewer.approve(team.reviewer.draft(draft["id"]), publish_at=None).status_code == 200
    read = team.admin.draft(draft["id"])
    team.author.act(draft, "withdraw")
    team.author.act(draft, "submit", {"publish_at": saturday})
    assert kind_of(team.admin.approve(read)) == (412, "stale-content")


def test_a_guest_does_not_approve_a_time_they_did_not_see(team: Team) -> None:
    known(team, team.admin)
    set_rules(team, approvals_required=2, guest_approval_counts=True)
    draft = team.written()
    saturday = (utcnow() + timedelta(days=5)).isoformat()
    team.author.act(draft, "submit", {"publish_at": saturday})
    guest = confirmed(team, invite(team, draft, team.admin))
    seen = guest.view()["draft"]
    assert team.reviewer.approve(team.reviewer.draft(draft["id"]), publish_at=None).status_code == 200
    shown = {"version": seen["version"], "seen_publish_at": seen["publish_at"]}
    now = guest.view()["draft"]["version"]
    for version in (seen["version"], now):
        assert kind_of(guest.respond("approved", **shown | {"version": version})) == (412, "stale-content")
    assert guest.respond("commented", "On Saturday, please.", **shown).status_code == 201
    assert guest.respond("approved", version=now, seen_publish_at=None).status_code == 201
    assert team.author.draft(draft["id"])["state"] == "approved"


def test_approving_and_editing_at_once_never_signs_what_was_not_read(team: Team) -> None:
    for _ in range(4):
        draft = team.in_review()
        answers: dict[str, int] = {}

        def approve(draft: dict[str, Any] = draft, answers: dict[str, int] = answers) -> None:
            answers["approve"] = team.reviewer.approve(draft).status_code

        def edit(draft: dict[str, Any] = draft, answers: dict[str, int] = answers) -> None:
            answers["edit"] = team.author.save(draft, text="Other words.").status_code

        threads = [threading.Thread(target=act) for act in (approve, edit)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        now = team.author.draft(draft["id"])
        # Whoever came first, the other one's version is stale, or the edit voided the approval.
        assert now["state"] != "approved" or now["content_hash"] == draft["content_hash"]
        assert answers["approve"] in {200, 409, 412}
        if answers["edit"] == 200:
            assert now["state"] in {"draft", "in_review"}


# Own drafts


@pytest.mark.parametrize(("rule", "status"), [("never", 403), ("one-person-team", 403), ("always", 200)])
def test_the_policy_says_whether_one_signs_ones_own(team: Team, rule: str, status: int) -> None:
    set_rules(team, own_approval=rule)
    draft = team.reviewer.ask(team.search())
    team.work()
    team.reviewer.act(draft, "submit", {})
    mine = team.reviewer.draft(draft["id"])
    assert mine["permissions"]["approve"]["allowed"] == (status == 200)
    assert team.reviewer.approve(mine).status_code == status
    assert (team.reviewer.get("/policy").json or {})["i_may_approve_my_own"] == (rule == "always")


@pytest.mark.parametrize("rule", ["never", "one-person-team"])
def test_ones_own_signature_counts_no_more_once_the_rules_ask_for_somebody_else(
    team: Team, third: Someone, rule: str
) -> None:
    set_rules(team, own_approval="always", approvals_required=2)
    draft = team.reviewer.ask(team.search())
    team.work()
    team.reviewer.act(draft, "submit", {})
    mine = team.reviewer.draft(draft["id"])
    assert team.reviewer.approve(mine).status_code == 200
    set_rules(team, own_approval=rule, approvals_required=2)
    now = team.admin.approve(mine).json or {}
    assert now["state"] == "in_review"
    assert [one["counts"] for one in now["approvals"]["given"]] == [False, True]
    assert (third.approve(mine).json or {})["state"] == "approved"
    [told] = team.told("thinker.draft.approved")
    assert [person["name"] for person in told["approvers"]] == ["Ada Admin", "Jonas Weber"]


# Figures


def test_a_flagged_figure_is_counted_and_warned_of(team: Team) -> None:
    draft = team.written()
    team.author.save(draft, text=WRONG)
    assert team.author.act(draft, "submit", {})[0] == 200
    now = team.reviewer.draft(draft["id"])
    assert now["figures"]["contradicted"] + now["figures"]["unsupported"] >= 1
    assert team.reviewer.approve(now).status_code == 200


def test_a_flagged_figure_stops_a_draft_where_the_policy_says_so(team: Team) -> None:
    set_rules(team, flagged_figures="block")
    draft = team.written()
    wrong = team.author.save(draft, text=WRONG).json or {}
    assert not wrong["permissions"]["submit"]["allowed"]
    status, problem = team.author.act(draft, "submit", {})
    assert (status, problem["type"]) == (409, "urn:problem:figures-flagged")
    right = team.author.save(wrong, text="Pumpkin spice is on our minds.").json or {}
    assert team.author.act(right, "submit", {})[0] == 200
    worse = team.author.save(team.author.draft(draft["id"]), text=WRONG).json or {}
    refused = team.reviewer.approve(worse)
    assert (refused.status_code, (refused.json or {})["type"]) == (409, "urn:problem:figures-flagged")
    assert team.told("thinker.draft.approved") == []


# Editing what is approved


@pytest.mark.parametrize(
    ("rule", "author", "reviewer", "author_takes_back"),
    [("author", 200, 200, 200), ("reviewer", 403, 200, 403), ("nobody", 403, 403, 403)],
)
def test_the_policy_says_who_edits_what_is_approved(
    team: Team, rule: str, author: int, reviewer: int, author_takes_back: int
) -> None:
    draft = team.approved()
    set_rules(team, edit_approved=rule)
    assert team.author.draft(draft["id"])["permissions"]["edit"]["allowed"] == (author == 200)
    assert team.author.save(draft, text="Other words.").status_code == author
    other = team.approved()
    assert team.reviewer.save(other, text="Other words.").status_code == reviewer
    third = team.approved()
    assert team.author.act(third, "withdraw")[0] == author_takes_back
    if author_takes_back != 200:
        assert team.reviewer.act(third, "withdraw")[0] == 200
