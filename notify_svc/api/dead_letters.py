"""``/api/v1/notify/dead-letters``: messages that a consumer of any service gave up on."""

from flask import Response, jsonify

from notify_svc import queries
from notify_svc.api.provided import provided
from notify_svc.api.schemas import DeadLetterOut, DeadLettersOut, DeadLettersQuery
from notify_svc.models import db
from notify_svc.services import log
from svckit.auth import ADMIN
from svckit.db import unit_of_work
from svckit.schemas import IdPath
from svckit.web import Resource, current

dead_letters = Resource(
    "dead_letters", __name__, url_prefix="/api/v1/notify/dead-letters", tag="Dead letters"
)


@dead_letters.get("", permission=ADMIN, summary="Dead letters, newest first", responses={200: DeadLettersOut})
def list_dead_letters(query: DeadLettersQuery) -> Response:
    with unit_of_work(db) as session:
        page = queries.dead_letters(session, state=query.state, cursor=query.cursor, limit=query.limit)
        out = DeadLettersOut(
            items=[DeadLetterOut.of(row) for row in page.items],
            next=page.next,
            counts=queries.dead_letter_counts(session),
        )
    return jsonify(out.model_dump(mode="json"))


@dead_letters.post(
    "/<uuid:id>/requeue",
    permission=ADMIN,
    summary="Give it to its consumer again",
    responses={200: DeadLetterOut},
)
def requeue(path: IdPath) -> Response:
    """409 `wrong-state` when somebody decided already; 503 `events-unavailable` while the broker is away."""
    with unit_of_work(db) as session:
        row = log.requeue(session, path.id, current().name, provided().put_back)
        out = DeadLetterOut.of(row)
    return jsonify(out.model_dump(mode="json"))


@dead_letters.post(
    "/<uuid:id>/discard", permission=ADMIN, summary="Give it up", responses={200: DeadLetterOut}
)
def discard(path: IdPath) -> Response:
    """It stays on record. 409 `wrong-state` when somebody decided already."""
    with unit_of_work(db) as session:
        row = log.discard(session, path.id, current().name)
        out = DeadLetterOut.of(row)
    return jsonify(out.model_dump(mode="json"))
