"""Optimistic locking over HTTP: ``ETag`` out, ``If-Match`` in; 412 rather than a lost update."""

import re

from flask import Response, request

from svckit.problems import BadRequest, PreconditionFailed, PreconditionRequired

_TAG = re.compile(r'^(?:W/)?"?v(\d+)"?$')


def etag(version: int) -> str:
    return f'"v{version}"'


def set_etag(response: Response, version: int) -> Response:
    response.headers["ETag"] = etag(version)
    return response


def seen_version() -> int:
    """The version the caller saw, from ``If-Match``.

    Raises:
        PreconditionRequired: the header is missing.
        BadRequest: it isn't one of our tags.
    """
    header = request.headers.get("If-Match", "")
    if not header:
        raise PreconditionRequired(
            "if-match-required", "Send If-Match with the ETag you read, so that nobody's change is lost."
        )
    match = _TAG.match(header.strip())
    if not match:
        raise BadRequest("invalid-if-match", 'If-Match must be an ETag of ours, like "v3".')
    return int(match.group(1))


def seen_version_if_told() -> int | None:
    """As ``seen_version``, for what may be asked for without: None then.

    Raises:
        BadRequest: it isn't one of our tags.
    """
    return seen_version() if "If-Match" in request.headers else None


def require_match(current: int) -> None:
    """Raise unless the caller saw the current version.

    Raises:
        PreconditionFailed: ``stale-content``, with ``current_version``.
    """
    if seen_version() != current:
        raise PreconditionFailed(
            "stale-content",
            "Somebody changed this since you opened it. Read it again, then repeat your change.",
            current_version=current,
        )
