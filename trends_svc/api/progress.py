"""``/api/v1/trends/searches/{id}/progress``: where a search is, as server-sent events."""

import time
from collections.abc import Iterator
from uuid import UUID

from flask import Flask, Response, current_app

from svckit.auth import VIEWER
from svckit.db import utcnow
from svckit.room import Room
from svckit.schemas import IdPath
from svckit.web import Resource
from trends_svc.api import provided
from trends_svc.api.schemas import Search
from trends_svc.models import OPEN, db
from trends_svc.services import line, searches

resource = Resource("progress", __name__, url_prefix="/api/v1/trends/searches", tag="Searches")
LOOK_SECONDS = 0.4
BEAT_SECONDS = 15.0
LONGEST_SECONDS = 540.0
"""Then the stream ends, and the reader connects again."""
_room = Room()
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@resource.get(
    "/<uuid:id>/progress",
    permission=VIEWER,
    summary="Follow a search",
    responses={200: {"description": "`progress` events, then `done`", "content": {"text/event-stream": {}}}},
)
def follow(path: IdPath) -> Response:
    """Events ``progress`` with the search as ``GET searches/{id}`` gives it, at every change; ``done`` when
    it is over. Without JavaScript, or through a proxy that holds streams back, poll the search instead.
    """
    searches.get_search(db.session(), path.id)  # a missing search is a 404, not an empty stream
    db.session.remove()  # no connection is held while nothing happens
    app = current_app._get_current_object()  # type: ignore[attr-defined] # the proxy's own way to its app
    return Response(_events(app, path.id), mimetype="text/event-stream", headers=HEADERS)


def _events(app: Flask, search_id: UUID) -> Iterator[str]:
    """Looks at the search's row: it is one primary key, and the database is what tells the truth."""
    if not _room.enter():  # told once; the reader comes back after three seconds
        text, over = _now(app, search_id)
        yield f"retry: 3000\nevent: {'done' if over else 'progress'}\ndata: {text}\n\n"
        return
    try:
        yield from _changes(app, search_id)
    finally:
        _room.leave()


def _changes(app: Flask, search_id: UUID) -> Iterator[str]:
    begun = said_at = time.monotonic()
    said = ""
    while time.monotonic() - begun < LONGEST_SECONDS:
        text, over = _now(app, search_id)
        if text != said:
            yield f"event: progress\ndata: {text}\n\n"
            said, said_at = text, time.monotonic()
        elif time.monotonic() - said_at > BEAT_SECONDS:
            yield ": still there\n\n"
            said_at = time.monotonic()
        if over:
            yield f"event: done\ndata: {text}\n\n"
            return
        time.sleep(LOOK_SECONDS)


def _now(app: Flask, search_id: UUID) -> tuple[str, bool]:
    with app.app_context():
        row = searches.get_search(db.session(), search_id)
        open_ = row.status in OPEN
        waits = None
        if open_ and row.claim is None:
            gate = provided.gate()
            waits = line.waiting(db.session(), gate.state(), gate.spacing, now=utcnow()).get(row.id)
        return Search.of(row, waits).model_dump_json(), not open_
