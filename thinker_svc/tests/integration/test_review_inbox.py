"""The review inbox over HTTP: what waits, several decided at once, what changed since one read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from thinker_svc.models import db
from thinker_svc.models.draft import Draft
from thinker_svc.tests.guests import confirmed, invite
from thinker_svc.tests.rules import set_rules, wait_in_review
from thinker_svc.tests.team import WRONG, Someone, Team

FINE = "Pumpkin spice is on our minds."


def _submitted(team: Team, text: str = FINE, who: Someone | None = None, **body: Any) -> dict[str, Any]:
    who = who or team.author
    draft = who.ask(team.search())
    team.work()
    who.save(who.draft(draft["id"]), text=text)
    answer = who.post(f"/drafts/{draft['id']}/submit", body)
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def _inbox(who: Someone, query: str = "") -> dict[str, Any]:
    answer = who.get(f"/reviews{query}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def _ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["items"]]


def _item(draft: dict[str, Any]) -> dict[str, Any]:
    return {
        "draft_id": draft["id"],
        "version": draft["version"],
        "content_hash": draft["content_hash"],
    }


def test_what_is_due_first_is_on_top_and_undated_ones_by_how_long_they_wait(team: Team) -> None:
    old = _submitted(team)
    new = _submitted(team)
    later = _submitted(team, publish_at=(utcnow() + timedelta(days=2)).isoformat())
    soon = _submitted(team, publish_at=(utcnow() + timedelta(hours=2)).isoformat())
    wanted = [soon["id"], later["id"], old["id"], new["id"]]
    assert _ids(_inbox(team.reviewer)) == wanted
    first = _inbox(team.reviewer, "?limit=3")
    assert _ids(first) == wanted[:3]
    assert _ids(_inbox(team.reviewer, f"?limit=3&cursor={first['next']}")) == wanted[3:]


def test_each_filter_finds_its_own_and_is_counted(team: Team) -> None:
    clean = _submitted(team)
    flagged = _submitted(team, WRONG)
    held = _submitted(team)
    team.admin.post(f"/drafts/{held['id']}/hold", {"reason": "Legal reads it first."})
    mine = _submitted(team, who=team.reviewer)
    team.written()
    page = _inbox(team.reviewer)
    assert page["counts"] == {
        "all": 4, "for_me": 2, "mine": 1, "flagged": 1, "set_aside": 0,
        "unchecked": 0, "held": 1, "overdue": 0,
    }  # fmt: skip
    assert page["platforms"] == {"webhook": 4}
    assert _ids(_inbox(team.reviewer, "?for_me=true")) == [clean["id"], flagged["id"]]
    assert _ids(_inbox(team.reviewer, "?flagged=true")) == [flagged["id"]]
    assert _ids(_inbox(team.reviewer, "?flagged=false&mine=false&held=false")) == [clean["id"]]
    assert _ids(_inbox(team.reviewer, "?held=true")) == [held["id"]]
    assert _ids(_inbox(team.reviewer, "?mine=true")) == [mine["id"]]
    assert _ids(_inbox(team.reviewer, "?platform=bluesky")) == []
    assert len(_ids(_inbox(team.reviewer, "?platform=webhook"))) == 4


def test_what_one_has_signed_waits_for_others(team: Team) -> None:
    set_rules(team, approvals_required=2)
    draft = _submitted(team)
    team.reviewer.approve(draft)
    assert _ids(_inbox(team.reviewer, "?for_me=true")) == []
    assert _ids(_inbox(team.admin, "?for_me=true")) == [draft["id"]]


def test_several_are_approved_each_for_what_was_shown_of_it(team: Team) -> None:
    one, two = _submitted(team), _submitted(team)
    changed = _submitted(team)
    team.author.save(changed, text="Something else.")
    answer = team.reviewer.post("/approvals", {"items": [_item(two), _item(changed), _item(one)]})
    assert answer.status_code == 200, answer.json
    results = (answer.json or {})["items"]
    assert [(r["draft_id"], r["outcome"], r["type"]) for r in results] == [
        (two["id"], "approved", ""),
        (changed["id"], "refused", "stale-content"),
        (one["id"], "approved", ""),
    ]
    assert team.author.draft(changed["id"])["state"] == "in_review"
    assert {told["draft_id"] for told in team.told("thinker.draft.approved")} == {one["id"], two["id"]}


def test_only_clean_ones_are_approved_together(team: Team) -> None:
    set_rules(team, own_approval="always")
    flagged, held = _submitted(team, WRONG), _submitted(team)
    team.admin.post(f"/drafts/{held['id']}/hold", {"reason": "Legal reads it first."})
    own, decided = _submitted(team, who=team.reviewer), team.approved()
    items = [_item(draft) for draft in (flagged, held, own, decided)]
    results = (team.reviewer.post("/approvals", {"items": items}).json or {})["items"]
    assert [result["type"] for result in results] == [
        "figures-flagged", "on-hold", "own-draft", "wrong-state",
    ]  # fmt: skip
    assert all(result["outcome"] == "refused" and result["detail"] for result in results)
    assert len(team.told("thinker.draft.approved")) == 1


def test_what_is_not_checked_is_not_clean(team: Team) -> None:
    asked = team.author.ask(team.search(), language="pt")
    team.work()
    listed = (team.reviewer.get("/drafts").json or {})["items"]
    assert [one["figures"]["checked"] for one in listed] == [False]
    team.author.act(asked, "submit", {})
    clean = _submitted(team)
    assert _ids(_inbox(team.reviewer, "?unchecked=true")) == [asked["id"]]
    assert _ids(_inbox(team.reviewer, "?unchecked=false&flagged=false")) == [clean["id"]]
    assert _inbox(team.reviewer)["counts"]["unchecked"] == 1
    seen = team.reviewer.draft(asked["id"])
    [result] = (team.reviewer.post("/approvals", {"items": [_item(seen)]}).json or {})["items"]
    assert (result["outcome"], result["type"]) == ("refused", "figures-unchecked")
    assert confirmed(team, invite(team, seen)).view()["figures_checked"] is False
    assert team.reviewer.approve(seen).status_code == 200


def test_the_same_choice_sent_twice_signs_once_and_answers_the_same(team: Team) -> None:
    draft = _submitted(team)
    body = {"items": [_item(draft)]}
    first = team.reviewer.post("/approvals", body, Idempotency_Key="k1")
    again = team.reviewer.post("/approvals", body, Idempotency_Key="k1")
    assert first.json == again.json
    assert len(team.told("thinker.draft.approved")) == 1
    twice = team.reviewer.post("/approvals", {"items": [_item(draft)] * 2})
    assert twice.status_code == 422


def test_a_reviewer_is_told_what_they_had_read_before_and_may_read_twice(team: Team) -> None:
    draft = _submitted(team, "First words.")

    def look(version: int) -> dict[str, Any]:
        answer = team.reviewer.call("PUT", f"/drafts/{draft['id']}/looks/{version}")
        assert answer.status_code == 200, answer.json
        return dict(answer.json or {})

    assert look(draft["version"])["before"] is None
    saved = team.author.save(draft, text="Second words.").json or {}
    for _ in range(2):
        before = look(saved["version"])["before"]
        assert (before["version"], before["texts"]) == (draft["version"], {"webhook": "First words."})
    third = team.author.save(saved, text="Third words.").json or {}
    stale = team.reviewer.call("PUT", f"/drafts/{draft['id']}/looks/{saved['version']}")
    assert stale.status_code == 412
    assert look(third["version"])["before"]["texts"] == {"webhook": "Second words."}
    first = team.admin.call("PUT", f"/drafts/{draft['id']}/looks/{third['version']}")
    assert (first.json or {})["before"] is None


def test_what_stood_beside_the_content_that_they_read_is_kept_with_it(team: Team) -> None:
    account = str(uuid7())
    draft = dict(team.author.save(team.written(), text=WRONG, account_ids=[account]).json or {})
    [claim] = team.author.marks(draft)
    team.author.set_aside(draft, claim["mark"], "Counted by hand.")
    soon = (utcnow() + timedelta(days=1)).replace(microsecond=0)
    _, submitted = team.author.act(draft, "submit", {"publish_at": soon.isoformat()})
    team.reviewer.call("PUT", f"/drafts/{draft['id']}/looks/{submitted['version']}")
    team.reviewer.take_back(submitted, claim["mark"])
    now = team.reviewer.draft(draft["id"])["version"]
    answer = team.reviewer.call("PUT", f"/drafts/{draft['id']}/looks/{now}").json or {}
    beside = answer["before"]["beside"]
    assert datetime.fromisoformat(beside["publish_at"]) == soon
    assert (beside["account_ids"], beside["reasons"]) == ([account], {claim["mark"]: "Counted by hand."})


def test_what_waits_too_long_or_past_its_time_is_overdue(team: Team) -> None:
    set_rules(team, reminder_after_hours=4)
    late = _submitted(team)
    wait_in_review(team, 5)
    fresh = _submitted(team)
    assert _ids(_inbox(team.reviewer, "?overdue=true")) == [late["id"]]
    set_rules(team, reminder_after_hours=0)
    assert _ids(_inbox(team.reviewer, "?overdue=true")) == []
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(update(Draft).where(Draft.id == fresh["id"]).values(publish_at=utcnow()))
    assert _ids(_inbox(team.reviewer, "?overdue=true")) == [fresh["id"]]
