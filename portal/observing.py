"""One request id through everything, one log line per request, and how the process is."""

import time

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from redis import RedisError

from portal.access import allow_public
from svckit import context, logging
from svckit.http import HttpFailure

bp = Blueprint("observing", __name__)
log = logging.get("portal")


def set_up(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        rid, trace = context.adopt(dict(request.headers))
        # Bound for the thread until its next request, so that a streamed body has it too.
        context._request_id.set(rid)
        context._traceparent.set(trace)
        g.request_id, g.began = rid, time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[context.REQUEST_ID_HEADER] = g.get("request_id", "")
        if request.path not in {"/healthz", "/readyz"}:
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        return response


@bp.get("/healthz")
@allow_public
def healthz() -> ResponseReturnValue:
    """The process lives."""
    return jsonify(status="ok")


@bp.get("/readyz")
@allow_public
def readyz() -> ResponseReturnValue:
    """Each thing a page needs, by name."""
    checks = {"redis": _redis(), "api": _api()}
    ready = all(answer == "ok" for answer in checks.values())
    return jsonify(status="ok" if ready else "not ready", checks=checks), 200 if ready else 503


def _redis() -> str:
    try:
        current_app.extensions["portal_redis"].ping()
    except RedisError as error:
        return type(error).__name__
    return "ok"


def _api() -> str:
    try:
        current_app.extensions["portal_http"].request("GET", "/auth/jwks.json", timeout=2.0)
    except HttpFailure as error:
        return type(error).__name__
    return "ok"
