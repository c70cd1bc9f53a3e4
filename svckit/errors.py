"""Turns every failure of a web app into a problem document. Nothing of the inside gets out."""

from typing import Any

from flask import Flask, Response, jsonify, make_response, request
from pydantic import ValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from svckit import context, logging
from svckit.problems import BadRequest, FieldError, Problem, Unauthorized, Unavailable, Unprocessable

log = logging.get(__name__)
MEDIA_TYPE = "application/problem+json"
SLUGS = {
    400: ("malformed-request", "The request can't be read. Check its JSON and its headers."),
    404: ("not-found", "There is nothing at this address."),
    405: ("method-not-allowed", "This address doesn't take this method."),
    413: ("too-large", "The body is too large."),
    415: ("unsupported-media-type", "Send JSON: Content-Type: application/json."),
}


def respond(problem: Problem) -> Response:
    """The response for a problem."""
    body = problem.document() | {"instance": request.path, "request_id": context.request_id()}
    response = make_response(jsonify(body), problem.status)
    response.content_type = MEDIA_TYPE
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if isinstance(problem, Unauthorized):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def validation_response(error: ValidationError) -> Response:
    """For flask-openapi3: what pydantic refused, by field, without the refused values."""
    if any(fault["type"] == "json_invalid" for fault in error.errors(include_url=False)):
        return _plain(400)
    faults: list[FieldError] = [
        {"field": ".".join(str(part) for part in fault["loc"]) or "body", "message": _words(fault)}
        for fault in error.errors(include_url=False, include_input=False)
    ]
    names = ", ".join(sorted({fault["field"] for fault in faults}))
    return respond(Unprocessable("invalid-fields", f"Look again at: {names}.", errors=faults))


def _words(fault: Any) -> str:
    if fault["type"] == "missing":
        return "This is required."
    if fault["type"] == "extra_forbidden":
        return "We don't know this field."
    if fault["type"] == "model_type":
        return "Send a JSON object with Content-Type: application/json."
    text = str(fault["msg"]).removeprefix("Value error, ")
    return text if text.endswith(".") else f"{text}."


def _plain(status: int) -> Response:
    slug, detail = SLUGS.get(status, (f"http-{status}", "The request was refused."))
    body = {
        "type": f"urn:problem:{slug}",
        "title": "The request can't be carried out",
        "status": status,
        "detail": detail,
        "instance": request.path,
        "request_id": context.request_id(),
    }
    response = make_response(jsonify(body), status)
    response.content_type = MEDIA_TYPE
    return response


def install(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(Problem)
    def on_problem(error: Problem) -> Response:
        return respond(error)

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Response:
        if error.response is not None and isinstance(error.response, Response):
            return error.response
        if error.code is not None and error.code < 400:
            return Response(status=error.code, headers=error.get_headers())
        response = _plain(error.code or 500)
        if isinstance(allow := error.get_headers(), list):
            response.headers.extend([pair for pair in allow if pair[0] == "Allow"])
        return response

    @app.errorhandler(DataError)
    def on_unstorable(error: StatementError) -> Response:
        log.info("http.unstorable", error=repr(error.orig)[:300])
        return respond(
            BadRequest("unusable-value", "A value can't be used: a NUL character, or a number out of range.")
        )

    @app.errorhandler(StatementError)
    def on_statement(error: StatementError) -> Response:
        # A moment in the last or first year of the calendar has no UTC: it is never even sent.
        return on_unstorable(error) if isinstance(error.orig, OverflowError) else on_failure(error)

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(PoolTimeout)
    def on_database(error: SQLAlchemyError) -> Response:
        log.error("http.database_unavailable", error=repr(error)[:300])
        return respond(
            Unavailable(
                "database-unavailable",
                "Our database doesn't answer. Nothing was saved; try again in a moment.",
                retry_after=5,
            )
        )

    @app.errorhandler(Exception)
    def on_failure(error: Exception) -> Response:
        log.exception("http.failed", error=repr(error)[:300])
        return respond(
            _Failed("internal-error", "Something failed on our side. Nothing was half done; try again.")
        )


class _Failed(Problem):
    """500, with the request id as the only lead."""
