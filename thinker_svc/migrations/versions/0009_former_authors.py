"""Whose a draft was before: whoever wrote it doesn't sign it, also after it was given to somebody else."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A default of the database's own: a version that doesn't know the column goes on inserting.
    op.add_column(
        "drafts",
        sa.Column("former_author_ids", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("drafts", "former_author_ids")
