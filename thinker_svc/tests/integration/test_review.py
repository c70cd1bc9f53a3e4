"""Submitting and deciding over HTTP: what is approved is what goes out, and nothing else."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import ProgrammingError
from werkzeug.test import TestResponse

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from thinker_svc.models import Decision, db
from thinker_svc.services.content import content_hash
from thinker_svc.tests.rules import set_rules
from thinker_svc.tests.team import Someone, Team


def _act(
    who: Someone, draft: dict[str, Any], action: str, body: dict[str, Any] | None = None
) -> tuple[int, Any]:
    answer = who.post(f"/drafts/{draft['id']}/{action}", body)
    return answer.status_code, answer.json


def _person(who: Someone, *, active: bool = True) -> dict[str, Any]:
    return {
        "user_id": str(who.id),
        "email": "x@team.example",
        "name": who.name,
        "role": who.role,
        "active": active,
        "verified": True,
    }


def test_an_approval_tells_exactly_the_texts_that_were_read(team: Team) -> None:
    draft = team.in_review()
    answer = team.reviewer.approve(draft)
    assert answer.status_code == 200, answer.json
    approved = answer.json or {}
    assert approved["state"] == "approved"
    assert approved["review"]["reviewer"] == {"id": str(team.reviewer.id), "name": "Maya Okafor"}
    [told] = team.told("thinker.draft.approved")
    assert told["texts"] == {"webhook": draft["content"]["text"]}
    assert told["content_hash"] == draft["content_hash"] == content_hash(told["texts"])
    assert told["author"]["name"] == "Tom Lindqvist"
    assert told["reviewer"]["name"] == "Maya Okafor"


def test_a_platforms_own_text_is_what_is_signed_for_it(team: Team) -> None:
    draft = team.written()
    saved = team.author.save(draft, text="Shared.", platform_texts={"webhook": "Its own."})
    assert (saved.json or {})["content_hash"] == content_hash({"webhook": "Its own."})


def test_content_that_changed_since_it_was_read_cannot_be_approved(team: Team) -> None:
    seen = team.in_review()
    team.author.save(seen, text="Something else about pumpkin spice.")
    late = team.reviewer.approve(seen)
    assert (late.status_code, (late.json or {})["type"]) == (412, "urn:problem:stale-content")
    now = team.reviewer.draft(seen["id"])
    forged = team.reviewer.approve(now, content_hash=seen["content_hash"])
    assert (forged.status_code, (forged.json or {})["type"]) == (412, "urn:problem:stale-content")
    assert team.told("thinker.draft.approved") == []
    assert team.reviewer.approve(now).status_code == 200


def test_an_edit_of_an_approved_draft_voids_the_approval_and_says_so(team: Team) -> None:
    approved = team.approved()
    saved = team.author.save(approved, text="Other words about pumpkin spice.")
    assert saved.status_code == 200
    draft = saved.json or {}
    assert (draft["state"], draft["review"]) == ("draft", None)
    [told] = team.told("thinker.draft.withdrawn")
    assert told == {"draft_id": draft["id"], "content_hash": approved["content_hash"]}
    with team.app.app_context(), unit_of_work(db) as session:
        kinds = list(session.execute(select(Decision.kind).order_by(Decision.id)).scalars())
    assert kinds == ["approved", "approval_voided"]


def test_words_that_are_approved_again_are_another_approval(team: Team) -> None:
    first = team.approved()
    assert _act(team.author, first, "withdraw")[0] == 200
    assert _act(team.author, first, "submit", {})[0] == 200
    again = team.reviewer.approve(team.reviewer.draft(first["id"]))
    assert again.status_code == 200
    versions = [told["version"] for told in team.told("thinker.draft.approved")]
    assert versions[1] > versions[0]


def test_what_is_out_can_neither_be_edited_nor_withdrawn(team: Team) -> None:
    draft = team.approved()
    post = {"post_id": str(uuid7()), "draft_id": draft["id"], "state": "published"}
    team.hear("tweeter.post.published", post)
    team.hear("tweeter.post.scheduled", {**post, "state": "scheduled"}, minutes=-5)
    now = team.author.draft(draft["id"])
    assert now["publication"]["state"] == "published"
    assert team.author.save(now, text="Too late.").status_code == 409
    assert _act(team.author, now, "withdraw")[0] == 409


def test_news_of_a_voided_approvals_post_is_not_this_drafts(team: Team) -> None:
    draft = team.approved()
    old = {"post_id": str(uuid7()), "draft_id": draft["id"], "state": "scheduled"}
    team.hear("tweeter.post.scheduled", old)
    team.author.save(team.author.draft(draft["id"]), text="Other words about pumpkin spice.")
    team.hear("tweeter.post.cancelled", {**old, "state": "cancelled"}, minutes=1)
    assert team.author.draft(draft["id"])["publication"] is None


def test_nobody_approves_their_own_draft_unless_they_are_the_team(team: Team) -> None:
    search = team.search()
    draft = team.reviewer.ask(search)
    team.work()
    _act(team.reviewer, draft, "submit", {})
    mine = team.reviewer.draft(draft["id"])
    assert not mine["permissions"]["approve"]["allowed"]
    refused = team.reviewer.approve(mine)
    assert (refused.status_code, (refused.json or {})["type"]) == (403, "urn:problem:own-draft")
    team.hear("user.verified", _person(team.reviewer))
    team.hear("user.verified", _person(team.author))
    assert team.reviewer.approve(mine).status_code == 403
    team.hear("user.deactivated", _person(team.author, active=False), minutes=1)
    team.hear("user.updated", _person(team.author), minutes=-1)
    assert team.reviewer.approve(mine).status_code == 200


def test_sending_back_and_refusing_need_a_comment(team: Team) -> None:
    draft = team.in_review()
    for action in ("request-changes", "reject"):
        status, problem = _act(team.reviewer, draft, action, {"comment": "  "})
        assert (status, problem["type"]) == (422, "urn:problem:comment-required")
    status, back = _act(team.reviewer, draft, "request-changes", {"comment": "Say where the data is from."})
    assert (status, back["state"], back["review"]["comment"]) == (
        200,
        "changes_requested",
        "Say where the data is from.",
    )
    [told] = team.told("thinker.draft.changes_requested")
    assert told["comment"] == "Say where the data is from."
    assert _act(team.author, draft, "submit", {})[0] == 200
    status, refused = _act(team.reviewer, draft, "reject", {"comment": "Not for us."})
    assert (status, refused["state"]) == (200, "rejected")
    assert len(team.told("thinker.draft.rejected")) == 1


@pytest.mark.parametrize(
    ("who", "action", "expected"),
    [
        ("viewer", "submit", 403),
        ("colleague", "submit", 403),
        ("author", "submit", 200),
        ("reviewer", "submit", 200),
        ("viewer", "regenerate", 403),
        ("colleague", "regenerate", 403),
        ("admin", "regenerate", 202),
    ],
)
def test_the_owner_may_a_teammate_with_the_role_may_a_stranger_may_not(
    team: Team, who: str, action: str, expected: int
) -> None:
    draft = team.written()
    assert _act(getattr(team, who), draft, action, {})[0] == expected


@pytest.mark.parametrize("who", ["viewer", "author", "colleague"])
def test_only_reviewers_decide(team: Team, who: str) -> None:
    draft = team.in_review()
    someone = getattr(team, who)
    assert someone.approve(draft).status_code == 403
    assert _act(someone, draft, "reject", {"comment": "No."})[0] == 403
    permission = someone.draft(draft["id"])["permissions"]["approve"]
    assert not permission["allowed"]
    assert permission["reason"]


def test_two_reviewers_at_once_make_one_approval(team: Team) -> None:
    draft = team.in_review()
    statuses: list[int] = []

    def decide(who: Someone) -> None:
        statuses.append(who.approve(draft).status_code)

    threads = [threading.Thread(target=decide, args=(who,)) for who in (team.reviewer, team.admin) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409, 409, 409, 409]
    assert len(team.told("thinker.draft.approved")) == 1


def test_the_log_of_decisions_cannot_be_altered(team: Team) -> None:
    team.approved()
    for statement in (update(Decision).values(comment="x"), delete(Decision)):
        with (
            team.app.app_context(),
            pytest.raises(ProgrammingError, match="append-only"),
            unit_of_work(db) as session,
        ):
            session.execute(statement)


def test_a_time_that_passed_or_an_empty_text_cannot_be_submitted(team: Team) -> None:
    draft = team.written()
    past = (utcnow() - timedelta(minutes=1)).isoformat()
    status, problem = _act(team.author, draft, "submit", {"publish_at": past})
    assert (status, problem["errors"][0]["field"]) == (422, "publish_at")
    beyond = "9999-12-31T23:59:59-12:00"
    status, problem = _act(team.author, draft, "submit", {"publish_at": beyond})
    assert (status, problem["type"]) == (400, "urn:problem:unusable-value")
    status, problem = _act(team.author, draft, "submit", {"publish_at": "2027-01-01T09:00:00"})
    assert status == 422
    team.author.save(draft, text="   ")
    status, problem = _act(team.author, draft, "submit", {})
    assert (status, problem["type"]) == (422, "urn:problem:not-publishable")


def test_the_reviewer_may_choose_another_time_or_now(team: Team) -> None:
    draft = team.written()
    later = (utcnow() + timedelta(days=1)).isoformat()
    _act(team.author, draft, "submit", {"publish_at": later})
    draft = team.reviewer.draft(draft["id"])
    assert team.reviewer.approve(draft, publish_at=None).status_code == 200
    [told] = team.told("thinker.draft.approved")
    assert told["publish_at"] is None


def test_a_time_that_changed_since_it_was_read_is_not_approved_unseen(team: Team) -> None:
    draft = team.written()
    friday, once = (utcnow() + timedelta(days=4)).isoformat(), {"publish_at": None}
    _act(team.author, draft, "submit", {"publish_at": friday})
    read = team.reviewer.draft(draft["id"])
    _act(team.author, draft, "withdraw")
    _act(team.author, draft, "submit", once)
    stale = team.reviewer.approve(read)
    assert (stale.status_code, (stale.json or {})["type"]) == (412, "urn:problem:stale-content")
    assert team.told("thinker.draft.approved") == []
    assert team.reviewer.approve(team.reviewer.draft(draft["id"])).status_code == 200


def test_a_time_that_somebody_else_chose_in_approving_is_not_approved_unseen(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = team.written()
    friday = (utcnow() + timedelta(days=4)).isoformat()
    _act(team.author, draft, "submit", {"publish_at": friday})
    read = team.reviewer.draft(draft["id"])
    shown = {"seen_publish_at": read["publish_at"]}
    now = team.admin.approve(read, publish_at=None).json or {}
    # Its version is another, and who names the newest has to have seen its time as well.
    for version, told in ((read, {}), (now, shown)):
        stale = team.reviewer.approve(version, **told)
        assert (stale.status_code, (stale.json or {})["type"]) == (412, "urn:problem:stale-content")
    item = {"draft_id": now["id"], "version": now["version"], "content_hash": now["content_hash"]}
    [result] = (team.reviewer.post("/approvals", {"items": [item | shown]}).json or {})["items"]
    assert (result["outcome"], result["type"]) == ("refused", "stale-content")
    # Who chooses a time signs that one, whatever stood there.
    monday = (utcnow() + timedelta(days=7)).isoformat()
    assert team.reviewer.approve(now, publish_at=monday, **shown).status_code == 200


def test_a_draft_that_was_edited_in_review_and_submitted_for_another_time_is_another_version(
    team: Team,
) -> None:
    draft = team.author.save(team.in_review(), text="Other words about pumpkin spice.").json or {}
    read = team.reviewer.draft(draft["id"])
    team.author.act(draft, "withdraw")
    later = (utcnow() + timedelta(days=20)).isoformat()
    _act(team.author, draft, "submit", {"publish_at": later})
    assert team.reviewer.approve(read).status_code == 412


@pytest.mark.parametrize("action", ["submit", "request-changes", "reject"])
def test_what_was_not_read_is_neither_submitted_nor_sent_back(team: Team, action: str) -> None:
    read = team.written() if action == "submit" else team.in_review()
    newer = team.author.save(read, text="Other words about pumpkin spice.").json or {}
    who, body = (team.author, {}) if action == "submit" else (team.reviewer, {"comment": "Not like this."})

    def act(version: int) -> TestResponse:
        return who.post(f"/drafts/{read['id']}/{action}", body, If_Match=f'"v{version}"')

    stale = act(read["version"])
    assert (stale.status_code, (stale.json or {})["type"]) == (412, "urn:problem:stale-content")
    assert act(newer["version"]).status_code == 200


def test_the_timeline_tells_all_that_happened(team: Team) -> None:
    draft = team.approved()
    entries = (team.viewer.get(f"/drafts/{draft['id']}/timeline").json or {})["items"]
    assert [entry["kind"] for entry in entries] == ["approved", "submitted", "written", "asked"]
    assert entries[0]["actor"]["name"] == "Maya Okafor"
    assert entries[0]["content_hash"] == draft["content_hash"]
