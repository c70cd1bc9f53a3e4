"""How far a draft's review is, as the API shows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from thinker_svc.models.draft import Draft
from thinker_svc.services import approval, permits
from thinker_svc.services.figure_marks import Counts
from thinker_svc.services.states import Caller
from thinker_svc.services.terms import Policy

FIELDS = ("approvals", "held", "figures", "permissions")


def shown(row: Draft, caller: Caller, policy: Policy, counts: Counts | None) -> dict[str, Any]:
    """The fields of a draft that follow from its review and the policy. `counts`: None where unknown."""
    return {
        "approvals": {
            "needed": policy.approvals_required,
            "given": [
                {
                    "reviewer": {"id": one.signer.id, "name": one.signer.name},
                    "at": one.at,
                    "guest": one.signer.guest,
                    "counts": one.counts(policy),
                }
                for one in approval.given(row)
            ],
        },
        "held": row.held,
        "figures": asdict(counts) if counts else None,
        "permissions": permits.permissions(row, caller, policy, counts.flagged if counts else 0),
    }
