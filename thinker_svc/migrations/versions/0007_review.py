"""Approvals given so far, holds, the figures check's counts, reminders, and what each reviewer last read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DUE_AT = "coalesce(publish_at, '9999-12-31 00:00:00+00'::timestamptz)"


def upgrade() -> None:
    # Defaults of the database's own: a version that doesn't know the columns goes on inserting.
    op.add_column(
        "drafts", sa.Column("approvals", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False)
    )
    op.add_column("drafts", sa.Column("held", JSONB(), nullable=True))
    op.add_column("drafts", sa.Column("figures", JSONB(), nullable=True))
    op.add_column("drafts", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "drafts",
        sa.Column("due_at", sa.DateTime(timezone=True), sa.Computed(DUE_AT, persisted=True), nullable=False),
    )
    op.create_index(
        "ix_drafts_in_review",
        "drafts",
        ["due_at", "submitted_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'in_review'"),
    )
    op.create_table(
        "looks",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("texts", JSONB(), nullable=False),
        sa.Column("images", JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_looks_draft_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_looks")),
    )


def downgrade() -> None:
    op.drop_table("looks")
    op.drop_index("ix_drafts_in_review", table_name="drafts", postgresql_where=sa.text("state = 'in_review'"))
    op.drop_column("drafts", "due_at")
    op.drop_column("drafts", "reminded_at")
    op.drop_column("drafts", "figures")
    op.drop_column("drafts", "held")
    op.drop_column("drafts", "approvals")
