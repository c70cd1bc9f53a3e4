"""The team's rules of approval: read by whatever decides, changed by admins, every change written down."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.paging import Page, keyset
from svckit.problems import PreconditionFailed
from thinker_svc.models.policy import PolicyChange, PolicyRow
from thinker_svc.services.terms import EditApproved, FlaggedFigures, OwnApproval, Policy, Utm

__all__ = [
    "EditApproved",
    "FlaggedFigures",
    "OwnApproval",
    "Policy",
    "Utm",
    "change",
    "changed",
    "current",
    "history",
]
_LOCK = 0x7468_696E_0001


@dataclass(frozen=True, slots=True)
class Changed:
    """Who changed the policy last, and when."""

    by_id: UUID
    by_name: str
    at: datetime


def current(session: Session) -> Policy:
    """The policy that holds now."""
    return _policy(session.get(PolicyRow, 1, populate_existing=True))


def changed(session: Session) -> Changed | None:
    """None while the defaults hold."""
    row = session.get(PolicyRow, 1)
    return Changed(row.updated_by_id, row.updated_by_name, row.updated_at) if row else None


def change(session: Session, principal: Principal, seen_version: int, wanted: Policy) -> Policy:
    """Have `wanted` hold from now on, whatever its `version` says. What it says already changes nothing.

    Raises:
        PreconditionFailed: `stale-content`: somebody changed it since.
    """
    # The first change makes the row, so there may be none to lock.
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    row = session.get(PolicyRow, 1, populate_existing=True)
    before = _policy(row)
    if before.version != seen_version:
        raise PreconditionFailed(
            "stale-content",
            "Somebody changed the policy since you opened it. Read it again, then repeat your change.",
            current_version=before.version,
        )
    changes = _differences(before, wanted)
    if not changes:
        return before
    if row is None:
        row = PolicyRow(id=1)
        session.add(row)
    for name in _FIELDS:
        setattr(row, name, asdict(wanted)[name])
    row.version, row.updated_at = before.version + 1, utcnow()
    row.updated_by_id, row.updated_by_name = principal.id, principal.name
    session.add(
        PolicyChange(version=row.version, actor_id=principal.id, actor_name=principal.name, changes=changes)
    )
    session.flush()
    return _policy(row)


def history(session: Session, *, cursor: str | None, limit: int) -> Page[PolicyChange]:
    """Who changed what when, the newest first."""
    return keyset(session, select(PolicyChange), (PolicyChange.id,), cursor=cursor, limit=limit)


_FIELDS = (
    "approvals_required",
    "own_approval",
    "flagged_figures",
    "edit_approved",
    "guest_approval_counts",
    "reminder_after_hours",
    "utm",
)


def _policy(row: PolicyRow | None) -> Policy:
    if row is None:
        return Policy()
    return Policy(
        approvals_required=row.approvals_required,
        own_approval=_one_of(row.own_approval, OwnApproval),
        flagged_figures=_one_of(row.flagged_figures, FlaggedFigures),
        edit_approved=_one_of(row.edit_approved, EditApproved),
        guest_approval_counts=row.guest_approval_counts,
        reminder_after_hours=row.reminder_after_hours,
        utm=Utm(**row.utm),
        version=row.version,
    )


def _one_of(value: str, allowed: Any) -> Any:
    if value not in get_args(allowed):
        raise ValueError(f"{value!r} is no rule known here: {get_args(allowed)}")
    return value


def _differences(before: Policy, after: Policy) -> dict[str, list[Any]]:
    """`{field: [before, after]}`, a field of utm as `utm.field`."""
    old, new = _flat(before), _flat(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def _flat(policy: Policy) -> dict[str, Any]:
    values = asdict(policy)
    utm = values.pop("utm")
    del values["version"]
    return values | {f"utm.{name}": value for name, value in utm.items()}
