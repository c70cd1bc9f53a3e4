"""``/api/v1/thinker/drafts/{id}``: several texts side by side, and stopping the writing."""

from __future__ import annotations

from flask import Response

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version
from svckit.schemas import IdPath
from svckit.web import Resource, current
from thinker_svc import queries
from thinker_svc.api import present, present_writing
from thinker_svc.api import schemas as s
from thinker_svc.api import writing_schemas as w
from thinker_svc.api.drafts import PREFIX, answer, one
from thinker_svc.models.generation import Generation
from thinker_svc.provided import provided
from thinker_svc.services import choosing, stopping

alternatives = Resource("alternatives", __name__, url_prefix=PREFIX, tag="Drafts")


@alternatives.post(
    "/<uuid:id>/stop", permission=AUTHOR, summary="Stop the writing", responses={202: s.DraftOut}
)
def stop(path: IdPath) -> Response:
    """The model stops, and what it had finished is kept; the rest is assembled from the data. Follow the
    `stream` to its end. 409 `not-being-written` when it comes too late."""
    with unit_of_work(provided().db) as session:
        found, outcome = stopping.stop(session, current(), path.id)
        shown = one(present.draft(session, found, current()), 202)
        generation = session.get_one(Generation, found.generation_id)
        generation_id, attempt, version = generation.id, generation.attempt, found.version
    if outcome == "stopping":
        provided().streams.ring(generation_id)
    else:
        provided().streams.writer(generation_id, max(attempt, 1)).done(version)
    return shown


@alternatives.get(
    "/<uuid:id>/alternatives",
    permission=VIEWER,
    summary="Texts to choose from",
    responses={200: w.AlternativesOut},
)
def read(path: IdPath) -> Response:
    """Those of the last generation that are written so far; none if a single text was asked for."""
    with unit_of_work(provided().db) as session:
        draft = queries.draft(session, path.id)
        wanted = session.get_one(Generation, draft.generation_id).variants
        items = [present_writing.alternative(row, draft) for row in choosing.offered(session, draft)]
    return answer(w.AlternativesOut(items=items, wanted=wanted))


@alternatives.post(
    "/<uuid:id>/alternatives/<int:number>/use",
    permission=AUTHOR,
    summary="Put one to use",
    responses={200: s.DraftOut},
)
def use(path: w.AlternativePath) -> Response:
    """Needs `If-Match`. It takes the place of the draft's text; the others stay in the provenance. While
    others are still being written, that ends their writing."""
    seen = seen_version()
    with unit_of_work(provided().db) as session:
        found, ended = choosing.use(session, current(), path.id, seen, path.number)
        shown = one(present.draft(session, found, current()))
        generation = session.get_one(Generation, found.generation_id)
        generation_id, attempt, version = generation.id, generation.attempt, found.version
    if ended:
        provided().streams.ring(generation_id)
        provided().streams.writer(generation_id, max(attempt, 1)).done(version)
    return shown
