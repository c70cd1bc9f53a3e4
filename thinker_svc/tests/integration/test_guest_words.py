"""What a guest's word does: written down with the confirmed address, about exactly what they read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from svckit.db import unit_of_work, utcnow
from thinker_svc import queries
from thinker_svc.models import Decision, GuestLink, db
from thinker_svc.models.draft import Draft
from thinker_svc.tests.guests import NADIA, Guest, confirmed, invite, kind_of, known, policy
from thinker_svc.tests.team import Team


def kinds(team: Team, draft: dict[str, Any]) -> list[str]:
    return [
        entry["kind"] for entry in (team.author.get(f"/drafts/{draft['id']}/timeline").json or {})["items"]
    ]


def decisions(team: Team) -> list[tuple[str, str, str | None]]:
    with team.app.app_context(), unit_of_work(db) as session:
        rows = session.execute(select(Decision).order_by(Decision.id)).scalars()
        return [(row.kind, row.actor_name, row.guest_email) for row in rows]


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


def test_an_author_reads_no_link_of_a_reviewer_that_any_address_could_answer_through(team: Team) -> None:
    draft = team.in_review()
    anybodys = invite(team, draft, by=team.reviewer)
    clients = invite(team, draft, by=team.reviewer, email=NADIA["email"])
    listed = (team.author.get(f"/drafts/{draft['id']}/guest-links").json or {})["items"]
    shown = {link["id"]: link["url"] for link in listed}
    assert shown == {anybodys["id"]: None, clients["id"]: clients["url"]}
    me = Guest(team.app, clients["url"])
    me.enter()
    assert kind_of(me.ask_code(email="tom@elsewhere.example")) == (403, "other-address")


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


def test_an_archived_draft_takes_comments_but_no_decision(team: Team) -> None:
    draft = team.written()
    guest = confirmed(team, invite(team, draft))
    team.author.post("/bulk-actions", {"action": "archive", "draft_ids": [draft["id"]]})
    assert guest.view()["closed"] == "The team has put it away."
    assert kind_of(guest.respond("approved")) == (409, "wrong-state")
    assert guest.respond("commented", "A pity.").status_code == 201


def test_a_link_that_is_revoked_while_an_answer_waits_for_its_turn_takes_it_no_more(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = invite(team, team.in_review())
    guest = confirmed(team, link)
    locked = queries.draft

    def after_the_revoker(session: Session, draft_id: UUID, *, lock: bool = False) -> Draft:
        if lock:
            revoked = update(GuestLink).where(GuestLink.id == UUID(link["id"])).values(revoked_at=utcnow())
            with db.engine.begin() as another:
                another.execute(revoked)
        return locked(session, draft_id, lock=lock)

    shown = guest.view()["draft"]["content_hash"]
    monkeypatch.setattr(queries, "draft", after_the_revoker)
    assert kind_of(guest.respond("approved", hash_=shown)) == (410, "link-revoked")
    assert decisions(team) == []


def test_a_rejected_draft_takes_comments_but_no_decision(team: Team) -> None:
    draft = team.in_review()
    guest = confirmed(team, invite(team, draft))
    team.reviewer.post(f"/drafts/{draft['id']}/reject", {"comment": "Not ours to say."})
    assert guest.view()["closed"] == "The team decided not to publish it."
    assert kind_of(guest.respond("approved")) == (409, "wrong-state")
    assert guest.respond("commented", "A pity.").status_code == 201


def test_no_guest_lets_out_what_could_not_be_published(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True)
    draft = team.in_review()
    team.author.save(draft, text="   ")
    guest = confirmed(team, invite(team, draft, by=team.reviewer))
    assert not guest.view()["counts"]
    assert (guest.respond("approved").json or {})["counted"] is False
    assert team.author.draft(draft["id"])["state"] == "in_review"


def test_a_draft_on_hold_waits_also_for_guests(team: Team) -> None:
    known(team, team.author, team.reviewer)
    policy(team, guest_approval_counts=True)
    draft = team.in_review()
    assert team.reviewer.post(f"/drafts/{draft['id']}/hold", {"reason": "Ask legal."}).status_code == 200
    guest = confirmed(team, invite(team, draft, by=team.reviewer))
    assert (guest.respond("approved").json or {})["counted"] is False
    assert team.author.draft(draft["id"])["state"] == "in_review"
