"""One action on several drafts: told one by one, and really undone."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from thinker_svc.models import BulkAction, db
from thinker_svc.tests.rules import set_rules
from thinker_svc.tests.team import Someone, Team


def bulk(who: Someone, action: str, *drafts: dict[str, Any], **body: Any) -> dict[str, Any]:
    asked = {"action": action, "draft_ids": [draft["id"] for draft in drafts], **body}
    answer = who.post("/bulk-actions", asked)
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def undo(who: Someone, done: dict[str, Any]) -> dict[str, Any]:
    answer = who.post(f"/bulk-actions/{done['id']}/undo")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def states(team: Team, *drafts: dict[str, Any]) -> list[str]:
    return [team.author.draft(draft["id"])["state"] for draft in drafts]


def on_the_team(team: Team, *people: Someone) -> None:
    for who in people:
        person = {"user_id": str(who.id), "email": "x@team.example", "name": who.name, "role": who.role}
        team.hear("user.updated", person | {"active": True, "verified": True})


def test_what_one_draft_refuses_holds_up_no_other(team: Team) -> None:
    fine, reviewed = team.written(), team.in_review()
    done = bulk(team.author, "submit", reviewed, fine, {"id": str(uuid7())})
    assert [(one["done"], one["before"], one["after"]) for one in done["outcomes"]] == [
        (False, "in_review", "in_review"),
        (True, "draft", "in_review"),
        (False, "", ""),
    ]
    assert (done["done"], done["refused"]) == (1, 2)
    assert "in review" in done["outcomes"][0]["reason"]
    assert states(team, fine, reviewed) == ["in_review", "in_review"]
    assert len(team.told("thinker.draft.submitted")) == 2


def test_a_preview_says_what_would_happen_and_changes_nothing(team: Team) -> None:
    fine, reviewed = team.written(), team.in_review()
    seen = bulk(team.author, "submit", fine, reviewed, preview=True)
    assert (seen["id"], seen["done"], seen["refused"]) == (None, 1, 1)
    assert states(team, fine) == ["draft"]
    assert len(team.told("thinker.draft.submitted")) == 1
    assert team.author.draft(fine["id"]) == fine


def test_submitting_is_undone_to_the_state_it_was_in(team: Team) -> None:
    drafts = [team.written(), team.written()]
    done = bulk(team.author, "submit", *drafts)
    assert undo(team.author, done)["done"] == 2
    assert states(team, *drafts) == ["draft", "draft"]
    assert team.author.draft(drafts[0]["id"])["permissions"]["submit"]["allowed"]


def test_what_a_reviewer_asked_for_is_there_again_when_submitting_is_undone(team: Team) -> None:
    draft = team.in_review()
    sent_back = team.reviewer.post(f"/drafts/{draft['id']}/request-changes", {"comment": "Name the month."})
    review = (sent_back.json or {})["review"]
    assert review["comment"] == "Name the month."
    done = bulk(team.author, "submit", draft)
    assert team.author.draft(draft["id"])["review"] is None
    undo(team.author, done)
    now = team.author.draft(draft["id"])
    assert (now["state"], now["review"]) == ("changes_requested", review)


def test_marks_on_links_stay_when_submitting_is_undone_and_that_is_told(team: Team) -> None:
    set_rules(team, utm={"enabled": True, "source": "team", "medium": "", "campaign": ""})
    plain, linked = team.written(), team.written()
    assert team.author.save(linked, text="Bread at https://bread.example today.").status_code == 200
    seen = bulk(team.author, "submit", plain, linked, preview=True)["outcomes"]
    done = bulk(team.author, "submit", plain, linked)
    assert done["outcomes"] == seen
    assert [one["undoable"] for one in seen] == [True, True]
    assert [one["reason"] for one in seen] == ["", "The policy marks its links; undoing leaves those marks."]
    told = undo(team.author, done)["outcomes"]
    assert [one["done"] for one in told] == [True, True]
    assert [one["reason"] for one in told] == ["", "The marks on its links stay."]
    assert "utm_source=team" in team.author.draft(linked["id"])["content"]["text"]


def test_what_an_older_release_kept_of_an_action_is_still_undone(team: Team) -> None:
    draft = team.written()
    done = bulk(team.author, "submit", draft)
    with team.app.app_context(), unit_of_work(db) as session:
        action = session.get_one(BulkAction, UUID(done["id"]))
        [item] = action.items
        older = {when: {k: v for k, v in item[when].items() if k != "review"} for when in ("before", "after")}
        action.items = [item | older]
    assert undo(team.author, done)["done"] == 1
    assert states(team, draft) == ["draft"]


def test_taking_back_from_review_is_undone_without_asking_reviewers_anew(team: Team) -> None:
    draft = team.in_review()
    done = bulk(team.author, "withdraw", draft)
    assert states(team, draft) == ["draft"]
    undo(team.author, done)
    now = team.author.draft(draft["id"])
    assert (now["state"], now["submitted_at"]) == ("in_review", draft["submitted_at"])
    assert len(team.told("thinker.draft.submitted")) == 1
    assert team.reviewer.approve(now).status_code == 200


def test_no_undo_brings_an_approval_back(team: Team) -> None:
    draft = team.approved()
    done = bulk(team.author, "withdraw", draft)
    [one] = done["outcomes"]
    assert (one["done"], one["undoable"]) == (True, False)
    assert "approval is void" in one["reason"]
    assert undo(team.author, done)["outcomes"][0]["done"] is False
    assert states(team, draft) == ["draft"]
    assert team.told("thinker.draft.withdrawn")


def test_what_somebody_touched_since_stays_as_they_left_it(team: Team) -> None:
    draft, other = team.written(), team.written()
    done = bulk(team.author, "submit", draft, other)
    team.reviewer.post(f"/drafts/{draft['id']}/reject", {"comment": "No."})
    back = {one["draft_id"]: one for one in undo(team.author, done)["outcomes"]}
    assert back[draft["id"]]["reason"] == "Somebody changed it since, so it stays as it is."
    assert (back[other["id"]]["done"], states(team, draft, other)) == (True, ["rejected", "draft"])


def test_archived_drafts_leave_the_lists_and_change_no_more(team: Team) -> None:
    draft = team.written()
    done = bulk(team.author, "archive", draft)
    assert done["outcomes"][0]["after"] == "archived"
    listed = team.author.get("/drafts").json or {}
    assert (listed["items"], listed["counts"]) == ([], {"archived": 1})
    [there] = (team.author.get("/drafts?state=archived").json or {})["items"]
    assert there["archived_at"] is not None
    refused = team.author.save(draft, text="Something else.")
    assert (refused.status_code, (refused.json or {})["type"]) == (409, "urn:problem:archived")
    undo(team.author, done)
    assert (team.author.get("/drafts").json or {})["counts"] == {"draft": 1}


def test_what_somebody_waits_for_is_not_archived(team: Team) -> None:
    reviewed, approved = team.in_review(), team.approved()
    done = bulk(team.reviewer, "archive", reviewed, approved)
    assert done["done"] == 0
    assert all("take it back first" in one["reason"] for one in done["outcomes"])


def test_a_draft_is_given_to_somebody_who_may_write_and_back(team: Team) -> None:
    on_the_team(team, team.author, team.colleague, team.viewer)
    draft, reviewed = team.written(), team.in_review()
    done = bulk(team.author, "reassign", draft, reviewed, owner_id=str(team.colleague.id))
    assert [one["done"] for one in done["outcomes"]] == [True, False]
    assert team.author.draft(draft["id"])["author"]["name"] == "Priya Nair"
    wrong = bulk(team.reviewer, "reassign", draft, owner_id=str(team.viewer.id))
    assert "may write drafts" in wrong["outcomes"][0]["reason"]
    # It is the colleague's now, but who gave it by mistake takes it back.
    assert undo(team.author, done)["outcomes"][0]["done"] is True
    assert team.author.draft(draft["id"])["author"]["name"] == "Tom Lindqvist"


def test_giving_a_draft_away_does_not_let_its_writer_sign_it(team: Team) -> None:
    on_the_team(team, team.author, team.reviewer)
    asked = team.reviewer.ask(team.search())
    team.work()
    bulk(team.reviewer, "reassign", asked, owner_id=str(team.author.id))
    sent = team.author.post(f"/drafts/{asked['id']}/submit", {}).json or {}
    refused = team.reviewer.approve(sent)
    assert (refused.status_code, (refused.json or {})["type"]) == (403, "urn:problem:own-draft")
    set_rules(team, own_approval="always")
    item = {"draft_id": sent["id"], "version": sent["version"], "content_hash": sent["content_hash"]}
    [among] = (team.reviewer.post("/approvals", {"items": [item]}).json or {})["items"]
    assert among["type"] == "own-draft"  # what one wrote is never among several
    assert team.admin.approve(sent).status_code == 200


def test_only_drafts_of_ones_own_are_put_away_by_authors(team: Team) -> None:
    draft = team.written()
    assert bulk(team.colleague, "archive", draft)["outcomes"][0]["reason"].startswith("Only its author")
    assert bulk(team.reviewer, "archive", draft)["done"] == 1
    assert (
        team.viewer.post("/bulk-actions", {"action": "archive", "draft_ids": [draft["id"]]}).status_code
        == 403
    )


def test_undo_is_ones_own_works_once_and_for_ten_minutes(team: Team) -> None:
    draft = team.written()
    done = bulk(team.author, "archive", draft)
    assert team.colleague.post(f"/bulk-actions/{done['id']}/undo").status_code == 404
    undo(team.author, done)
    again = team.author.post(f"/bulk-actions/{done['id']}/undo")
    assert (again.status_code, (again.json or {})["type"]) == (410, "urn:problem:undo-over")
    late = bulk(team.author, "archive", draft)
    with team.app.app_context(), unit_of_work(db) as session:
        long_ago = utcnow() - timedelta(seconds=1)
        session.execute(
            update(BulkAction).where(BulkAction.id == UUID(late["id"])).values(undo_until=long_ago)
        )
    assert team.author.post(f"/bulk-actions/{late['id']}/undo").status_code == 410


def test_the_same_request_sent_twice_is_carried_out_once(team: Team) -> None:
    body = {"action": "archive", "draft_ids": [team.written()["id"]]}
    first, again = (team.author.post("/bulk-actions", body, Idempotency_Key="b") for _ in range(2))
    assert first.json == again.json


def test_two_people_who_do_it_to_the_same_drafts_at_once_neither_wait_for_ever_nor_miscount(
    team: Team,
) -> None:
    drafts = [team.written() for _ in range(4)]
    done: list[dict[str, Any]] = []
    both = [
        threading.Thread(target=lambda: done.append(bulk(team.author, "archive", *drafts))),
        threading.Thread(target=lambda: done.append(bulk(team.reviewer, "submit", *reversed(drafts)))),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert len(done) == 2
    listed = team.author.get("/drafts").json or {}
    there = team.author.get("/drafts?state=archived").json or {}
    assert sum(listed["counts"].values()) == 4
    assert listed["counts"].get("in_review", 0) == len(listed["items"])
    assert listed["counts"].get("archived", 0) == len(there["items"])
