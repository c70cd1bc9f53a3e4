"""The rules of approval as values: pure, so that the states can be decided without a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

OwnApproval = Literal["never", "one-person-team", "always"]
FlaggedFigures = Literal["warn", "block"]
EditApproved = Literal["author", "reviewer", "nobody"]
MOST_APPROVALS = 3
LONGEST_REMINDER_HOURS = 24 * 30


@dataclass(frozen=True, slots=True)
class Utm:
    """How links in posts are marked; nothing is added unless `enabled`."""

    enabled: bool = False
    source: str = ""
    medium: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules as they hold now, or the defaults while nobody changed them.

    `edit_approved`: who may still edit an approved draft (reviewers always may where authors do).
    `reminder_after_hours`: 0 reminds never.
    """

    approvals_required: int = 1
    own_approval: OwnApproval = "one-person-team"
    flagged_figures: FlaggedFigures = "warn"
    edit_approved: EditApproved = "author"
    guest_approval_counts: bool = False
    reminder_after_hours: int = 24
    utm: Utm = field(default_factory=Utm)
    version: int = 1
