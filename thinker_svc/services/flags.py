"""The figures check's counts of a draft, kept beside it so that lists can tell what is flagged."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from thinker_svc.models.draft import Draft
from thinker_svc.services import figure_marks
from thinker_svc.services.figure_marks import Counts


def keep(session: Session, draft: Draft) -> Counts:
    """Check the draft as it stands, and keep the counts with the hash they belong to."""
    found = figure_marks.check(session, draft).counts
    kept = {"content_hash": draft.content_hash, "language": draft.language, **asdict(found)}
    if draft.figures != kept:
        draft.figures = kept
    return found


def known(draft: Draft) -> Counts | None:
    """The kept counts; None when they are of other content or another language, or of none."""
    if not figure_marks.reads(draft):
        return Counts(checked=False)  # whatever a version kept that read it all the same
    kept = draft.figures
    if not kept or kept["content_hash"] != draft.content_hash:
        return None
    # That version also kept no language.
    if kept.get("language", draft.language) != draft.language:
        return None
    # A version that knows no marks set aside keeps counts without them.
    return Counts(kept["supported"], kept["contradicted"], kept["unsupported"], kept.get("set_aside", 0))


def counts(session: Session, draft: Draft) -> Counts:
    """The kept counts, or those of a check now, which is not kept: for reading."""
    return known(draft) or figure_marks.check(session, draft).counts
