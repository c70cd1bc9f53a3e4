"""``/api/v1/thinker/drafts/{id}/stream``: the text as it is written, as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Response, request

from svckit import room
from svckit.auth import VIEWER
from svckit.schemas import IdPath
from svckit.web import Resource
from thinker_svc.api.drafts import PREFIX
from thinker_svc.provided import provided
from thinker_svc.services.following import Event

stream = Resource("stream", __name__, url_prefix=PREFIX, tag="Drafts")
_room = room.Room()
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


@stream.get("/<uuid:id>/stream", permission=VIEWER, summary="Follow the writing")
def follow(path: IdPath) -> Response:
    """Server-sent events: `token {text}` to append, `rewind {length}` to cut what is shown back to so many
    characters, `state {state}` (running, thinking, queued), `place {place, usual_seconds}` in the line at the
    model, `variant {number, of}` where another of several texts begins, and at the end `done {version}` or
    `failed {error}`. Resume with `Last-Event-ID`. Comments keep the connection alive. So many
    readers at once that nothing else would be answered are asked to come again in three seconds."""
    following = provided().following
    following.view(path.id)  # a missing draft is a 404, not an empty stream
    events = following.events(path.id, request.headers.get("Last-Event-ID"))
    return Response(_lines(events), mimetype="text/event-stream", headers=HEADERS)


def _lines(events: Iterator[Event]) -> Iterator[str]:
    if not _room.enter():
        yield room.FULL
        return
    try:
        yield "retry: 1500\n\n"
        for event in events:
            if not event.kind:
                yield ": still there\n\n"
                continue
            place = f"id: {event.id}\n" if event.id else ""
            yield f"{place}event: {event.kind}\ndata: {json.dumps(event.data, ensure_ascii=False)}\n\n"
    finally:
        _room.leave()
