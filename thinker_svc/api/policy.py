"""``/api/v1/thinker/policy``: what an approval takes here."""

from __future__ import annotations

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import ADMIN, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version, set_etag
from svckit.schemas import PageQuery, Person
from svckit.web import Resource, current
from thinker_svc.api import policy_schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.provided import provided
from thinker_svc.services import people
from thinker_svc.services import policy as rules
from thinker_svc.services.policy import Policy, Utm

policy = Resource("policy", __name__, url_prefix="/api/v1/thinker", tag="Review")


@policy.get("/policy", permission=VIEWER, summary="The rules of approval", responses={200: s.PolicyOut})
def read_policy() -> Response:
    """Its ETag is the version to send with a change."""
    with unit_of_work(provided().db) as session:
        return _shown(session, rules.current(session))


@policy.put("/policy", permission=ADMIN, summary="Change the rules", responses={200: s.PolicyOut})
def change_policy(body: s.PolicyBody) -> Response:
    """Needs `If-Match`. Holds for every decision from now on; who changed what is written down."""
    seen = seen_version()
    values = body.model_dump()
    wanted = Policy(**(values | {"utm": Utm(**values["utm"])}))
    with unit_of_work(provided().db) as session:
        return _shown(session, rules.change(session, current(), seen, wanted))


@policy.get(
    "/policy-changes", permission=ADMIN, summary="Who changed the rules", responses={200: s.PolicyChangesOut}
)
def read_policy_changes(query: PageQuery) -> Response:
    """The newest first."""
    with unit_of_work(provided().db) as session:
        page = rules.history(session, cursor=query.cursor, limit=query.limit)
    items = [
        s.PolicyChangeOut(
            id=row.id,
            at=row.at,
            actor=Person(id=row.actor_id, name=row.actor_name),
            version=row.version,
            changes=row.changes,
        )
        for row in page.items
    ]
    return answer(s.PolicyChangesOut(items=items, next=page.next))


def _shown(session: Session, found: Policy) -> Response:
    changed = rules.changed(session)
    alone = people.caller(session, current()).alone
    values = {name: getattr(found, name) for name in s.PolicyBody.model_fields if name != "utm"}
    body = s.PolicyOut(
        **values,
        utm=s.UtmRule.model_validate(found.utm, from_attributes=True),
        version=found.version,
        updated_at=changed.at if changed else None,
        updated_by=Person(id=changed.by_id, name=changed.by_name) if changed else None,
        i_may_approve_my_own=found.own_approval == "always"
        or (found.own_approval == "one-person-team" and alone),
        reviewers=people.reviewers(session),
    )
    return set_etag(answer(body), found.version)
