"""What the policy's API reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from svckit.schemas import Person, Schema
from thinker_svc.services.terms import (
    LONGEST_REMINDER_HOURS,
    MOST_APPROVALS,
    EditApproved,
    FlaggedFigures,
    OwnApproval,
)

UtmValue = Annotated[
    str, StringConstraints(max_length=100, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class UtmRule(Schema):
    """How links in posts are marked for the team's statistics."""

    enabled: bool = False
    source: UtmValue = ""
    medium: UtmValue = ""
    campaign: UtmValue = ""


class PolicyBody(Schema):
    """The rules of approval, all of them."""

    approvals_required: int = Field(ge=1, le=MOST_APPROVALS, description="Of different people.")
    own_approval: OwnApproval = Field(description="Whether people may approve what they wrote.")
    flagged_figures: FlaggedFigures = Field(
        description="What a figure without a data point does at submitting and approving. Where a language "
        "isn't checked, nothing is blocked."
    )
    edit_approved: EditApproved = Field(description="Who may edit what is approved and not yet out.")
    guest_approval_counts: bool = Field(description="Whether a guest's approval is one of those needed.")
    reminder_after_hours: int = Field(ge=0, le=LONGEST_REMINDER_HOURS, description="0: never.")
    utm: UtmRule


class PolicyOut(PolicyBody):
    version: int
    updated_at: datetime | None = Field(description="null: nobody changed the defaults.")
    updated_by: Person | None
    i_may_approve_my_own: bool
    reviewers: int = Field(description="How many active people may approve, as far as is known here.")


class PolicyChangeOut(Schema):
    id: UUID
    at: datetime
    actor: Person
    version: int
    changes: dict[str, list[Any]] = Field(description="`{field: [before, after]}`.")


class PolicyChangesOut(Schema):
    items: list[PolicyChangeOut]
    next: str | None
