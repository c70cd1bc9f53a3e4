"""People without an account: what a link opens, how an address is confirmed, and what their word does."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from thinker_svc.models import Decision, GuestCode, GuestLink, GuestVisit, db
from thinker_svc.tests.guests import NADIA, Guest, code_of, confirmed, invite
from thinker_svc.tests.team import Someone, Team


def kind_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, (answer.json or {})["type"].removeprefix("urn:problem:")


def make(team: Team, statement: Any) -> None:
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(statement)


def known(team: Team, *people: Someone) -> None:
    """The team, as its events told of it."""
    for who in people:
        person = {"user_id": str(who.id), "email": "x@team.example", "name": who.name, "role": who.role}
        team.hear("user.updated", person | {"active": True, "verified": True})


def policy(team: Team, **rules: Any) -> None:
    read = team.admin.get("/policy")
    names = (
        "approvals_required",
        "own_approval",
        "flagged_figures",
        "edit_approved",
        "guest_approval_counts",
    )
    current = {name: (read.json or {})[name] for name in (*names, "reminder_after_hours", "utm")}
    changed = team.admin.call("PUT", "/policy", current | rules, If_Match=read.headers["ETag"])
    assert changed.status_code == 200, changed.json


def kinds(team: Team, draft: dict[str, Any]) -> list[str]:
    return [
        entry["kind"] for entry in (team.author.get(f"/drafts/{draft['id']}/timeline").json or {})["items"]
    ]


def decisions(team: Team) -> list[tuple[str, str, str | None]]:
    with team.app.app_context(), unit_of_work(db) as session:
        rows = session.execute(select(Decision).order_by(Decision.id)).scalars()
        return [(row.kind, row.actor_name, row.guest_email) for row in rows]


def test_a_link_shows_the_post_its_data_and_its_figures_and_nothing_else(team: Team) -> None:
    draft = team.in_review()
    guest = Guest(team.app, invite(team, draft)["url"])
    guest.enter()
    seen = guest.view()
    assert seen["draft"]["texts"] == {"webhook": draft["content"]["text"]}
    assert seen["draft"]["content_hash"] == draft["content_hash"]
    assert seen["snapshot"]["keywords"] == ["pumpkin spice"]
    assert seen["figures"]["webhook"]["claims"]
    assert (seen["inviter"], seen["counts"], seen["closed"], seen["responses"]) == (
        "Tom Lindqvist",
        False,
        "",
        [],
    )
    assert set(seen["draft"]) == {
        "title", "state", "platforms", "texts", "images", "content_hash", "version", "publish_at", "keywords",
        "sample",
    }  # fmt: skip


def test_links_are_listed_with_their_state_and_the_last_use(team: Team) -> None:
    draft = team.written()
    link = invite(team, draft, label="Client", days=3)
    lasts = (utcnow() + timedelta(days=3)).isoformat()[:13]
    assert (link["state"], link["last_used_at"], link["expires_at"][:13]) == ("open", None, lasts)
    Guest(team.app, link["url"]).enter()
    revoked = team.author.post(f"/drafts/{draft['id']}/guest-links/{link['id']}/revoke").json or {}
    assert (revoked["state"], revoked["url"], revoked["revoked_by"]["name"]) == (
        "revoked",
        None,
        "Tom Lindqvist",
    )
    listed = team.viewer.get(f"/drafts/{draft['id']}/guest-links").json or {}
    [seen] = listed["items"]
    assert (seen["state"], seen["url"], listed["may_invite"]) == ("revoked", None, False)
    assert seen["last_used_at"] is not None


def test_only_the_author_and_reviewers_show_a_draft_to_people_outside(team: Team) -> None:
    path = f"/drafts/{team.written()['id']}/guest-links"
    assert kind_of(team.colleague.post(path, {"label": "x"})) == (403, "not-your-draft")
    assert kind_of(team.viewer.post(path, {"label": "x"})) == (403, "role-required")
    assert team.reviewer.post(path, {"label": "x"}).status_code == 201
    assert (team.colleague.get(path).json or {})["items"][0]["url"] is None
    assert (team.author.get(path).json or {})["items"][0]["url"]


def test_making_a_link_twice_with_one_key_makes_one_and_keeps_no_secret(team: Team) -> None:
    path, key = f"/drafts/{team.written()['id']}/guest-links", "k-1"
    first, again = (team.author.post(path, {"label": "x"}, Idempotency_Key=key) for _ in range(2))
    assert first.json == again.json
    secret = (first.json or {})["url"].partition(".")[2]
    with team.app.app_context(), unit_of_work(db) as session:
        for table in ("guest_links", "idempotency_keys", "outbox", "timeline_entries", "drafts"):
            rows = session.execute(text(f"SELECT t::text FROM {table} AS t")).scalars()  # noqa: S608 - our tables
            assert not any(secret in row for row in rows), table


@pytest.mark.parametrize("days", [0, 91])
def test_a_link_lasts_between_a_day_and_ninety(team: Team, days: int) -> None:
    answer = team.author.post(f"/drafts/{team.written()['id']}/guest-links", {"label": "x", "days": days})
    assert answer.status_code == 422


def test_an_expired_a_revoked_and_a_broken_link_each_say_so_with_whom_to_ask(team: Team) -> None:
    draft = team.written()
    expired, revoked = invite(team, draft), invite(team, draft)
    inside = Guest(team.app, revoked["url"])
    inside.enter()
    make(team, update(GuestLink).where(GuestLink.id == UUID(expired["id"])).values(expires_at=utcnow()))
    team.author.post(f"/drafts/{draft['id']}/guest-links/{revoked['id']}/revoke")
    assert kind_of(Guest(team.app, expired["url"]).enter()) == (410, "link-expired")
    late = Guest(team.app, revoked["url"]).enter()
    assert kind_of(late) == (410, "link-revoked")
    assert "Tom Lindqvist" in (late.json or {})["detail"]
    assert kind_of(inside.call("GET", "/current")) == (410, "link-revoked")
    assert kind_of(Guest(team.app, expired["url"][:-3] + "abc").enter()) == (400, "link-invalid")
    assert kind_of(Guest(team.app, "nothing").enter()) == (400, "link-invalid")


def test_a_visit_ends_after_a_day_and_a_made_up_one_opens_nothing(team: Team) -> None:
    guest = Guest(team.app, invite(team, team.written())["url"])
    assert kind_of(guest.call("GET", "/current")) == (410, "visit-over")
    guest.enter()
    make(team, update(GuestVisit).values(expires_at=utcnow()))
    assert kind_of(guest.call("GET", "/current")) == (410, "visit-over")
    guest.visit = f"{uuid7().hex}.abc"
    assert kind_of(guest.call("GET", "/current")) == (410, "visit-over")


def test_a_browser_that_opens_the_link_again_goes_on_where_it_was(team: Team) -> None:
    guest = confirmed(team, invite(team, team.in_review()))
    before = guest.visit
    guest.enter()
    assert guest.visit == before
    assert guest.view()["guest"]["confirmed"]


def test_the_right_code_confirms_once_and_no_event_says_it(team: Team) -> None:
    guest = Guest(team.app, invite(team, team.in_review())["url"])
    guest.enter()
    sent = guest.ask_code(email="  Nadia@Client.Example ")
    assert (sent.json or {})["code_sent"]
    [told] = team.told("thinker.guest.code_requested")
    code = code_of(team)
    assert told["email"] == NADIA["email"]
    assert code not in str(told).replace(told["token_id"], "")
    assert (guest.confirm(f" {code[:3]} {code[3:]} ").json or {})["confirmed"]
    other = Guest(team.app, invite(team, team.in_review())["url"])
    other.enter()
    assert kind_of(other.confirm(code)) == (410, "code-expired")


def test_five_wrong_codes_end_it_and_each_says_how_many_are_left(team: Team) -> None:
    guest = Guest(team.app, invite(team, team.in_review())["url"])
    guest.enter()
    guest.ask_code()
    code = code_of(team)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    left = [(guest.confirm(wrong).json or {}).get("attempts_left") for _ in range(5)]
    assert left == [4, 3, 2, 1, None]
    assert kind_of(guest.confirm(code)) == (410, "code-expired")
    assert not guest.view()["guest"]["confirmed"]


def test_a_code_lasts_ten_minutes_and_a_newer_one_voids_it(team: Team) -> None:
    guest = Guest(team.app, invite(team, team.in_review())["url"])
    guest.enter()
    guest.ask_code()
    first = code_of(team)
    assert kind_of(guest.ask_code()) == (429, "code-sent-lately")
    make(team, update(GuestCode).values(created_at=utcnow() - timedelta(minutes=1)))
    assert guest.ask_code().status_code == 202
    assert kind_of(guest.confirm(first)) == (422, "wrong-code")
    make(team, update(GuestCode).values(expires_at=utcnow()))
    assert kind_of(guest.confirm(code_of(team))) == (410, "code-expired")


def test_an_address_gets_five_codes_an_hour_whoever_asks(team: Team) -> None:
    draft = team.in_review()
    for _ in range(5):
        guest = Guest(team.app, invite(team, draft)["url"])
        guest.enter()
        assert guest.ask_code().status_code == 202
    guest = Guest(team.app, invite(team, draft)["url"])
    guest.enter()
    assert kind_of(guest.ask_code()) == (429, "too-many-codes")
    assert guest.ask_code(email="other@client.example").status_code == 202


def test_a_link_sent_to_one_address_confirms_no_other(team: Team) -> None:
    link = invite(team, team.in_review(), email="Nadia@client.example")
    [told] = team.told("thinker.guest.invited")
    assert (told["email"], told["token_id"]) == ("nadia@client.example", link["id"])
    assert link["url"].partition(".")[2] not in str(told)
    guest = Guest(team.app, link["url"])
    guest.enter()
    assert kind_of(guest.ask_code(email="eve@else.example")) == (403, "other-address")
    assert guest.ask_code().status_code == 202


@pytest.mark.parametrize("email", ["nadia", "a b@client.example", "a@b", "a@client.example\r\nBcc: x@y.z"])
def test_what_is_no_address_gets_no_code(team: Team, email: str) -> None:
    guest = Guest(team.app, invite(team, team.in_review())["url"])
    guest.enter()
    assert guest.ask_code(email=email).status_code == 422
    assert team.told("thinker.guest.code_requested") == []


def test_nothing_is_said_before_the_address_is_confirmed(team: Team) -> None:
    guest = Guest(team.app, invite(team, team.in_review())["url"])
    guest.enter()
    assert kind_of(guest.respond("commented", "Hello.")) == (403, "address-not-confirmed")


def test_a_guests_approval_is_advice_written_down_with_the_address(team: Team) -> None:
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft))
    answer = guest.respond("approved", "Lovely.")
    assert answer.status_code == 201, answer.json
    assert (answer.json or {})["counted"] is False
    assert team.author.draft(draft["id"])["state"] == "in_review"
    assert decisions(team) == [("guest_approved", "Nadia Berg", "nadia@client.example")]
    entry = (team.author.get(f"/drafts/{draft['id']}/timeline").json or {})["items"][0]
    assert (entry["kind"], entry["guest"], entry["comment"]) == ("guest_approved", NADIA["email"], "Lovely.")
    [told] = team.told("thinker.guest.responded")
    assert (told["kind"], told["counted"], told["author"]["name"]) == ("approved", False, "Tom Lindqvist")
    [said] = (team.viewer.get(f"/drafts/{draft['id']}/guest-responses").json or {})["items"]
    assert (said["email"], said["current"], said["content_hash"]) == (
        NADIA["email"],
        True,
        draft["content_hash"],
    )


def test_a_guest_approves_what_they_read_or_nothing(team: Team) -> None:
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft))
    team.author.save(draft, text="Other words about pumpkin spice.")
    assert kind_of(guest.respond("approved", hash_=draft["content_hash"])) == (412, "stale-content")
    late = guest.respond("changes_requested", "Say which week.", hash_=draft["content_hash"])
    assert (late.json or {})["current"] is False


def test_asking_for_changes_needs_words_and_counts_nowhere_by_itself(team: Team) -> None:
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft))
    assert kind_of(guest.respond("changes_requested", "  ")) == (422, "comment-required")
    assert guest.respond("changes_requested", "Say which week.").status_code == 201
    assert team.author.draft(draft["id"])["state"] == "in_review"
    assert decisions(team) == [("guest_changes", "Nadia Berg", "nadia@client.example")]


def test_where_policy_says_so_a_guest_of_a_reviewer_approves_for_the_team(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True)
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft, by=team.reviewer))
    assert guest.view()["counts"]
    assert (guest.respond("approved").json or {})["counted"]
    assert team.author.draft(draft["id"])["state"] == "approved"
    [told] = team.told("thinker.draft.approved")
    assert told["reviewer"]["id"] == str(team.reviewer.id)
    assert ("approved", "Nadia Berg", "nadia@client.example") in decisions(team)
    assert guest.view()["closed"] == ""


def test_nobody_gets_around_the_rules_by_inviting_an_address_of_their_own(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True)
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft, by=team.author))
    assert not guest.view()["counts"]
    assert (guest.respond("approved").json or {})["counted"] is False
    assert team.author.draft(draft["id"])["state"] == "in_review"


def test_one_address_is_one_approval_however_many_links_it_has(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True, approvals_required=2)
    draft = team.in_review()
    for _ in range(2):
        guest = confirmed(team, invite(team, draft, by=team.reviewer))
        assert guest.respond("approved").status_code == 201
    assert team.author.draft(draft["id"])["state"] == "in_review"
    assert team.reviewer.approve(team.author.draft(draft["id"])).status_code == 200
    assert team.author.draft(draft["id"])["state"] == "approved"


def test_a_guest_whose_word_counts_sends_the_draft_back(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True)
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft, by=team.reviewer))
    guest.respond("changes_requested", "Say which week.")
    now = team.author.draft(draft["id"])
    assert (now["state"], now["review"]["comment"]) == ("changes_requested", "Say which week.")
    assert now["review"]["reviewer"]["name"] == "Nadia Berg"


def test_an_edit_ends_what_a_guest_approved(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True, approvals_required=2)
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft, by=team.reviewer))
    guest.respond("approved")
    team.author.save(team.author.draft(draft["id"]), text="Other words about pumpkin spice.")
    assert team.author.draft(draft["id"])["approvals"]["given"] == []
    [said] = (team.author.get(f"/drafts/{draft['id']}/guest-responses").json or {})["items"]
    assert said["current"] is False


def test_the_same_word_sent_twice_is_said_once(team: Team) -> None:
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft))
    first, again = (guest.respond("commented", "Nice.", Idempotency_Key="a") for _ in range(2))
    assert first.json == again.json
    assert len(team.told("thinker.guest.responded")) == 1
    assert kinds(team, draft).count("guest_commented") == 1


def test_a_rejected_draft_takes_comments_but_no_decision(team: Team) -> None:
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft))
    team.reviewer.post(f"/drafts/{draft['id']}/reject", {"comment": "Not ours to say."})
    assert guest.view()["closed"] == "The team decided not to publish it."
    assert kind_of(guest.respond("approved")) == (409, "wrong-state")
    assert guest.respond("commented", "A pity.").status_code == 201


def test_no_log_line_holds_a_secret(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    link = invite(team, team.in_review())
    guest = confirmed(team, link)
    guest.respond("approved")
    said = "\n".join(str(record.__dict__) for record in caplog.records)
    for secret in (link["url"].partition(".")[2], guest.visit.partition(".")[2], code_of(team)):
        assert secret not in said
