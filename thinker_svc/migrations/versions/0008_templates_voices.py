"""Prompt templates and brand voices, each in versions that never change; test runs; what a draft was written
with. The templates that come with the product are its first rows, from their files."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
BUILT_IN = (("closing-question", "Closing question", "question"), ("full-post", "Full post", "post"))

# A version can be added and read; nothing else, whoever holds the connection.
APPEND_ONLY = """
CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
"""


def upgrade() -> None:
    for table, extra in (("templates", [sa.Column("kind", sa.String(10), nullable=False)]), ("voices", [])):
        one = table.removesuffix("s")
        op.create_table(
            table,
            *extra,
            *_head(),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        unique = ["kind"] if extra else []
        op.create_index(
            f"uq_{table}_name", table, [sa.text("lower(name)")], unique=True,
            postgresql_where=sa.text("archived_at IS NULL"),
        )  # fmt: skip
        op.create_index(
            f"uq_{table}_default", table, unique or ["is_default"], unique=True,
            postgresql_where=sa.text("is_default"),
        )  # fmt: skip
        op.create_table(
            f"{one}_versions",
            sa.Column(f"{one}_id", sa.Uuid(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("name", sa.String(80), nullable=False),
            sa.Column("content", JSONB(), nullable=False),
            sa.Column("note", sa.String(200), nullable=False),
            sa.Column("author_id", sa.Uuid(), nullable=True),
            sa.Column("author_name", sa.String(120), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint([f"{one}_id"], [f"{table}.id"], name=op.f(f"fk_{one}_versions_{one}_id")),
            sa.PrimaryKeyConstraint(f"{one}_id", "number", name=op.f(f"pk_{one}_versions")),
        )
    _seed()
    for table in ("template_versions", "voice_versions"):
        op.execute(APPEND_ONLY.format(table=table))
    _test_runs()
    op.add_column("drafts", _language())
    for column in (
        _language(),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("voice_id", sa.Uuid(), nullable=True),
        sa.Column("voice", sa.String(80), nullable=True),
        sa.Column("voice_version", sa.Integer(), nullable=True),
    ):
        op.add_column("generations", column)


def _head() -> list[sa.Column[Any]]:
    return [
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _language() -> sa.Column[str]:
    # A default of the database's own: a version that doesn't know the column goes on inserting.
    return sa.Column("language", sa.String(8), server_default=sa.text("'en'"), nullable=False)


def _test_runs() -> None:
    op.create_table(
        "test_runs",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("wishes", JSONB(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(120), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result", JSONB(), nullable=True),
        sa.Column("error", JSONB(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by_name", sa.String(120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["templates.id"], name=op.f("fk_test_runs_template_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_runs")),
    )
    op.create_index(
        "ix_test_runs_unfinished", "test_runs", ["status"], unique=False,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )  # fmt: skip
    op.create_index("ix_test_runs_created_at", "test_runs", ["created_at"], unique=False)


def _seed() -> None:
    now = datetime.now(UTC)
    for slug, name, kind in BUILT_IN:
        content = json.loads((PROMPTS / f"{slug}.v1.json").read_text(encoding="utf-8"))
        content = {key: value for key, value in content.items() if key not in ("id", "version", "for")}
        template_id = uuid5(NAMESPACE_URL, f"template:{slug}")
        op.execute(
            sa.text(
                "INSERT INTO templates (id, kind, name, version, built_in, is_default, author_name, "
                "created_at, updated_at) VALUES (:id, :kind, :name, 1, true, true, '', :now, :now)"
            ).bindparams(id=template_id, kind=kind, name=name, now=now)
        )
        op.execute(
            sa.text(
                "INSERT INTO template_versions (template_id, number, name, content, note, author_name, "
                "created_at) VALUES (:id, 1, :name, CAST(:content AS jsonb), '', '', :now)"
            ).bindparams(id=template_id, name=name, content=json.dumps(content), now=now)
        )


def downgrade() -> None:
    for name in ("voice_version", "voice", "voice_id", "template_id", "language"):
        op.drop_column("generations", name)
    op.drop_column("drafts", "language")
    op.drop_table("test_runs")
    for table in ("voices", "templates"):
        versions = f"{table.removesuffix('s')}_versions"
        op.drop_table(versions)
        op.execute(f"DROP FUNCTION {versions}_append_only()")
        op.drop_table(table)
