"""Which language each version of a draft is in, so that it comes back with the text."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# What a model wrote is in the language it was asked for, and so is what people made of it.
AS_WRITTEN = """
    UPDATE revisions SET language = coalesce(
        (SELECT generations.language
           FROM revisions AS written JOIN generations ON generations.id = written.generation_id
          WHERE written.draft_id = revisions.draft_id AND written.number <= revisions.number
          ORDER BY written.number DESC LIMIT 1),
        drafts.language)
      FROM drafts WHERE drafts.id = revisions.draft_id
"""
# A rewrite in another language that came to nothing, or a text that was restored, left the draft with the
# language that was asked for last. What is being written now may be finished by a worker of before, which
# takes it from the draft.
AS_IT_STANDS = """
    UPDATE drafts SET language = was.language
      FROM (SELECT DISTINCT ON (revisions.draft_id) revisions.draft_id, revisions.language
              FROM revisions JOIN drafts ON drafts.id = revisions.draft_id AND drafts.text = revisions.text
             WHERE drafts.text <> '' ORDER BY revisions.draft_id, revisions.number) AS was
     WHERE was.draft_id = drafts.id AND drafts.language <> was.language AND drafts.state <> 'generating'
"""


def upgrade() -> None:
    # A version that doesn't know the column leaves it empty: which language it was is not known then.
    op.add_column("revisions", sa.Column("language", sa.String(8), nullable=True))
    op.execute(AS_WRITTEN)
    op.execute(AS_IT_STANDS)


def downgrade() -> None:
    op.drop_column("revisions", "language")
