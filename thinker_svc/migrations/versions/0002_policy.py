"""The rules of approval, and the log of who changed them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

# Changes can be added and read; nothing else, whoever holds the connection.
APPEND_ONLY = """
CREATE FUNCTION policy_changes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'policy_changes is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER policy_changes_no_change BEFORE UPDATE OR DELETE ON policy_changes
    FOR EACH ROW EXECUTE FUNCTION policy_changes_append_only();
CREATE TRIGGER policy_changes_no_truncate BEFORE TRUNCATE ON policy_changes
    FOR EACH STATEMENT EXECUTE FUNCTION policy_changes_append_only();
"""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("approvals_required", sa.Integer(), nullable=False),
        sa.Column("own_approval", sa.String(length=20), nullable=False),
        sa.Column("flagged_figures", sa.String(length=10), nullable=False),
        sa.Column("edit_approved", sa.String(length=10), nullable=False),
        sa.Column("guest_approval_counts", sa.Boolean(), nullable=False),
        sa.Column("reminder_after_hours", sa.Integer(), nullable=False),
        sa.Column("utm", JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("updated_by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_policy_one_row")),
        sa.CheckConstraint("approvals_required BETWEEN 1 AND 3", name=op.f("ck_policy_approvals")),
        sa.CheckConstraint("reminder_after_hours >= 0", name=op.f("ck_policy_reminder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.create_table(
        "policy_changes",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("changes", JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_changes")),
    )
    op.execute(APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("policy_changes")
    op.execute("DROP FUNCTION policy_changes_append_only()")
    op.drop_table("policy")
