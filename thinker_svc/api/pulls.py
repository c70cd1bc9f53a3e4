"""``/api/v1/thinker/models/pulls``: having the model server fetch models."""

from __future__ import annotations

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import ADMIN
from svckit.db import unit_of_work
from svckit.idempotency import once
from svckit.problems import Conflict
from svckit.schemas import IdPath
from svckit.web import Resource, current
from thinker_svc.api import present_writing as present
from thinker_svc.api import writing_schemas as w
from thinker_svc.api.drafts import answer
from thinker_svc.models import IdempotencyKey
from thinker_svc.provided import provided
from thinker_svc.services import pulling

PREFIX = "/api/v1/thinker/models/pulls"
pulls = Resource("pulls", __name__, url_prefix=PREFIX, tag="Models")


@pulls.post("", permission=ADMIN, summary="Fetch a model", responses={202: w.PullOut})
def ask(body: w.PullBody) -> Response:
    """Done by the model server, one at a time; ask for it again to see how far it is. 409 `pulls-unsupported`
    where the server can't fetch any."""
    engine = provided().engine
    if not engine.fetches:
        raise Conflict(
            "pulls-unsupported",
            f"{engine.host} decides for itself which models it has: add “{body.model}” there.",
        )

    def create(session: Session) -> Response:
        row = pulling.ask(session, current(), body.model)
        response = answer(present.pull(row), 202)
        response.headers["Location"] = f"{PREFIX}/{row.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@pulls.get("", permission=ADMIN, summary="Models being fetched", responses={200: w.PullsOut})
def read_all(query: w.PullsQuery) -> Response:
    """The newest first, also those that are over."""
    with unit_of_work(provided().db) as session:
        page = pulling.pulls(session, **query.model_dump())
        items = [present.pull(row) for row in page.items]
    return answer(w.PullsOut(items=items, next=page.next))


@pulls.get("/<uuid:id>", permission=ADMIN, summary="How far it is", responses={200: w.PullOut})
def read(path: IdPath) -> Response:
    with unit_of_work(provided().db) as session:
        return answer(present.pull(pulling.one(session, path.id)))


@pulls.delete("/<uuid:id>", permission=ADMIN, summary="Stop fetching", responses={200: w.PullOut})
def cancel(path: IdPath) -> Response:
    """What has arrived stays on the server, so that fetching it again goes on from there."""
    with unit_of_work(provided().db) as session:
        return answer(present.pull(pulling.cancel(session, path.id)))
