"""Images of drafts, and what people say about them.

Additive: a running older version goes on writing drafts and revisions, which then have no images.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "images",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_images")),
    )
    for table in ("drafts", "revisions"):
        op.add_column(
            table, sa.Column("images", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb"))
        )
    op.create_table(
        "comments",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", JSONB(), nullable=False),
        sa.Column("anchor", JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("resolved_by_name", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_comments_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["comments.id"], name=op.f("fk_comments_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_thread_id_id", "comments", ["thread_id", "id"], unique=False)
    op.create_index(
        "ix_comments_threads",
        "comments",
        ["draft_id", "id"],
        unique=False,
        postgresql_where=sa.text("thread_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_comments_threads", table_name="comments", postgresql_where=sa.text("thread_id IS NULL"))
    op.drop_index("ix_comments_thread_id_id", table_name="comments")
    op.drop_table("comments")
    for table in ("revisions", "drafts"):
        op.drop_column(table, "images")
    op.drop_table("images")
