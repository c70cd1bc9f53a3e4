"""Places in line, shared answers, fast history; watches and their checks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPEN = sa.text("status IN ('queued', 'running')")
NEW_COLUMNS = ("priority", "question_key", "follows", "watch_id", "answered_by")


def upgrade() -> None:
    # Defaults on the server: the version before this one goes on inserting rows without these columns.
    op.add_column("searches", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("searches", sa.Column("question_key", sa.String(length=64), nullable=True))
    op.add_column("searches", sa.Column("follows", sa.Uuid(), nullable=True))
    op.add_column("searches", sa.Column("watch_id", sa.Uuid(), nullable=True))
    op.add_column("searches", sa.Column("answered_by", sa.Uuid(), nullable=True))
    op.create_index("ix_searches_line", "searches", ["source", "priority", "id"], postgresql_where=_OPEN)
    op.create_index(
        "ix_searches_question", "searches", ["question_key", "as_of"],
        postgresql_where=sa.text("status = 'completed' AND question_key IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_searches_asked", "searches", ["question_key"],
        postgresql_where=sa.text("status IN ('queued', 'running') AND question_key IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_searches_follows", "searches", ["follows"], postgresql_where=sa.text("follows IS NOT NULL")
    )
    op.create_index("ix_searches_geo_id", "searches", ["geo", "id"])
    op.create_index("ix_searches_by_id", "searches", ["requested_by_id", "id"])
    # Part of a keyword is found by its three-letter pieces. A trusted extension: the owner may create it.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_index(
        "ix_searches_keywords", "searches", ["keywords_text"],
        postgresql_using="gin", postgresql_ops={"keywords_text": "gin_trgm_ops"},
    )  # fmt: skip
    op.create_table(
        "watches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("question", JSONB(), nullable=False),
        sa.Column("schedule", JSONB(), nullable=False),
        sa.Column("rule", JSONB(), nullable=False),
        sa.Column("draft", JSONB(), nullable=True),
        sa.Column("cooldown_hours", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_spiked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
    )
    op.create_index("ix_watches_due", "watches", ["next_at"], postgresql_where=sa.text("active"))
    op.create_table(
        "watch_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("watch_id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("findings", JSONB(), nullable=False),
        sa.Column("error", JSONB(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('pending', 'quiet', 'spiked', 'cooling', 'failed')",
            name=op.f("ck_watch_checks_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watches.id"], name=op.f("fk_watch_checks_watch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_checks")),
        sa.UniqueConstraint("search_id", name=op.f("uq_watch_checks_search_id")),
    )
    op.create_index("ix_watch_checks_watch_id", "watch_checks", ["watch_id", "id"])
    op.create_index(
        "ix_watch_checks_pending", "watch_checks", ["id"], postgresql_where=sa.text("outcome = 'pending'")
    )


def downgrade() -> None:
    op.drop_table("watch_checks")
    op.drop_table("watches")
    for name in ("keywords", "by_id", "geo_id", "follows", "asked", "question", "line"):
        op.drop_index(f"ix_searches_{name}", table_name="searches")
    for column in NEW_COLUMNS[::-1]:
        op.drop_column("searches", column)
    op.execute("DROP EXTENSION IF EXISTS pg_trgm")
