"""Changing the policy in a test, as an admin does; and letting time pass in review."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, update

from svckit.db import unit_of_work
from thinker_svc.models import db
from thinker_svc.models.draft import Draft
from thinker_svc.tests.team import Team

DEFAULTS: dict[str, Any] = {
    "approvals_required": 1,
    "own_approval": "one-person-team",
    "flagged_figures": "warn",
    "edit_approved": "author",
    "guest_approval_counts": False,
    "reminder_after_hours": 24,
    "utm": {"enabled": False, "source": "", "medium": "", "campaign": ""},
}


def set_rules(team: Team, **changes: Any) -> dict[str, Any]:
    """Have these rules hold, the others as they come."""
    version = (team.admin.get("/policy").json or {})["version"]
    answer = team.admin.call("PUT", "/policy", DEFAULTS | changes, If_Match=f'"v{version}"')
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def wait_in_review(team: Team, hours: int) -> None:
    """Whatever was submitted was submitted so many hours earlier."""
    with team.app.app_context(), unit_of_work(db) as session:
        earlier = Draft.submitted_at - func.make_interval(0, 0, 0, 0, hours)
        session.execute(update(Draft).values(submitted_at=earlier, updated_at=Draft.updated_at))
