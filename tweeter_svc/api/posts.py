"""``/api/v1/tweeter/posts`` and ``/api/v1/tweeter/calendar``"""

from datetime import timedelta
from uuid import UUID

from flask import Response

from svckit.auth import AUTHOR, REVIEWER, VIEWER
from svckit.db import unit_of_work
from svckit.problems import BadRequest
from svckit.schemas import IdPath
from svckit.web import Resource, current
from tweeter_svc import queries
from tweeter_svc.api.answers import answer
from tweeter_svc.api.schemas import (
    CalendarOut,
    CalendarQuery,
    PostOut,
    PostPage,
    PostQuery,
    RescheduleIn,
    SettleIn,
)
from tweeter_svc.models import db
from tweeter_svc.services import posts

resource = Resource("posts", __name__, url_prefix="/api/v1/tweeter/posts", tag="Posts")
calendar_resource = Resource("calendar", __name__, url_prefix="/api/v1/tweeter/calendar", tag="Posts")

LONGEST_CALENDAR = timedelta(days=100)


@resource.get("", permission=VIEWER, summary="Posts, latest first", responses={200: PostPage})
def list_posts(query: PostQuery) -> Response:
    session = db.session()
    page = queries.posts(session, state=query.state, q=query.q, cursor=query.cursor, limit=query.limit)
    items = [PostOut.of(row, current()) for row in page.items]
    return answer(PostPage(items=items, next=page.next, counts=queries.post_counts(session)))


@resource.get("/<uuid:id>", permission=VIEWER, summary="One post", responses={200: PostOut})
def read_post(path: IdPath) -> Response:
    return _post(path.id)


@resource.post("/<uuid:id>/cancel", permission=AUTHOR, summary="Cancel it", responses={200: PostOut})
def cancel_post(path: IdPath) -> Response:
    """Its author, and reviewers. Only while nothing of it has left."""
    with unit_of_work(db) as session:
        posts.cancel(session, path.id, current())
    return _post(path.id)


@resource.post(
    "/<uuid:id>/reschedule", permission=AUTHOR, summary="Give it another time", responses={200: PostOut}
)
def reschedule_post(path: IdPath, body: RescheduleIn) -> Response:
    """Its author, and reviewers. Only while it is still to come, or was missed."""
    with unit_of_work(db) as session:
        posts.reschedule(session, path.id, body.publish_at, current())
    return _post(path.id)


@resource.post(
    "/<uuid:id>/publish-now", permission=REVIEWER, summary="Publish it now", responses={200: PostOut}
)
def publish_post_now(path: IdPath) -> Response:
    with unit_of_work(db) as session:
        posts.publish_now(session, path.id)
    return _post(path.id)


@resource.post(
    "/<uuid:id>/retry", permission=REVIEWER, summary="Try again what failed", responses={200: PostOut}
)
def retry_post(path: IdPath) -> Response:
    """What was delivered stays untouched."""
    with unit_of_work(db) as session:
        posts.retry(session, path.id)
    return _post(path.id)


@resource.post("/<uuid:id>/settle", permission=REVIEWER, summary="Say what arrived", responses={200: PostOut})
def settle_post(path: IdPath, body: SettleIn) -> Response:
    """For a delivery in doubt: somebody looked there."""
    with unit_of_work(db) as session:
        posts.settle(session, path.id, body.delivery_id, delivered=body.outcome == "delivered", by=current())
    return _post(path.id)


@calendar_resource.get("", permission=VIEWER, summary="Posts by their time", responses={200: CalendarOut})
def read_calendar(query: CalendarQuery) -> Response:
    """At most 100 days; cancelled posts are left out."""
    if not timedelta() < query.to - query.start <= LONGEST_CALENDAR:
        raise BadRequest("invalid-range", "Choose a `to` after `from`, at most 100 days later.")
    rows = queries.calendar(db.session(), query.start, query.to)
    return answer(CalendarOut(items=[PostOut.of(row, current()) for row in rows]))


def _post(post_id: UUID) -> Response:
    return answer(PostOut.of(queries.post(db.session(), post_id), current()))
