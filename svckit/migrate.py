"""``python -m svckit.migrate trends_svc upgrade|downgrade|revision|current``

Alembic stays out of the servers: migrations run in a process of their own, before the new version
starts. ``revision`` needs a message: ``… revision "add watches"``.
"""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate, downgrade, revision, upgrade
from flask_migrate import current as show_current
from flask_sqlalchemy import SQLAlchemy

from svckit import db as database
from svckit.config import DatabaseSettings, load


class _MigrateSettings(DatabaseSettings):
    public_url: str = "http://127.0.0.1"  # not needed here, but every Settings has it


@contextmanager
def migrating(package: str, settings: DatabaseSettings) -> Iterator[Path]:
    """Where a package's migrations lie, inside the context of a bare app with its database."""
    models = importlib.import_module(f"{package}.models")
    db: SQLAlchemy = models.db
    app = Flask(package)
    database.init_app(app, db, settings.database_url.get_secret_value(), threads=1)
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"There is no package {package}.")
    folder = Path(next(iter(found.submodule_search_locations))) / "migrations"
    Migrate(app, db, directory=str(folder), compare_type=True)
    with app.app_context():
        try:
            yield folder
        finally:
            db.engine.dispose()


def _next_revision(folder: Path) -> str:
    return f"{len(list((folder / 'versions').glob('[0-9]*.py'))) + 1:04d}"


def upgrade_database(package: str, settings: DatabaseSettings) -> None:
    """Bring a package's database to the newest revision, in this process."""
    with migrating(package, settings):
        upgrade(revision="head")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m svckit.migrate", description=__doc__)
    parser.add_argument("package", help="e.g. trends_svc")
    parser.add_argument("action", choices=["upgrade", "downgrade", "revision", "current"])
    parser.add_argument("target", nargs="?", help="revision, or the message of a new one")
    options = parser.parse_args(argv)
    with migrating(options.package, load(_MigrateSettings)) as folder:
        if options.action == "upgrade":
            upgrade(revision=options.target or "head")
        elif options.action == "downgrade":
            downgrade(revision=options.target or "-1")
        elif options.action == "current":
            show_current()
        else:
            revision(
                message=options.target or "change",
                autogenerate=True,
                rev_id=_next_revision(folder),
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
