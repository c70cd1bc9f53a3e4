"""Alternatives side by side, stopping a generation, the model that writes, and models being fetched."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Defaults of the database's own: a version that doesn't know the columns goes on inserting.
    op.add_column(
        "generations", sa.Column("variants", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("generations", sa.Column("stop_requested_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_generations_model_finished_at",
        "generations",
        ["model", "finished_at"],
        unique=False,
        postgresql_where=sa.text("status = 'done'"),
    )
    op.create_table(
        "alternatives",
        sa.Column("generation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ai_spans", JSONB(), nullable=False),
        sa.Column("prompt", JSONB(), nullable=False),
        sa.Column("answer_format", JSONB(), nullable=True),
        sa.Column("options", JSONB(), nullable=False),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("first_token_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["generation_id"],
            ["generations.id"],
            name=op.f("fk_alternatives_generation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternatives")),
        sa.UniqueConstraint("generation_id", "number", name=op.f("uq_alternatives_generation_id_number")),
    )
    op.create_table(
        "model_choice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_model_choice_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_choice")),
    )
    op.create_table(
        "pulls",
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("step", sa.String(length=120), nullable=False),
        sa.Column("completed", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by_name", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", JSONB(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulls")),
    )
    op.create_index(
        "ix_pulls_unfinished",
        "pulls",
        ["model"],
        unique=True,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_pulls_unfinished",
        table_name="pulls",
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.drop_table("pulls")
    op.drop_table("model_choice")
    op.drop_table("alternatives")
    op.drop_index(
        "ix_generations_model_finished_at",
        table_name="generations",
        postgresql_where=sa.text("status = 'done'"),
    )
    op.drop_column("generations", "stop_requested_at")
    op.drop_column("generations", "variants")
