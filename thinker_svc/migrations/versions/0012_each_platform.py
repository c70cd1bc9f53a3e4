"""Texts that a generation writes for single platforms, and which words in them are the model's."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# A version that doesn't know the columns leaves them at what is true of its own work: nothing of the kind.
ADDED = (("drafts", "platform_passages"), ("generations", "own_texts"), ("alternatives", "own_texts"))


def upgrade() -> None:
    for table, name in ADDED:
        op.add_column(table, sa.Column(name, JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False))
    op.add_column(
        "generations",
        sa.Column("each_platform", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("generations", "each_platform")
    for table, name in reversed(ADDED):
        op.drop_column(table, name)
