"""Signing in and staying signed in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from svckit.auth import ALGORITHM, AUDIENCE, ISSUER
from svckit.db import utcnow
from users_svc.models import Attempt, RefreshToken, User, UserSession, db
from users_svc.tests.factories import PASSWORD, Team

EMAIL = "ada@team.example"


def _refresh(team: Team, token: str) -> TestResponse:
    return team.send("POST", "/auth/refresh", {"refresh_token": token})


def test_a_sign_in_gives_a_token_that_verifies_against_the_published_keys(team: Team) -> None:
    member = team.join(EMAIL)
    keys = team.send("GET", "/auth/jwks.json").get_json()["keys"]
    token = member.tokens["access_token"]
    header = jwt.get_unverified_header(token)
    (key,) = [jwt.PyJWK(key) for key in keys if key["kid"] == header["kid"]]
    claims = jwt.decode(token, key.key, algorithms=[ALGORITHM], issuer=ISSUER, audience=AUDIENCE)
    assert set(claims) == {"iss", "aud", "sub", "sid", "jti", "name", "role", "iat", "exp"}
    assert (claims["sub"], claims["name"], claims["role"]) == (member.id, "Ada Lovelace", "admin")
    assert claims["exp"] - claims["iat"] == member.tokens["expires_in"] == 600
    assert member.tokens["token_type"] == "Bearer"


def test_private_keys_never_leave_the_service(team: Team) -> None:
    team.join(EMAIL)
    for key in team.send("GET", "/auth/jwks.json").get_json()["keys"]:
        assert "d" not in key


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(team: Team) -> None:
    team.join(EMAIL)
    answers = [team.sign_in(EMAIL, "wrong"), team.sign_in("nobody@team.example", "wrong")]
    problems = [answer.get_json() for answer in answers]
    for problem in problems:
        problem.pop("request_id")
    assert problems[0] == problems[1]
    assert answers[0].status_code == 401
    assert problems[0]["type"] == "urn:problem:invalid-credentials"


def test_that_an_address_is_not_verified_is_told_to_whoever_knows_the_password_only(team: Team) -> None:
    team.register(EMAIL)
    assert team.sign_in(EMAIL, "wrong").get_json()["type"] == "urn:problem:invalid-credentials"
    answer = team.sign_in(EMAIL)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "urn:problem:email-not-verified")


def test_failures_for_one_account_are_limited_and_the_answer_says_for_how_long(
    make_app: Callable[..., Flask],
) -> None:
    team = Team(make_app(sign_in_failures_per_account=3))
    team.join(EMAIL)
    for email in (EMAIL, "nobody@team.example"):
        assert [team.sign_in(email, "wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
    refused = team.sign_in(EMAIL)
    assert (refused.status_code, refused.get_json()["type"]) == (429, "urn:problem:too-many-attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    with team.app.app_context():
        db.session.execute(update(Attempt).values(resets_at=utcnow()))
        db.session.commit()
    assert team.sign_in(EMAIL).status_code == 200


def test_a_burst_gets_no_more_guesses_than_a_trickle(make_app: Callable[..., Flask]) -> None:
    team = Team(make_app(sign_in_failures_per_account=3, password_hashes_at_once=1, web_threads=32))
    team.join(EMAIL)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: team.sign_in(EMAIL, "wrong"), range(12)))
    assert sorted(answer.status_code for answer in answers) == [401] * 3 + [429] * 9


def test_the_right_password_starts_the_count_again(make_app: Callable[..., Flask]) -> None:
    team = Team(make_app(sign_in_failures_per_account=3))
    team.join(EMAIL)
    for _ in range(3):
        assert [team.sign_in(EMAIL, "wrong").status_code for _ in range(2)] == [401, 401]
        assert team.sign_in(EMAIL).status_code == 200


def test_failures_from_one_address_are_limited_whatever_accounts_they_try(
    make_app: Callable[..., Flask],
) -> None:
    team = Team(make_app(sign_in_failures_per_address=3))
    team.join(EMAIL)
    here, there = {"X-Forwarded-For": "8.8.4.4"}, {"X-Forwarded-For": "8.8.8.8"}
    codes = [team.sign_in(f"p{n}@team.example", "wrong", headers=here).status_code for n in range(4)]
    assert codes == [401, 401, 401, 429]
    assert team.sign_in(EMAIL, headers=here).status_code == 429
    assert team.sign_in(EMAIL, headers=there).status_code == 200


def test_counters_of_the_past_are_taken_away(make_app: Callable[..., Flask]) -> None:
    team = Team(make_app())
    for n in range(5):
        team.sign_in(f"p{n}@team.example", "wrong")
    with team.app.app_context():
        db.session.execute(update(Attempt).values(resets_at=utcnow() - timedelta(minutes=1)))
        db.session.commit()
    team.sign_in("new@team.example", "wrong")
    with team.app.app_context():
        assert db.session.execute(select(func.count()).select_from(Attempt)).scalar_one() <= 2


def test_a_refresh_rotates_and_the_new_token_goes_on(team: Team) -> None:
    member = team.join(EMAIL)
    first = _refresh(team, member.tokens["refresh_token"]).get_json()
    assert first["refresh_token"] != member.tokens["refresh_token"]
    sids = {
        jwt.decode(t["access_token"], options={"verify_signature": False})["sid"]
        for t in (member.tokens, first)
    }
    assert len(sids) == 1
    assert _refresh(team, first["refresh_token"]).status_code == 200


def test_a_spent_refresh_token_that_comes_back_ends_the_whole_family(team: Team) -> None:
    member = team.join(EMAIL)
    other = team.sign_in(EMAIL).get_json()
    stolen = member.tokens["refresh_token"]
    current = _refresh(team, stolen).get_json()["refresh_token"]
    reused = _refresh(team, stolen)
    assert (reused.status_code, reused.get_json()["type"]) == (401, "urn:problem:refresh-reused")
    assert _refresh(team, current).get_json()["type"] == "urn:problem:session-ended"
    assert _refresh(team, other["refresh_token"]).status_code == 200, "another sign-in is not touched"


def test_of_two_refreshes_with_one_token_at_the_same_moment_one_wins_and_the_family_ends(team: Team) -> None:
    member = team.join(EMAIL)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: _refresh(team, member.tokens["refresh_token"]), range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    (won,) = [answer.get_json() for answer in answers if answer.status_code == 200]
    assert _refresh(team, won["refresh_token"]).status_code == 401


def test_a_refresh_token_we_never_made_is_invalid(team: Team) -> None:
    answer = _refresh(team, "tmr_nonsense")
    assert (answer.status_code, answer.get_json()["type"]) == (401, "urn:problem:refresh-invalid")


@pytest.mark.parametrize("table", [RefreshToken, UserSession])
def test_an_expired_session_can_not_be_refreshed(team: Team, table: type[RefreshToken | UserSession]) -> None:
    member = team.join(EMAIL)
    with team.app.app_context():
        db.session.execute(update(table).values(expires_at=utcnow() - timedelta(seconds=1)))
        db.session.commit()
    assert _refresh(team, member.tokens["refresh_token"]).get_json()["type"] == "urn:problem:session-ended"


def test_signing_out_ends_the_session_and_an_unknown_token_is_no_error(team: Team) -> None:
    member = team.join(EMAIL)
    body = {"refresh_token": member.tokens["refresh_token"]}
    assert team.send("POST", "/auth/revoke", body).status_code == 204
    assert _refresh(team, body["refresh_token"]).status_code == 401
    assert team.send("POST", "/auth/revoke", body).status_code == 204
    assert team.send("POST", "/auth/revoke", {"refresh_token": "tmr_x"}).status_code == 204


def test_refresh_tokens_are_stored_as_hashes(team: Team) -> None:
    member = team.join(EMAIL)
    with team.app.app_context():
        rows = db.session.execute(select(RefreshToken.token_hash)).scalars().all()
        stored = db.session.execute(select(User.password_hash)).scalars().all()
    assert all(member.tokens["refresh_token"].encode() not in row for row in rows)
    assert PASSWORD not in str(stored)


def test_sessions_long_over_are_taken_away_with_their_tokens(team: Team) -> None:
    team.join(EMAIL)
    with team.app.app_context():
        db.session.execute(update(UserSession).values(expires_at=utcnow() - timedelta(days=1)))
        db.session.commit()
    team.sign_in(EMAIL)
    with team.app.app_context():
        for table in (UserSession, RefreshToken):
            assert db.session.execute(select(func.count()).select_from(table)).scalar_one() == 1


def test_an_outdated_hash_is_renewed_at_the_next_sign_in(team: Team) -> None:
    from argon2 import PasswordHasher

    team.join(EMAIL)
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with team.app.app_context():
        db.session.execute(update(User).values(password_hash=weak))
        db.session.commit()
    assert team.sign_in(EMAIL).status_code == 200
    with team.app.app_context():
        assert "m=19456,t=2,p=1" in db.session.execute(select(User.password_hash)).scalar_one()
