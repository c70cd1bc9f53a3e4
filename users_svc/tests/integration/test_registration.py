"""Becoming a user, over HTTP and a real PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from svckit.db import utcnow
from svckit.signing import make_token, read_token
from users_svc.models import OneTimeToken, User, db
from users_svc.tests.factories import LINK_KEY, PASSWORD, Team


def _roles(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.execute(select(User.role)).scalars().all())


def test_registering_answers_check_your_mail_and_asks_for_the_mail(team: Team) -> None:
    answer = team.register("Ada@Team.example")
    assert (answer.status_code, answer.get_json()) == (202, {"status": "check-your-mail"})
    registered, requested = team.events()
    assert registered["type"] == "user.registered"
    assert (registered["email"], registered["verified"]) == ("ada@team.example", False)
    assert requested["type"] == "user.verification_requested"
    assert set(requested) == {"type", "user_id", "email", "name", "token_id", "expires_at"}


def test_a_taken_address_gets_the_same_answer_and_its_owner_a_mail(team: Team) -> None:
    team.join("ada@team.example")
    before = len(team.events())
    answer = team.register("ADA@team.example", name="Mallory", password="another-good-one-1")
    assert (answer.status_code, answer.get_json()) == (202, {"status": "check-your-mail"})
    (event,) = team.events()[before:]
    assert (event["type"], event["name"]) == ("user.registration_repeated", "Ada Lovelace")
    assert team.sign_in("ada@team.example").status_code == 200


def test_registering_an_unverified_address_again_replaces_password_and_link(team: Team) -> None:
    team.register("ada@team.example", password="a-strangers-choice-1")
    old = team.link("ada@team.example", "verify-email")
    team.register("ada@team.example")
    refused = team.send("POST", "/auth/verify-email", {"token": old})
    assert (refused.status_code, refused.get_json()["type"]) == (410, "urn:problem:link-expired")
    assert team.verify("ada@team.example").status_code == 200
    assert team.sign_in("ada@team.example", "a-strangers-choice-1").status_code == 401
    assert team.sign_in("ada@team.example").status_code == 200


def test_the_first_account_is_the_admin_and_others_are_authors(team: Team) -> None:
    team.register("first@team.example")
    team.register("second@team.example")
    assert _roles(team.app) == ["admin", "author"]


def test_of_registrations_that_race_exactly_one_is_the_admin(team: Team) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: team.register(f"p{n}@team.example"), range(6)))
    assert [answer.status_code for answer in answers] == [202] * 6
    assert _roles(team.app) == ["admin"] + ["author"] * 5


def test_one_address_registered_twice_at_the_same_moment_makes_one_account(team: Team) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: team.register("ada@team.example"), range(4)))
    assert [answer.status_code for answer in answers] == [202] * 4
    assert _roles(team.app) == ["admin"]


@pytest.mark.parametrize(
    ("body", "slug", "field"),
    [
        ({"email": "ada", "name": "Ada", "password": PASSWORD}, "invalid-email", "email"),
        ({"email": "a@b.example", "name": " ", "password": PASSWORD}, "invalid-name", "name"),
        ({"email": "a@b.example", "name": "Ada", "password": "password1234"}, "weak-password", "password"),
        ({"email": "a@b.example", "name": "Ada"}, "invalid-fields", "password"),
        (
            {"email": "a@b.example", "name": "Ada", "password": PASSWORD, "role": "admin"},
            "invalid-fields",
            "role",
        ),
    ],
)
def test_what_is_wrong_is_said_under_its_field_and_nothing_is_made(
    team: Team, body: dict[str, str], slug: str, field: str
) -> None:
    answer = team.send("POST", "/auth/register", body)
    problem = answer.get_json()
    assert (answer.status_code, problem["type"]) == (422, f"urn:problem:{slug}")
    assert answer.content_type == "application/problem+json"
    assert problem["errors"][0]["field"] == field
    assert PASSWORD not in answer.get_data(as_text=True)
    assert team.events() == []


@pytest.mark.parametrize(("mode", "slug"), [("closed", "registration-closed"), ("invite", "invite-needed")])
def test_where_registration_is_not_open_it_says_how_to_get_in(
    make_app: Callable[..., Flask], mode: str, slug: str
) -> None:
    team = Team(make_app(registration=mode))
    answer = team.register("ada@team.example")
    assert (answer.status_code, answer.get_json()["type"]) == (403, f"urn:problem:{slug}")
    assert "admin" in answer.get_json()["detail"]
    assert _roles(team.app) == []


def test_the_link_in_the_mail_verifies_once(team: Team) -> None:
    team.register("ada@team.example")
    link = team.link("ada@team.example", "verify-email")
    first = team.send("POST", "/auth/verify-email", {"token": link})
    assert (first.status_code, first.get_json()["verified"]) == (200, True)
    second = team.send("POST", "/auth/verify-email", {"token": link})
    assert (second.status_code, second.get_json()["type"]) == (410, "urn:problem:link-used")
    assert [event["verified"] for event in team.events("user.verified")] == [True]


def test_a_link_opened_twice_at_the_same_moment_works_once(team: Team) -> None:
    team.register("ada@team.example")
    link = team.link("ada@team.example", "verify-email")
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda _: team.send("POST", "/auth/verify-email", {"token": link}), range(4))
        assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]
    assert len(team.events("user.verified")) == 1


def test_an_expired_link_is_gone(team: Team) -> None:
    team.register("ada@team.example")
    link = team.link("ada@team.example", "verify-email")
    with team.app.app_context():
        db.session.execute(update(OneTimeToken).values(expires_at=utcnow() - timedelta(seconds=1)))
        db.session.commit()
    answer = team.send("POST", "/auth/verify-email", {"token": link})
    assert (answer.status_code, answer.get_json()["type"]) == (410, "urn:problem:link-expired")


def test_a_link_we_never_made_or_made_for_something_else_is_invalid(team: Team) -> None:
    team.join("ada@team.example")
    team.send("POST", "/auth/password-reset", {"email": "ada@team.example"})
    reset = team.link("ada@team.example", "password-reset")
    forged = make_token("another key, also quite long enough", "verify-email", _token_id(reset))
    for token in ("nonsense", reset, forged, reset[:-2] + "xx", "0" * 32 + ".é"):
        answer = team.send("POST", "/auth/verify-email", {"token": token})
        assert (answer.status_code, answer.get_json()["type"]) == (400, "urn:problem:link-invalid")
    assert (
        team.send(
            "POST", "/auth/password-reset/confirm", {"token": reset, "password": "brand-new-lantern-7"}
        ).status_code
        == 204
    )


def _token_id(token: str) -> UUID:
    token_id = read_token(LINK_KEY, "password-reset", token)
    assert token_id is not None
    return token_id


def test_the_mail_can_be_had_again_and_both_links_work_until_one_is_used(team: Team) -> None:
    team.register("ada@team.example")
    first = team.link("ada@team.example", "verify-email")
    assert team.send("POST", "/auth/verify-email/resend", {"email": "ada@team.example"}).status_code == 202
    second = team.link("ada@team.example", "verify-email")
    assert first != second
    assert team.send("POST", "/auth/verify-email", {"token": first}).status_code == 200
    assert team.send("POST", "/auth/verify-email", {"token": second}).status_code == 410


@pytest.mark.parametrize("path", ["/auth/verify-email/resend", "/auth/password-reset"])
def test_asking_for_a_mail_never_tells_whether_there_is_an_account(team: Team, path: str) -> None:
    team.join("ada@team.example")
    answers = [team.send("POST", path, {"email": e}) for e in ("ada@team.example", "nobody@team.example")]
    assert {(a.status_code, a.get_data()) for a in answers} == {(202, answers[0].get_data())}


def test_mails_for_one_address_are_limited_alike_with_and_without_an_account(
    make_app: Callable[..., Flask],
) -> None:
    team = Team(make_app(mails_per_account=2))
    team.join("ada@team.example")
    for email, rest in (("ada@team.example", 1), ("nobody@team.example", 2)):
        codes = [
            team.send("POST", "/auth/password-reset", {"email": email}).status_code for _ in range(rest + 1)
        ]
        assert codes == [202] * rest + [429]


def test_a_reset_sets_the_password_ends_all_sessions_and_works_once(team: Team) -> None:
    member = team.join("ada@team.example")
    team.send("POST", "/auth/password-reset", {"email": "ada@team.example"})
    link = team.link("ada@team.example", "password-reset")
    new = "brand-new-lantern-7"
    body = {"token": link, "password": new}
    assert team.send("POST", "/auth/password-reset/confirm", body).status_code == 204
    assert team.sign_in("ada@team.example").status_code == 401
    assert team.sign_in("ada@team.example", new).status_code == 200
    refresh = {"refresh_token": member.tokens["refresh_token"]}
    assert team.send("POST", "/auth/refresh", refresh).get_json()["type"] == "urn:problem:session-ended"
    assert team.send("POST", "/auth/password-reset/confirm", body).status_code == 410


def test_a_weak_new_password_does_not_use_the_reset_link_up(team: Team) -> None:
    team.join("ada@team.example")
    team.send("POST", "/auth/password-reset", {"email": "ada@team.example"})
    link = team.link("ada@team.example", "password-reset")
    weak = team.send("POST", "/auth/password-reset/confirm", {"token": link, "password": "password1234"})
    assert (weak.status_code, weak.get_json()["type"]) == (422, "urn:problem:weak-password")
    good = {"token": link, "password": "brand-new-lantern-7"}
    assert team.send("POST", "/auth/password-reset/confirm", good).status_code == 204


def test_nothing_that_opens_an_account_is_stored_or_sent_in_the_clear(team: Team) -> None:
    team.register("ada@team.example")
    link = team.link("ada@team.example", "verify-email")
    said = str(team.events())
    assert link not in said
    assert link.split(".")[1] not in said
    assert PASSWORD not in said
