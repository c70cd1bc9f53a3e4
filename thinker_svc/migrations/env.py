"""Alembic runs this file."""

from svckit.migration_env import run

run()
