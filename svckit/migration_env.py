"""Alembic's environment, the same for every service: ``migrations/env.py`` calls ``run()``."""

from typing import Any

from alembic import context as alembic_context
from flask import current_app
from sqlalchemy import text

LOCK = 7306
"""Advisory lock: two migrators of one database wait for each other instead of colliding."""


def run() -> None:
    """Migrate online, in one transaction per revision, under a lock."""
    db = current_app.extensions["migrate"].db

    def skip_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
        writes = getattr(alembic_context.config.cmd_opts, "autogenerate", False)
        if writes and directives and directives[0].upgrade_ops.is_empty():
            directives[:] = []

    def ours(_item: Any, _name: Any, _kind: Any, reflected: bool, compare_to: Any) -> bool:
        """What only the database knows (written in SQL, kept by triggers) is never dropped by itself."""
        return compare_to is not None or not reflected

    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
            # What waits too long for a lock gives up rather than stop a running old version.
            connection.execute(text("SET lock_timeout = '10s'"))
            connection.execute(text("SET statement_timeout = 0"))
            connection.commit()
        alembic_context.configure(
            connection=connection,
            target_metadata=db.metadatas[None],
            compare_type=True,
            include_object=ours,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
            process_revision_directives=skip_empty,
        )
        with alembic_context.begin_transaction():
            alembic_context.run_migrations()
