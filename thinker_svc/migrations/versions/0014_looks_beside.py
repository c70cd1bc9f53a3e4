"""What besides the content a reviewer had read: its time, its accounts, what was said of its figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A version that doesn't know the column leaves it empty: what stood beside the content is not known then.
    op.add_column("looks", sa.Column("beside", JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("looks", "beside")
