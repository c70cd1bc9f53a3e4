"""Where a card of the board may go: only by what its reader may do with the draft."""

from dataclasses import dataclass

from flask import url_for
from flask_login import current_user

from portal.models.drafts import Draft
from svckit.auth import Role

COLUMNS = (
    "generating",
    "generation_failed",
    "draft",
    "changes_requested",
    "in_review",
    "approved",
    "rejected",
)
ALWAYS = frozenset(("draft", "changes_requested", "in_review", "approved"))
"""Columns that stand there even when empty."""
DONE = {
    "submit": "Submitted for review",
    "withdraw": "Taken back",
    "archive": "Archived",
    "unarchive": "Fetched back",
    "reassign": "Given away",
}
ASKED = {
    "submit": "Submit for review",
    "withdraw": "Take back",
    "archive": "Archive",
    "unarchive": "Fetch back",
    "reassign": "Give to somebody else",
}


@dataclass(frozen=True)
class Move:
    """``to``: the column it leads to. With ``href`` it is decided on another page, after reading."""

    name: str
    to: str
    do: str = ""
    href: str = ""


def moves(draft: Draft) -> list[Move]:
    may, found = draft.permissions, []
    if may.submit.allowed:
        found.append(Move("Submit for review", "in_review", do="submit"))
    if may.withdraw.allowed:
        found.append(Move("Take it back", "draft", do="withdraw"))
    if may.approve.allowed or may.request_changes.allowed or may.reject.allowed:
        review = url_for("review.one", draft_id=draft.id)
        ways = (
            ("approved", may.approve),
            ("changes_requested", may.request_changes),
            ("rejected", may.reject),
        )
        names = {"approved": "Read and approve", "changes_requested": "Ask for changes", "rejected": "Reject"}
        found += [Move(names[to], to, href=review) for to, permission in ways if permission.allowed]
    if _is_theirs(draft) and not _is_waited_for(draft):
        found.append(Move("Archive", "archived", do="archive"))
    return found


def _is_theirs(draft: Draft) -> bool:
    """Whether the visitor may put it away: its author, and any reviewer; whether they may edit it or not."""
    role = current_user.role
    return bool(role >= Role.REVIEWER or (role >= Role.AUTHOR and draft.author.id == current_user.id))


def _is_waited_for(draft: Draft) -> bool:
    """Whether somebody, or a publication, waits for it: it is taken back first."""
    if draft.state == "approved":
        return draft.publication is None or draft.publication.state in {"scheduled", "publishing"}
    return draft.state in {"generating", "in_review"}
