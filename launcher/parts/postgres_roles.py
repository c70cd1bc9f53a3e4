"""`python -m launcher.parts.postgres_roles`: a role and a database per service, made or brought up to date.

Reads ADMIN_DATABASE_URL and DATABASE_ROLES (JSON, name to password) from the environment.
"""

from __future__ import annotations

import json
import os

import psycopg
from psycopg import sql


def main() -> None:
    roles: dict[str, str] = json.loads(os.environ["DATABASE_ROLES"])
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as connection:
        for name, password in roles.items():
            _ensure_role(connection, name, password)
            _ensure_database(connection, name)
    print(f"roles and databases ready: {', '.join(roles)}")


def _ensure_role(connection: psycopg.Connection, name: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
    connection.execute(
        sql.SQL("{} {} LOGIN PASSWORD {}").format(verb, sql.Identifier(name), sql.Literal(password))
    )


def _ensure_database(connection: psycopg.Connection, name: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(name))
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


if __name__ == "__main__":
    main()
