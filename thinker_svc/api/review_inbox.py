"""``/api/v1/thinker/reviews``: what waits for a decision, approving several at once, what one has read."""

from __future__ import annotations

from datetime import timedelta

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import REVIEWER, VIEWER
from svckit.db import unit_of_work, utcnow
from svckit.idempotency import once
from svckit.web import Resource, current
from thinker_svc import queries_review as queries
from thinker_svc.api import present
from thinker_svc.api import review_schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.models import IdempotencyKey
from thinker_svc.provided import provided
from thinker_svc.services import approving_several, looking
from thinker_svc.services import policy as policies
from thinker_svc.services.approving_several import Item
from thinker_svc.services.review import KEEP

inbox = Resource("inbox", __name__, url_prefix="/api/v1/thinker", tag="Review")


@inbox.get("/reviews", permission=VIEWER, summary="What waits for review", responses={200: s.ReviewsOut})
def read_reviews(query: s.ReviewsQuery) -> Response:
    """Those due first on top; undated ones by how long they have waited."""
    wanted = query.model_dump(exclude={"cursor", "limit"})
    with unit_of_work(provided().db) as session:
        hours = policies.current(session).reminder_after_hours
        late = timedelta(hours=hours) if hours else None
        asked = queries.Waiting(reader=current().id, now=utcnow(), overdue_after=late, **wanted)
        page = queries.waiting(session, asked, cursor=query.cursor, limit=query.limit)
        items = present.drafts(session, page.items, current())
        counts, platforms = queries.counts(session, asked), queries.platforms(session)
    return answer(s.ReviewsOut(items=items, next=page.next, counts=counts, platforms=platforms))


@inbox.post(
    "/approvals", permission=REVIEWER, summary="Approve several", responses={200: s.ApprovalResultsOut}
)
def approve_several(body: s.ApprovalsBody) -> Response:
    """Clean drafts only: somebody else's, not on hold, every figure borne out. Each is approved for exactly
    the version and hash named, or refused by itself; the answer has a result for each."""

    def create(session: Session) -> Response:
        items = [_item(item) for item in body.items]
        results = approving_several.approve(session, current(), items)
        shown = [s.ApprovalResultOut.model_validate(result, from_attributes=True) for result in results]
        return answer(s.ApprovalResultsOut(items=shown))

    return once(provided().db, IdempotencyKey, create)


@inbox.put(
    "/drafts/<uuid:id>/looks/<int:version>",
    permission=REVIEWER,
    summary="I have this version before me",
    responses={200: s.LookOut},
)
def look(path: s.LookPath) -> Response:
    """Remembers what you read, and answers with what you had read before, for telling the difference."""
    with unit_of_work(provided().db) as session:
        row = looking.look(session, current(), path.id, path.version)
        return answer(s.LookOut.model_validate({"version": row.version, "at": row.at, "before": row.before}))


def _item(told: s.ApprovalItem) -> Item:
    shown = told.seen_publish_at if "seen_publish_at" in told.model_fields_set else KEEP
    return Item(told.draft_id, told.version, told.content_hash, shown)
