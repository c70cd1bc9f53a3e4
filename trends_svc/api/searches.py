"""``/api/v1/trends/searches``"""

from flask import Response, current_app, jsonify, url_for
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work, utcnow
from svckit.idempotency import once
from svckit.schemas import IdPath
from svckit.web import Resource, current
from trends_svc import queries
from trends_svc.api.schemas import Search, SearchIn, SearchPage, SearchQuery, Snapshot
from trends_svc.models import IdempotencyKey, db, outbox
from trends_svc.models import Search as SearchRow
from trends_svc.services import export, questions, searches

resource = Resource("searches", __name__, url_prefix="/api/v1/trends/searches", tag="Searches")


@resource.post("", permission=AUTHOR, summary="Ask what people search for", responses={202: Search})
def request_search(body: SearchIn) -> Response:
    """Accepted at once, answered by a worker: follow ``Location`` until it is completed."""
    question = questions.ask(
        body.keywords, body.geo, body.timeframe, body.category, body.property, now=utcnow()
    )

    def create(session: Session) -> Response:
        sample = bool(current_app.config["TRENDS_SAMPLE"])
        search = searches.request_search(session, outbox, question, current(), now=utcnow(), sample=sample)
        session.flush()
        response = _answer(search, status=202)
        response.headers["Location"] = url_for("searches.read_search", id=search.id)
        return response

    return once(db, IdempotencyKey, create)


@resource.get("", permission=VIEWER, summary="The team's searches, newest first", responses={200: SearchPage})
def list_searches(query: SearchQuery) -> Response:
    page = queries.searches(
        db.session(), status=query.status, text=query.q, cursor=query.cursor, limit=query.limit
    )
    body = SearchPage(items=[Search.of(row) for row in page.items], next=page.next)
    return _json(body.model_dump_json())


@resource.get("/<uuid:id>", permission=VIEWER, summary="One search", responses={200: Search})
def read_search(path: IdPath) -> Response:
    return _answer(searches.get_search(db.session(), path.id))


@resource.delete("/<uuid:id>", permission=AUTHOR, summary="Cancel a search", responses={200: Search})
def cancel_search(path: IdPath) -> Response:
    """Whoever asked may, and reviewers. What Google is being asked at this moment is thrown away."""
    with unit_of_work(db) as session:
        return _answer(searches.cancel_search(session, path.id, current(), now=utcnow()))


@resource.get("/<uuid:id>/result", permission=VIEWER, summary="Its snapshot", responses={200: Snapshot})
def read_result(path: IdPath) -> Response:
    """It never changes, so it may be kept."""
    response = jsonify(searches.get_result(db.session(), path.id).snapshot)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@resource.get("/<uuid:id>/result.csv", permission=VIEWER, summary="Its series for a spreadsheet")
def read_csv(path: IdPath) -> Response:
    """UTF-8 with a byte order mark; ``time``, a column per keyword, ``partial``."""
    snapshot = Snapshot.model_validate(searches.get_result(db.session(), path.id).snapshot)
    response = Response(export.as_csv(snapshot), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{export.file_name(snapshot)}"'
    return response


def _answer(search: SearchRow, status: int = 200) -> Response:
    return _json(Search.of(search).model_dump_json(), status)


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status=status, content_type="application/json")
