"""A service's server-sent events, handed on as they come."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import httpx
from flask import Response, current_app, stream_with_context

from svckit import room

HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


def forward(opened: AbstractContextManager[httpx.Response]) -> Response:
    """The stream as an answer of ours.

    Raises: as opening does; a refusal is an answer of its own rather than a broken stream.
    """
    places = _places()
    if not places.enter():
        return Response(room.FULL, content_type="text/event-stream", headers=HEADERS)
    try:
        answer = opened.__enter__()
    except BaseException:
        places.leave()
        raise

    def parts() -> Iterator[bytes]:
        try:
            yield from answer.iter_raw()
        except httpx.HTTPError as error:
            # The reader's browser comes back by itself.
            current_app.logger.warning("stream broke off: %s", type(error).__name__)

    response = Response(
        stream_with_context(parts()),
        content_type="text/event-stream",
        headers=HEADERS,
    )

    def close() -> None:
        try:
            opened.__exit__(None, None, None)
        finally:
            places.leave()

    # Also when nobody ever reads: a reader may be gone before the first word.
    response.call_on_close(close)
    return response


def _places() -> room.Room:
    """Those of this app."""
    found: room.Room = current_app.extensions.setdefault("streams", room.Room())
    return found
