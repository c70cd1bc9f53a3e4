"""Signing keys, the audit log, the schema and the command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, inspect, select, text, update
from sqlalchemy.exc import ProgrammingError

from svckit.db import unit_of_work, utcnow
from svckit.testing.servers import ROOT
from users_svc.cli import cli
from users_svc.models import AuditEvent, SigningKey, User, db
from users_svc.services import audit, keys
from users_svc.tests.factories import PASSWORD, Member, Team

EMAIL = "ada@team.example"


def _kid(member: Member) -> str:
    return str(jwt.get_unverified_header(member.tokens["access_token"])["kid"])


def _published(team: Team) -> set[str]:
    return {key["kid"] for key in team.send("GET", "/auth/jwks.json").get_json()["keys"]}


def test_processes_that_start_together_make_one_key(make_app: Callable[..., Flask]) -> None:
    teams = [Team(make_app()) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        published = list(pool.map(_published, teams))
    assert len(set.union(*published)) == 1


def test_a_rotated_key_goes_on_verifying_while_its_tokens_live(
    team: Team, make_app: Callable[..., Flask]
) -> None:
    member = team.join(EMAIL)
    with team.app.app_context(), unit_of_work(db) as session:
        new = keys.rotate(session, keys.Seal("k" * 40), utcnow(), revoke_old=False).kid
    fresh = Team(make_app())
    assert _published(fresh) == {_kid(member), new}
    assert Member(fresh, EMAIL, member.tokens).send("GET", "/users/me").status_code == 200
    assert _kid(Member(fresh, EMAIL, fresh.sign_in(EMAIL).get_json())) == new


def test_a_leaked_key_can_be_withdrawn_at_once(team: Team, make_app: Callable[..., Flask]) -> None:
    member = team.join(EMAIL)
    with team.app.app_context(), unit_of_work(db) as session:
        keys.rotate(session, keys.Seal("k" * 40), utcnow(), revoke_old=True)
    fresh = Team(make_app())
    assert _kid(member) not in _published(fresh)
    assert Member(fresh, EMAIL, member.tokens).send("GET", "/users/me").status_code == 401


def test_a_successor_is_published_a_day_before_it_signs(team: Team, make_app: Callable[..., Flask]) -> None:
    member = team.join(EMAIL)
    with team.app.app_context():
        db.session.execute(update(SigningKey).values(signs_until=utcnow() + timedelta(hours=3)))
        db.session.commit()
    fresh = Team(make_app())
    assert len(_published(fresh)) == 2
    assert _kid(Member(fresh, EMAIL, fresh.sign_in(EMAIL).get_json())) == _kid(member)
    assert len(_published(Team(make_app()))) == 2, "and only one successor"


def test_after_a_long_sleep_a_new_key_is_made(team: Team, make_app: Callable[..., Flask]) -> None:
    member = team.join(EMAIL)
    past = utcnow() - timedelta(days=3)
    with team.app.app_context():
        db.session.execute(update(SigningKey).values(signs_until=past, published_until=past))
        db.session.commit()
    fresh = Team(make_app())
    assert fresh.sign_in(EMAIL).status_code == 200
    assert _kid(member) not in _published(fresh)


def test_another_secret_key_is_told_in_words_and_not_overwritten(
    team: Team, make_app: Callable[..., Flask]
) -> None:
    team.join(EMAIL)
    wrong = Team(make_app(users_secret_key="z" * 40))
    answer = wrong.sign_in(EMAIL)
    assert (answer.status_code, answer.get_json()["type"]) == (503, "urn:problem:signing-key-sealed")
    assert "USERS_SECRET_KEY" in answer.get_json()["detail"]
    assert Team(make_app()).sign_in(EMAIL).status_code == 200


def test_the_audit_log_says_who_did_what(team: Team) -> None:
    admin = team.join("admin@team.example")
    member = team.join(EMAIL, role="reviewer", by=admin)
    with team.app.app_context():
        rows = db.session.execute(select(AuditEvent).order_by(AuditEvent.seq)).scalars().all()
        changed = [row for row in rows if row.action == "user.role_changed"]
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert audit.first_broken(db.session()) is None
    assert [(str(row.actor_id), str(row.subject_id), row.detail) for row in changed] == [
        (admin.id, member.id, {"before": "author", "after": "reviewer"})
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET actor_name = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
    ],
)
def test_the_database_refuses_to_change_the_audit_log(team: Team, statement: str) -> None:
    team.register(EMAIL)
    with team.app.app_context():
        with pytest.raises(ProgrammingError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


@pytest.mark.parametrize(
    ("tampering", "line"),
    [
        ("UPDATE audit_events SET actor_name = 'Mallory' WHERE seq = 2", 2),
        ("UPDATE audit_events SET detail = '{}' WHERE seq = 1", 1),
        ("DELETE FROM audit_events WHERE seq = 2", 2),
    ],
)
def test_whoever_gets_around_the_trigger_is_found_out_by_the_chain(
    team: Team, tampering: str, line: int
) -> None:
    for n in range(3):
        team.register(f"p{n}@team.example")
    with team.app.app_context():
        db.session.execute(text("SET session_replication_role = replica"))
        db.session.execute(text(tampering))
        assert audit.first_broken(db.session()) == line
        db.session.rollback()


def test_the_chain_holds_when_many_write_at_once(team: Team) -> None:
    team.join(EMAIL)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: team.sign_in(EMAIL), range(16)))
    with team.app.app_context():
        assert audit.first_broken(db.session()) is None
        count = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "session.started")
        assert db.session.execute(count).scalar_one() == 17


def _cli(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_create_admin_prints_a_password_once_that_must_be_changed(
    team: Team, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "users_svc.cli", "create-admin", "--email", "Root@team.example"]
    ran = subprocess.run(
        [*command, "--name", "Root"],
        env={**os.environ, **environment}, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    (line,) = [line for line in ran.stdout.splitlines() if line.startswith("One-time password: ")]
    password = line.removeprefix("One-time password: ")
    answer = team.sign_in("root@team.example", password).get_json()
    assert (answer["user"]["role"], answer["user"]["must_change_password"]) == ("admin", True)
    again = subprocess.run(
        [*command, "--name", "Root"],
        env={**os.environ, **environment}, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "already" in again.stdout
    assert "password" not in again.stdout
    member = Member(team, "root@team.example", answer)
    body = {"current": password, "new": PASSWORD}
    assert member.send("POST", "/users/me/password", body).status_code == 204
    assert member.send("GET", "/users/me").get_json()["must_change_password"] is False
    assert [event["type"] for event in team.events()] == ["user.registered", "user.verified"]


def test_create_admin_is_the_way_back_in_for_a_deployment_whose_admins_can_not_sign_in(
    team: Team, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    team.register(EMAIL)
    said = _cli(environment, monkeypatch, "create-admin", "--email", EMAIL, "--name", "Ada")
    password = said.split("One-time password: ")[1].split()[0]
    assert team.sign_in(EMAIL, password).get_json()["user"]["role"] == "admin"
    with team.app.app_context():
        assert db.session.execute(select(func.count()).select_from(User)).scalar_one() == 1


def test_the_command_line_rotates_keys_and_checks_the_log(
    team: Team, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, make_app: Callable[..., Flask]
) -> None:
    team.join(EMAIL)
    new = _cli(environment, monkeypatch, "rotate-keys").split(": ")[1].strip()
    assert new in _published(Team(make_app()))
    assert "holds" in _cli(environment, monkeypatch, "verify-audit")


def test_every_migration_can_be_undone_and_done_again(database_url: str, environment: dict[str, str]) -> None:
    def migrate(*action: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "svckit.migrate", "users_svc", *action],
            env={**os.environ, **environment}, cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip

    migrate("downgrade", "base")
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        left = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' UNION "
            "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'"
        ).fetchall()
    assert left == [("alembic_version",)]
    migrate("upgrade")


def test_the_migrations_make_the_tables_that_the_models_describe(app: Flask) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [
            difference
            for difference in compare_metadata(context, db.metadata)
            if not (difference[0] == "remove_table" and difference[1].name == "alembic_version")
        ]
        assert found == []
        assert "users" in inspect(connection).get_table_names()
