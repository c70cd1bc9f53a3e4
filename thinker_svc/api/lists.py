"""``/api/v1/thinker/board``, ``/saved-filters`` and ``/bulk-actions``: many drafts at once."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version, set_etag
from svckit.idempotency import once
from svckit.schemas import IdPath, Person
from svckit.web import Resource, current
from thinker_svc import queries_lists
from thinker_svc.api import list_schemas as s
from thinker_svc.api import present
from thinker_svc.api.drafts import answer
from thinker_svc.models import IdempotencyKey
from thinker_svc.models.saved_filter import SavedFilter
from thinker_svc.provided import provided
from thinker_svc.queries_lists import Filters
from thinker_svc.services import bulk, saved_filters
from thinker_svc.services.bulk import Done
from thinker_svc.services.states import State

PREFIX = "/api/v1/thinker"
lists = Resource("lists", __name__, url_prefix=PREFIX, tag="Lists")


@lists.get("/board", permission=VIEWER, summary="Drafts by state", responses={200: s.BoardOut})
def read_board(query: s.BoardQuery) -> Response:
    """A column for each state, with its first cards and how many there are."""
    owner = current().id if query.owner == "me" else query.owner
    filters = Filters(q=query.q, owner=owner, platform=query.platform)
    states = [state.value for state in State]
    with unit_of_work(provided().db) as session:
        counts = queries_lists.counts(session, filters)
        wanted = [state for state in states if counts.by_state.get(state)]
        found = queries_lists.columns(session, filters, wanted, query.limit)
        every = [draft for drafts in found.values() for draft in drafts]
        shown = {draft.id: draft for draft in present.drafts(session, every, current())}
    columns = [
        s.ColumnOut(
            state=State(state),
            count=counts.by_state.get(state, 0),
            items=[shown[draft.id] for draft in found.get(state, [])],
        )
        for state in states
    ]
    return answer(s.BoardOut(columns=columns, counts_exact=counts.exact))


@lists.get("/saved-filters", permission=VIEWER, summary="Filters", responses={200: s.SavedFiltersOut})
def read_filters() -> Response:
    """One's own by name, then those that others share."""
    with unit_of_work(provided().db) as session:
        items = [_filter(row) for row in saved_filters.visible(session, current())]
    return answer(s.SavedFiltersOut(items=items))


@lists.post("/saved-filters", permission=VIEWER, summary="Keep a filter", responses={201: s.SavedFilterOut})
def save_filter(body: s.SavedFilterBody) -> Response:
    def create(session: Session) -> Response:
        made = saved_filters.create(session, current(), **_wanted(body))
        response = set_etag(answer(_filter(made), 201), made.version)
        response.headers["Location"] = f"{PREFIX}/saved-filters/{made.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@lists.put(
    "/saved-filters/<uuid:id>",
    permission=VIEWER,
    summary="Change a filter",
    responses={200: s.SavedFilterOut},
)
def change_filter(path: IdPath, body: s.SavedFilterBody) -> Response:
    """One's own. Needs `If-Match`."""
    seen = seen_version()
    with unit_of_work(provided().db) as session:
        changed = saved_filters.change(session, current(), path.id, seen, **_wanted(body))
        return set_etag(answer(_filter(changed)), changed.version)


@lists.delete(
    "/saved-filters/<uuid:id>",
    permission=VIEWER,
    summary="Delete a filter",
    responses={204: {"description": "It is gone."}},
)
def delete_filter(path: IdPath) -> Response:
    """One's own; an admin also deletes what others share."""
    with unit_of_work(provided().db) as session:
        saved_filters.delete(session, current(), path.id)
    return Response(status=204)


@lists.post("/bulk-actions", permission=AUTHOR, summary="Do it to several", responses={200: s.BulkOut})
def act(body: s.BulkBody) -> Response:
    """Each draft for itself: what one refuses holds up no other. `preview` tells what would happen."""

    def create(session: Session) -> Response:
        done = bulk.run(
            session,
            current(),
            body.action,
            body.draft_ids,
            owner_id=body.owner_id,
            preview=body.preview,
        )
        return answer(_done(done, body.action))

    return once(provided().db, IdempotencyKey, create)


@lists.post("/bulk-actions/<uuid:id>/undo", permission=AUTHOR, summary="Undo it", responses={200: s.BulkOut})
def undo(path: IdPath) -> Response:
    """Within ten minutes, each draft that nobody touched since; 410 `undo-over` after that."""
    with unit_of_work(provided().db) as session:
        done = bulk.undo(session, current(), path.id)
        action: bulk.Doing = done.action.action if done.action else "archive"  # type: ignore[assignment] # written by us
        return answer(_done(done, action))


def _wanted(body: s.SavedFilterBody) -> dict[str, Any]:
    query = body.query.model_dump(mode="json", exclude_none=True)
    return {"name": body.name, "shared": body.shared, "query": query}


def _filter(row: SavedFilter) -> s.SavedFilterOut:
    return s.SavedFilterOut(
        id=row.id,
        name=row.name,
        shared=row.shared,
        query=s.FilterQuery.model_validate(row.query),
        owner=Person(id=row.owner_id, name=row.owner_name),
        mine=row.owner_id == current().id,
        version=row.version,
        updated_at=row.updated_at,
    )


def _done(done: Done, doing: bulk.Doing) -> s.BulkOut:
    outcomes = [s.BulkOutcomeOut.model_validate(one, from_attributes=True) for one in done.outcomes]
    carried_out = sum(one.done for one in outcomes)
    return s.BulkOut(
        id=done.action.id if done.action else None,
        action=doing,
        outcomes=outcomes,
        done=carried_out,
        refused=len(outcomes) - carried_out,
        undo_until=done.action.undo_until if done.action else None,
    )
