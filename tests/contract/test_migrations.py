"""Each service's migrations make the tables its models describe, and can be taken back one by one."""

from collections.abc import Callable
from pathlib import Path

import flask_migrate
import psycopg
import pytest
from pydantic import SecretStr

from svckit.config import DatabaseSettings
from svckit.migrate import migrating
from svckit.testing.servers import ROOT

SERVICES = ("users_svc", "trends_svc", "thinker_svc", "tweeter_svc", "notify_svc")


def tables(url: str) -> set[str]:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {str(row[0]) for row in found}


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_make_what_the_models_say_and_can_all_be_taken_back(
    service: str, new_database: Callable[[], str]
) -> None:
    url = new_database()
    settings = DatabaseSettings(database_url=SecretStr(url), public_url="http://127.0.0.1")
    with migrating(service, settings):
        flask_migrate.upgrade()
        flask_migrate.check()
        made = tables(url)
        flask_migrate.downgrade(revision="base")
        assert tables(url) == {"alembic_version"}
        flask_migrate.upgrade()
    assert tables(url) == made


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_are_numbered_without_gaps(service: str) -> None:
    files = sorted(Path(ROOT, service, "migrations", "versions").glob("[0-9]*.py"))
    assert [file.name[:4] for file in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
