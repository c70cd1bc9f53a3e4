"""``/api/v1/trends/searches``"""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, jsonify, url_for
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work, utcnow
from svckit.idempotency import once
from svckit.schemas import IdPath, Person
from svckit.web import Resource, current
from trends_svc import queries, queries_line
from trends_svc.api import provided
from trends_svc.api.schemas import (
    ChartQuery,
    Earlier,
    Search,
    SearchIn,
    SearchPage,
    SearchQuery,
    Snapshot,
    Spikes,
    SpikesQuery,
)
from trends_svc.models import OPEN, IdempotencyKey, db, outbox
from trends_svc.models import Search as SearchRow
from trends_svc.services import export, line, picture, questions, searches, spiking
from trends_svc.services.spiking import SpikeRule

resource = Resource("searches", __name__, url_prefix="/api/v1/trends/searches", tag="Searches")


@resource.post("", permission=AUTHOR, summary="Ask what people search for", responses={202: Search})
def request_search(body: SearchIn) -> Response:
    """Accepted at once, answered by a worker: follow ``Location`` until it is completed."""
    question = questions.ask(
        body.keywords,
        body.geo,
        body.timeframe,
        body.category,
        body.property,
        source=body.source,
        now=utcnow(),
    )

    def create(session: Session) -> Response:
        by = current()
        search = searches.request_search(
            session,
            outbox,
            question,
            Person(id=by.id, name=by.name),
            now=utcnow(),
            sample=provided.is_sample() and body.source == "google",
            steps=searches.count_parts(question, body.source),
            refresh=body.refresh,
            source=body.source,
        )
        session.flush()
        response = _answer(search, status=202)
        response.headers["Location"] = url_for("searches.read_search", id=search.id)
        return response

    return once(db, IdempotencyKey, create)


@resource.get("", permission=VIEWER, summary="The team's searches, newest first", responses={200: SearchPage})
def list_searches(query: SearchQuery) -> Response:
    filters = queries.Filters(
        status=query.status,
        text=query.q,
        geo=query.geo,
        asked_by=current().id if query.mine else query.by,
        source=query.source,
        watch_id=query.watch_id,
        since=query.since,
        until=query.until,
    )
    page = queries.searches(db.session(), filters, cursor=query.cursor, limit=query.limit)
    waits = _waits(page.items)
    body = SearchPage(items=[Search.of(row, waits.get(row.id)) for row in page.items], next=page.next)
    return _json(body.model_dump_json())


@resource.get("/<uuid:id>", permission=VIEWER, summary="One search", responses={200: Search})
def read_search(path: IdPath) -> Response:
    return _answer(searches.get_search(db.session(), path.id), with_earlier=True)


@resource.delete("/<uuid:id>", permission=AUTHOR, summary="Cancel a search", responses={200: Search})
def cancel_search(path: IdPath) -> Response:
    """Whoever asked may, and reviewers. What Google is being asked at this moment is thrown away."""
    with unit_of_work(db) as session:
        return _answer(searches.cancel_search(session, outbox, path.id, current(), now=utcnow()))


@resource.get("/<uuid:id>/result", permission=VIEWER, summary="Its snapshot", responses={200: Snapshot})
def read_result(path: IdPath) -> Response:
    """It never changes, so it may be kept."""
    response = jsonify(searches.get_result(db.session(), path.id).snapshot)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@resource.get("/<uuid:id>/spikes", permission=VIEWER, summary="Its spikes", responses={200: Spikes})
def read_spikes(path: IdPath, query: SpikesQuery) -> Response:
    """Points to be marked on the chart; see docs/spikes.md."""
    snapshot = Snapshot.model_validate(searches.get_result(db.session(), path.id).snapshot)
    rule = SpikeRule(sensitivity=query.sensitivity).rule()
    now = {spike.keyword for spike in spiking.alerts(snapshot, rule)}
    found = Spikes(items=spiking.marks(snapshot, rule), alert=sorted(now))
    return _json(found.model_dump_json())


@resource.get(
    "/<uuid:id>/chart",
    permission=VIEWER,
    summary="Its chart as a picture",
    responses={200: {"description": "PNG or SVG", "content": {"image/png": {}, "image/svg+xml": {}}}},
)
def read_chart(path: IdPath, query: ChartQuery) -> Response:
    """As on the page: partial points dashed, spikes ringed, colours that colour-blind people tell apart."""
    snapshot = Snapshot.model_validate(searches.get_result(db.session(), path.id).snapshot)
    rings = [(spike.keyword, spike.time) for spike in spiking.marks(snapshot, SpikeRule().rule())]
    svg = picture.as_svg(snapshot, rings)
    name = export.file_name(snapshot, query.format)
    if query.format == "svg":
        response = Response(svg, content_type="image/svg+xml")
    else:
        response = Response(picture.as_png(svg, zoom=query.zoom), content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@resource.get("/<uuid:id>/result.csv", permission=VIEWER, summary="Its series for a spreadsheet")
def read_csv(path: IdPath) -> Response:
    """UTF-8 with a byte order mark; ``time``, a column per keyword, ``partial``."""
    snapshot = Snapshot.model_validate(searches.get_result(db.session(), path.id).snapshot)
    response = Response(export.as_csv(snapshot), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{export.file_name(snapshot)}"'
    return response


def _answer(search: SearchRow, status: int = 200, *, with_earlier: bool = False) -> Response:
    earlier = _earlier(search) if with_earlier else None
    return _json(Search.of(search, _waits([search]).get(search.id), earlier).model_dump_json(), status)


def _earlier(search: SearchRow) -> Earlier | None:
    """What whoever waits may look at meanwhile."""
    if search.status not in OPEN or search.question_key is None:
        return None
    found = queries_line.earlier_answer(db.session(), search.question_key)
    return None if found is None else Earlier(search_id=found[0], as_of=found[1])


def _waits(rows: Sequence[SearchRow]) -> dict[UUID, line.Waiting]:
    """Who of these waits, and for how long; costs nothing where nobody does."""
    if not any(row.status in OPEN and row.claim is None for row in rows):
        return {}
    gate = provided.gate()
    return line.waiting(db.session(), gate.state(), gate.spacing, now=utcnow())


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status=status, content_type="application/json")
