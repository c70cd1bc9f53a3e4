"""Reviewing: what waits, how far it is, what somebody has read of it, and the rules."""

from datetime import datetime
from typing import Any

from pydantic import Field

from portal.models.base import Read, Text
from portal.models.people import Person


class GivenApproval(Read):
    """Somebody's signature under just this content. ``counts``: it is one of those needed."""

    reviewer: Person
    at: datetime
    guest: bool = False
    counts: bool = True


class Approvals(Read):
    """How many signatures it takes, and whose there are."""

    needed: int = 1
    given: list[GivenApproval] = Field(default_factory=list)

    @property
    def counted(self) -> int:
        return sum(one.counts for one in self.given)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.counted)


class Held(Read):
    """Who keeps a draft from being approved, and until when in their words."""

    by: Person
    at: datetime
    reason: Text = ""


class FigureCounts(Read):
    """How many figures of the text the data bears out, contradicts, or says nothing of. ``set_aside``: it
    doesn't bear them out, but somebody said why they hold. ``checked``: False in a language that the check
    doesn't read."""

    supported: int = 0
    contradicted: int = 0
    unsupported: int = 0
    set_aside: int = 0
    checked: bool = True

    @property
    def flagged(self) -> int:
        return self.contradicted + self.unsupported

    @property
    def total(self) -> int:
        return self.supported + self.flagged + self.set_aside


class SeenImage(Read):
    """A picture as it was when it was looked at."""

    sha256: str
    alt: Text = ""


class SeenBeside(Read):
    """What stood beside the content: when and where it goes out, and why marks were set aside, by mark."""

    publish_at: datetime | None = None
    account_ids: list[str] = Field(default_factory=list)
    reasons: dict[str, str] = Field(default_factory=dict)


class Seen(Read):
    """What somebody had read of a draft. ``beside``: None where nobody kept it."""

    version: int
    title: Text = ""
    texts: dict[str, str] = Field(default_factory=dict)
    images: list[SeenImage] = Field(default_factory=list)
    beside: SeenBeside | None = None
    at: datetime


class Look(Read):
    """The version somebody has before them, and what they had read before it."""

    version: int
    at: datetime
    before: Seen | None = None


class ApprovalResult(Read):
    """What became of one of several approvals: ``approved``, ``given`` or ``refused``."""

    draft_id: str
    title: Text = ""
    outcome: str
    detail: Text = ""


class Utm(Read):
    """How links in posts are marked."""

    enabled: bool = False
    source: Text = ""
    medium: Text = ""
    campaign: Text = ""


class Policy(Read):
    """The team's rules of approval."""

    approvals_required: int = 1
    own_approval: str = "one-person-team"
    flagged_figures: str = "warn"
    edit_approved: str = "author"
    guest_approval_counts: bool = False
    reminder_after_hours: int = 24
    utm: Utm = Utm()
    version: int = 1
    updated_at: datetime | None = None
    updated_by: Person | None = None
    reviewers: int = 0

    @property
    def blocks(self) -> bool:
        """Whether a flagged figure stands in the way."""
        return self.flagged_figures == "block"


class PolicyChange(Read):
    """Who changed which rules when: ``{field: [before, after]}``."""

    at: datetime
    actor: Person
    changes: dict[str, list[Any]] = Field(default_factory=dict)
