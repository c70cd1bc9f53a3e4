"""Migrations go forth and back, and the version before them goes on working meanwhile."""

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg

from svckit.testing.servers import ROOT


def migrate(url: str, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "svckit.migrate", "trends_svc", *words],
        env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


OLD_INSERT = """
INSERT INTO searches (id, keywords, keywords_text, geo, timeframe, category, property, requested_by_id,
    requested_by_name, created_at, status, source, sample, cached, step, steps_done, steps_total, message,
    attempts, losses, hint_at, hints)
VALUES (gen_random_uuid(), '["a"]', 'a', '', 'all', 0, '', gen_random_uuid(), 'x', now(), 'queued', 'google',
    false, false, 'queued', 0, 0, '', 0, 0, now(), 0)
"""


def test_migrations_can_be_taken_back_and_the_old_version_goes_on_writing(
    new_database: Callable[[], str],
) -> None:
    url = new_database()
    plain = url.replace("+psycopg", "")
    migrate(url, "upgrade")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(OLD_INSERT)
    migrate(url, "downgrade", "0001")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(OLD_INSERT)
    migrate(url, "upgrade")
    with psycopg.connect(plain, autocommit=True) as connection:
        counted = connection.execute("SELECT count(*), max(priority) FROM searches").fetchone()
    assert counted == (2, 0)
