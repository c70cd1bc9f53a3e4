"""Marks set aside: who answers for which figure, what it lets through, and when it counts again."""

from __future__ import annotations

from typing import Any

import pytest

from svckit.ids import uuid7
from thinker_svc.tests.guests import confirmed, invite, kind_of, policy
from thinker_svc.tests.rules import set_rules
from thinker_svc.tests.team import WRONG, Team

REASON = "Counted by hand in our 40 shops."
NOT_ONE = {"contradicted": 0, "unsupported": 0}


@pytest.fixture
def draft(team: Team) -> dict[str, Any]:
    """With one figure that the data doesn't bear out."""
    return dict(team.author.save(team.written(), text=WRONG).json or {})


def _mark(team: Team, draft: dict[str, Any]) -> str:
    [claim] = team.author.marks(draft)
    return str(claim["mark"])


def test_a_mark_set_aside_counts_no_longer_and_says_who_and_why(team: Team, draft: dict[str, Any]) -> None:
    mark = _mark(team, draft)
    answer = team.author.set_aside(draft, mark, f"  {REASON} ")
    assert answer.status_code == 200
    [claim] = team.viewer.marks(draft)
    assert claim["label"] == "contradicted"
    assert (answer.json or {})["figures"]["set_aside"] == 1
    assert (claim["aside"]["reason"], claim["aside"]["by"]) == (REASON, team.author.name)
    assert team.viewer.draft(draft["id"])["figures"] == {
        "supported": 0,
        **NOT_ONE,
        "set_aside": 1,
        "checked": True,
    }
    # While somebody writes on, too.
    live = team.author.post(f"/drafts/{draft['id']}/figures", {"text": f"{WRONG} See you!"}).json or {}
    assert live["counts"]["set_aside"] == 1
    assert live["claims"][0]["aside"]["reason"] == REASON


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("raised", [False, True])
def test_a_page_from_after_an_edit_in_review_and_before_a_word_on_its_figures_approves_nothing(
    team: Team, *, raised: bool, withdrawn: bool
) -> None:
    draft = team.author.save(team.in_review(), text=WRONG).json or {}
    if raised:
        draft = team.author.set_aside(draft, _mark(team, draft), REASON).json or {}
    read = team.reviewer.draft(draft["id"])
    if withdrawn:
        team.author.act(draft, "withdraw")
    if raised:
        team.author.take_back(read, _mark(team, draft))
    else:
        team.author.set_aside(read, _mark(team, draft), REASON)
    if withdrawn:
        team.author.act(draft, "submit", {})
    assert kind_of(team.reviewer.approve(read)) == (412, "stale-content")
    assert team.reviewer.approve(team.reviewer.draft(draft["id"])).status_code == 200


def test_where_figures_block_somebody_can_answer_for_one(team: Team, draft: dict[str, Any]) -> None:
    set_rules(team, flagged_figures="block")
    assert kind_of(team.author.post(f"/drafts/{draft['id']}/submit", {})) == (409, "figures-flagged")
    team.author.set_aside(draft, _mark(team, draft), REASON)
    assert team.author.draft(draft["id"])["permissions"]["submit"]["allowed"]
    assert team.author.act(draft, "submit", {})[0] == 200
    seen = team.reviewer.draft(draft["id"])
    # A reviewer who doesn't take it lets the mark count again: it can't be approved as it stands.
    now = team.reviewer.take_back(draft, _mark(team, draft)).json or {}
    assert kind_of(team.reviewer.approve(now)) == (409, "figures-flagged")
    again = team.author.set_aside(draft, _mark(team, draft), "It is in the report of May.").json or {}
    # What was read before says something else of the figure.
    for old in (seen, now):
        assert kind_of(team.reviewer.approve(old)) == (412, "stale-content")
    assert team.reviewer.approve(again).status_code == 200


def test_whoever_signed_before_has_not_signed_what_is_said_of_a_figure_now(
    team: Team, draft: dict[str, Any]
) -> None:
    set_rules(team, approvals_required=2)
    team.author.act(draft, "submit", {})
    signed = team.reviewer.approve(team.reviewer.draft(draft["id"])).json or {}
    assert len(signed["approvals"]["given"]) == 1
    now = team.author.set_aside(draft, _mark(team, draft), REASON).json or {}
    assert (now["approvals"]["given"], now["version"]) == ([], signed["version"] + 1)
    assert now["content_hash"] == signed["content_hash"]


def test_a_guest_approves_only_what_is_said_of_its_figures_on_their_screen(
    team: Team, draft: dict[str, Any]
) -> None:
    policy(team, guest_approval_counts=True)
    team.author.act(draft, "submit", {})
    guest = confirmed(team, invite(team, draft, team.admin))
    read = guest.view()["draft"]
    team.author.set_aside(draft, _mark(team, draft), REASON)
    assert kind_of(guest.respond("approved", version=read["version"])) == (412, "stale-content")
    assert guest.respond("approved", version=guest.view()["draft"]["version"]).status_code == 201


def test_a_page_from_before_it_was_taken_back_is_old_once_a_mark_was_set_aside(
    team: Team, draft: dict[str, Any]
) -> None:
    policy(team, guest_approval_counts=True)
    mark = _mark(team, draft)
    team.author.act(draft, "submit", {})
    guest = confirmed(team, invite(team, draft, team.admin))
    read, seen = team.reviewer.draft(draft["id"]), guest.view()["draft"]
    team.author.act(draft, "withdraw")
    assert team.author.set_aside(draft, mark, REASON).status_code == 200
    team.author.act(draft, "submit", {})
    assert kind_of(team.reviewer.approve(read)) == (412, "stale-content")
    assert kind_of(guest.respond("approved", version=seen["version"])) == (412, "stale-content")
    assert team.reviewer.approve(team.reviewer.draft(draft["id"])).status_code == 200


def test_a_guests_page_from_before_the_review_is_old_once_a_mark_was_set_aside(
    team: Team, draft: dict[str, Any]
) -> None:
    policy(team, guest_approval_counts=True)
    guest = confirmed(team, invite(team, draft, team.admin))
    seen = guest.view()["draft"]
    team.author.set_aside(draft, _mark(team, draft), REASON)
    team.author.act(draft, "submit", {})
    assert kind_of(guest.respond("approved", version=seen["version"])) == (412, "stale-content")


def test_what_nobody_was_shown_stays_the_same_version(team: Team, draft: dict[str, Any]) -> None:
    now = team.author.set_aside(draft, _mark(team, draft), REASON).json or {}
    assert now["version"] == draft["version"]


def test_taking_back_several_is_not_undone_once_a_mark_was_set_aside(
    team: Team, draft: dict[str, Any]
) -> None:
    team.author.act(draft, "submit", {})
    asked = {"action": "withdraw", "draft_ids": [draft["id"]]}
    done = team.author.post("/bulk-actions", asked).json or {}
    team.author.set_aside(draft, _mark(team, draft), REASON)
    [outcome] = (team.author.post(f"/bulk-actions/{done['id']}/undo").json or {})["outcomes"]
    assert (outcome["done"], outcome["reason"]) == (False, "Somebody changed it since, so it stays as it is.")


def test_an_edit_of_its_sentence_raises_it_again_and_one_elsewhere_does_not(
    team: Team, draft: dict[str, Any]
) -> None:
    team.author.set_aside(draft, _mark(team, draft), REASON)
    more = team.author.save(draft, text=f"{WRONG} See you!\n\nTom").json or {}
    assert more["figures"]["set_aside"] == 1
    other = team.author.save(more, text=WRONG.replace("80%", "90%")).json or {}
    assert (other["figures"]["set_aside"], other["figures"]["contradicted"]) == (0, 1)
    back = team.author.save(other, text=WRONG).json or {}
    assert back["figures"]["set_aside"] == 1


def test_marking_links_on_submitting_leaves_it_aside(team: Team) -> None:
    set_rules(
        team,
        flagged_figures="block",
        utm={"enabled": True, "source": "team", "medium": "social", "campaign": ""},
    )
    said = WRONG.replace(".", ", see https://shop.example/spice.")
    draft = dict(team.author.save(team.written(), text=said).json or {})
    team.author.set_aside(draft, _mark(team, draft), REASON)
    assert team.author.act(draft, "submit", {})[0] == 200
    seen = team.reviewer.draft(draft["id"])
    assert "utm_source=team" in seen["content"]["text"]
    assert seen["figures"]["set_aside"] == 1
    assert team.reviewer.approve(seen).status_code == 200


def test_on_every_platform_that_says_the_same_it_is_one_mark(team: Team) -> None:
    asked = team.author.ask(team.search(), platforms=["bluesky", "mastodon"])
    team.work()
    draft = team.author.draft(asked["id"])
    own = {"mastodon": f"{WRONG} Come and see!"}
    draft = dict(team.author.save(draft, text=WRONG, platform_texts=own).json or {})
    assert draft["figures"]["contradicted"] == 2
    team.author.set_aside(draft, _mark(team, draft), REASON)
    assert team.author.draft(draft["id"])["figures"] == {
        "supported": 0,
        **NOT_ONE,
        "set_aside": 2,
        "checked": True,
    }


