"""``/api/v1/thinker/policy``: what an approval takes here."""

from __future__ import annotations

from flask import Response

from svckit.auth import VIEWER
from svckit.db import unit_of_work
from svckit.web import Resource, current
from thinker_svc.api import schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.provided import provided
from thinker_svc.services import people

policy = Resource("policy", __name__, url_prefix="/api/v1/thinker", tag="Review")


@policy.get("/policy", permission=VIEWER, summary="The rules of approval", responses={200: s.PolicyOut})
def read_policy() -> Response:
    """One approval, never one's own draft, unless the team has one person."""
    with unit_of_work(provided().db) as session:
        alone = people.caller(session, current()).alone
    return answer(
        s.PolicyOut(
            approvals_required=1,
            own_approval="one-person-team",
            flagged_figures_block=False,
            i_may_approve_my_own=alone,
        )
    )
