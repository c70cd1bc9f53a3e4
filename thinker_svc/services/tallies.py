"""The counts of drafts by author, state and platform: kept as differences, folded together now and then."""

from __future__ import annotations

from sqlalchemy.orm import Session

from thinker_svc import queries_lists

EVERY_SECONDS = 15.0
WORTH_FOLDING = 500


def fold(session: Session) -> None:
    """One round; any number of processes may do this at once. Nobody's count changes by it."""
    if queries_lists.tally_lines(session, WORTH_FOLDING) >= WORTH_FOLDING:
        session.execute(queries_lists.FOLD)