def test_said_again_it_has_the_new_reason_and_said_twice_alike_it_is_said_once(
    team: Team, draft: dict[str, Any]
) -> None:
    mark = _mark(team, draft)
    for _ in range(2):
        assert team.author.set_aside(draft, mark, REASON).status_code == 200
    team.reviewer.set_aside(draft, mark, "Read it in their report.")
    assert team.author.take_back(draft, mark).status_code == 200
    assert kind_of(team.author.take_back(draft, mark)) == (404, "mark-not-aside")
    told = (team.viewer.get(f"/drafts/{draft['id']}/timeline?about=review").json or {})["items"]
    assert [(one["kind"], one["actor"]["name"], one["comment"]) for one in reversed(told)] == [
        ("mark_set_aside", team.author.name, REASON),
        ("mark_set_aside", team.reviewer.name, "Read it in their report."),
        ("mark_raised", team.author.name, ""),
    ]
    assert {one["detail"] for one in told} == {"fell by 80%"}


def test_what_cannot_be_set_aside_is_refused_with_why(team: Team, draft: dict[str, Any]) -> None:
    mark = _mark(team, draft)
    for nothing in ("", " \n ", "\u200b\u2060", "\u202e \x07"):
        assert kind_of(team.author.set_aside(draft, mark, nothing)) == (422, "reason-required")
    assert kind_of(team.author.set_aside(draft, "0" * 64)) == (409, "mark-gone")
    for odd in ("x" * 64, mark.upper(), mark[:-1]):
        assert team.author.set_aside(draft, odd).status_code == 422, odd
    assert team.author.set_aside(draft, mark, "x" * 501).status_code == 422
    assert kind_of(team.author.set_aside({"id": str(uuid7())}, mark)) == (404, "draft-not-found")
    team.author.save(draft, text="Pumpkin spice is on our minds.")
    assert kind_of(team.author.set_aside(draft, mark)) == (409, "mark-gone")


def test_what_the_data_bears_out_has_nothing_to_set_aside(team: Team) -> None:
    draft = team.written()
    seen = team.author.get(f"/drafts/{draft['id']}/figures").json or {}
    mark = seen["texts"]["webhook"]["claims"][0]["mark"]
    assert kind_of(team.author.set_aside(draft, mark)) == (409, "mark-gone")


def test_once_approved_it_stays_as_the_reviewers_saw_it(team: Team, draft: dict[str, Any]) -> None:
    mark = _mark(team, draft)
    team.author.set_aside(draft, mark, REASON)
    team.author.act(draft, "submit", {})
    assert team.reviewer.approve(team.reviewer.draft(draft["id"])).status_code == 200
    assert kind_of(team.author.take_back(draft, mark)) == (409, "wrong-state")
    assert kind_of(team.reviewer.set_aside(draft, mark, "Other words.")) == (409, "wrong-state")


def test_among_several_it_is_not_approved_unread(team: Team, draft: dict[str, Any]) -> None:
    team.author.set_aside(draft, _mark(team, draft), REASON)
    team.author.act(draft, "submit", {})
    now = team.reviewer.draft(draft["id"])
    item = {"draft_id": now["id"], "version": now["version"], "content_hash": now["content_hash"]}
    [result] = (team.reviewer.post("/approvals", {"items": [item]}).json or {})["items"]
    assert (result["outcome"], result["type"]) == ("refused", "marks-set-aside")
    for query, found in (("flagged=true", 0), ("set_aside=true", 1), ("flagged=false&set_aside=false", 0)):
        waiting = team.reviewer.get(f"/reviews?{query}").json or {}
        assert (len(waiting["items"]), waiting["counts"]["set_aside"]) == (found, 1)


def test_a_guest_reads_who_answers_for_it(team: Team, draft: dict[str, Any]) -> None:
    team.author.set_aside(draft, _mark(team, draft), REASON)
    team.author.act(draft, "submit", {})
    view = confirmed(team, invite(team, draft, team.admin)).view()
    [claim] = view["figures"]["webhook"]["claims"]
    assert claim["aside"] == {"reason": REASON, "by": team.author.name, "at": claim["aside"]["at"]}
