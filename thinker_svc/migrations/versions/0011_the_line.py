"""When a generation was last sent to a worker, and when it went to the end of the line again: neither is the
moment it was first queued, which says who is next."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A version that doesn't know the columns leaves them empty: then the moment of queueing stands for both.
    op.add_column("generations", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("generations", sa.Column("put_back_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("generations", "put_back_at")
    op.drop_column("generations", "sent_at")
