"""What a link opens for people without an account, and how they show that an address is theirs."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text, update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from thinker_svc.models import GuestCode, GuestLink, GuestVisit, db
from thinker_svc.tests.guests import NADIA, Guest, code_of, confirmed, invite, kind_of, make
from thinker_svc.tests.team import Team


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
        "sample", "language",
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
    assert (team.reviewer.get(path).json or {})["items"][0]["url"]
    assert team.author.post(path, {"label": "y"}).status_code == 201
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


def test_no_log_line_holds_a_secret(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    link = invite(team, team.in_review())
    guest = confirmed(team, link)
    guest.respond("approved")
    said = "\n".join(str(record.__dict__) for record in caplog.records)
    for secret in (link["url"].partition(".")[2], guest.visit.partition(".")[2], code_of(team)):
        assert secret not in said
