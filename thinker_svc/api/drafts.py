"""``/api/v1/thinker/drafts``: asking, reading, editing."""

from __future__ import annotations

from flask import Response, jsonify, make_response
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version, set_etag
from svckit.idempotency import once
from svckit.problems import NotFound
from svckit.schemas import IdPath, PageQuery, Schema
from svckit.web import Resource, current
from thinker_svc import queries, queries_lists, queries_writing
from thinker_svc.api import present
from thinker_svc.api import schemas as s
from thinker_svc.api.choice_schemas import wanted
from thinker_svc.api.provenance_schemas import ProvenanceOut
from thinker_svc.api.talk_schemas import TimelineOut, TimelineQuery
from thinker_svc.models import IdempotencyKey
from thinker_svc.provided import provided
from thinker_svc.queries_lists import Filters
from thinker_svc.services import drafts as rules
from thinker_svc.services import models_in_use as in_use
from thinker_svc.services.drafts import Edit
from thinker_svc.services.wishes import Wishes

PREFIX = "/api/v1/thinker/drafts"
drafts = Resource("drafts", __name__, url_prefix=PREFIX, tag="Drafts")


def answer(body: Schema, status: int = 200) -> Response:
    return make_response(jsonify(body.model_dump(mode="json")), status)


def one(body: s.DraftOut, status: int = 200) -> Response:
    """A draft with its ETag."""
    return set_etag(answer(body, status), body.version)


@drafts.post("", permission=AUTHOR, summary="Ask for a draft", responses={202: s.DraftOut})
def ask(body: s.DraftBody) -> Response:
    """Written by a worker; follow its `stream`. It waits for its search if that is still running."""

    def create(session: Session) -> Response:
        wishes = wanted(body, body.model_dump())
        found = rules.ask(session, current(), in_use.current(session, provided().models), **wishes)
        response = one(present.draft(session, found, current()), 202)
        response.headers["Location"] = f"{PREFIX}/{found.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@drafts.get("", permission=VIEWER, summary="Drafts, last changed first", responses={200: s.DraftsOut})
def read_all(query: s.DraftsQuery) -> Response:
    with unit_of_work(provided().db) as session:
        filters = asked(query)
        counts = queries_lists.counts(session, filters)
        page = queries_lists.drafts(
            session, filters, cursor=query.cursor, limit=query.limit, few=counts.exact
        )
        items = present.drafts(session, page.items, current())
    return answer(
        s.DraftsOut(items=items, next=page.next, counts=dict(counts.by_state), counts_exact=counts.exact)
    )


def asked(query: s.DraftsQuery) -> Filters:
    """The filters of a request; `me` is whoever asks."""
    given = query.model_dump(exclude={"cursor", "limit"})
    return Filters(**given | ({"owner": current().id} if query.owner == "me" else {}))


@drafts.get("/<uuid:id>", permission=VIEWER, summary="A draft", responses={200: s.DraftOut})
def read(path: IdPath) -> Response:
    """Its ETag is the version of the content."""
    with unit_of_work(provided().db) as session:
        return one(present.draft(session, queries.draft(session, path.id), current()))


@drafts.get("/<uuid:id>/snapshot", permission=VIEWER, summary="The trend it is written from")
def read_snapshot(path: IdPath) -> Response:
    """The search's result as it was when it arrived; its shape is that of the trends API."""
    with unit_of_work(provided().db) as session:
        found = queries.snapshot(session, queries.draft(session, path.id).search_id)
    if found is None or found.data is None:
        raise NotFound("snapshot-not-found", "The search has brought no result yet, or it failed.")
    return jsonify({"sample": found.sample} | found.data)


@drafts.put("/<uuid:id>/content", permission=AUTHOR, summary="Save content", responses={200: s.DraftOut})
def save(path: IdPath, body: s.ContentBody) -> Response:
    """Needs `If-Match`. Saving what it says already changes nothing; an edit voids an approval."""
    seen = seen_version()
    accounts = None if body.account_ids is None else [str(account) for account in body.account_ids]
    edit = Edit(body.text, body.title, body.platform_texts, body.platforms, accounts)
    with unit_of_work(provided().db) as session:
        found = rules.edit(session, current(), path.id, seen, edit, apart=body.apart)
        return one(present.draft(session, found, current()))


@drafts.post(
    "/<uuid:id>/regenerate", permission=AUTHOR, summary="Have it written anew", responses={202: s.DraftOut}
)
def regenerate(path: IdPath, body: s.RegenerateBody) -> Response:
    """The text so far stays among the revisions."""

    def create(session: Session) -> Response:
        wishes = Wishes(**wanted(body, body.model_dump()))
        model = in_use.current(session, provided().models)
        found = rules.regenerate(session, current(), model, path.id, wishes)
        response = one(present.draft(session, found, current()), 202)
        response.headers["Location"] = f"{PREFIX}/{found.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@drafts.get(
    "/<uuid:id>/revisions", permission=VIEWER, summary="Its versions", responses={200: s.RevisionsOut}
)
def read_revisions(path: IdPath, query: PageQuery) -> Response:
    """The newest first."""
    with unit_of_work(provided().db) as session:
        queries.draft(session, path.id)
        page = queries.revisions(session, path.id, cursor=query.cursor, limit=query.limit)
    return answer(s.RevisionsOut(items=[present.revision(row) for row in page.items], next=page.next))


@drafts.get(
    "/<uuid:id>/timeline", permission=VIEWER, summary="All that happened", responses={200: TimelineOut}
)
def read_timeline(path: IdPath, query: TimelineQuery) -> Response:
    """The newest first."""
    with unit_of_work(provided().db) as session:
        queries.draft(session, path.id)
        page = queries.timeline(session, path.id, **query.model_dump())
    return answer(TimelineOut(items=[present.timeline_entry(row) for row in page.items], next=page.next))


@drafts.get(
    "/<uuid:id>/provenance",
    permission=VIEWER,
    summary="Where its words come from",
    responses={200: ProvenanceOut},
)
def read_provenance(path: IdPath) -> Response:
    """Snapshot, template, model, prompt, raw answers, times and tokens of every generation."""
    with unit_of_work(provided().db) as session:
        found = queries.draft(session, path.id)
        stored = queries.snapshot(session, found.search_id)
        rows = queries.generations(session, path.id)
        texts = queries_writing.alternatives_of(session, [row.id for row in rows])
        records = [present.generation_record(row, texts.get(row.id, ())) for row in rows]
    snapshot = stored.data if stored else None
    return answer(
        ProvenanceOut(draft_id=found.id, search_id=found.search_id, snapshot=snapshot, generations=records)
    )
