"""The database's shape is what the models say, and every step can be taken back."""

import os
import subprocess
import sys
from collections.abc import Callable

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from svckit.testing.servers import ROOT
from tweeter_svc.models import Base


def migrate(url: str, *what: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "svckit.migrate", "tweeter_svc", *what],
        env={**os.environ, "DATABASE_URL": url},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def test_migrations_go_up_down_and_up_again_and_match_the_models(new_database: Callable[[], str]) -> None:
    url = new_database()
    migrate(url, "upgrade")
    migrate(url, "downgrade", "base")
    engine = create_engine(url)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(url, "upgrade")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []
