"""Addresses within the site, and how a request wants its answer."""

import re

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

_SAME_SITE = re.compile(r"^/(?![/\\])[^\\\x00-\x1f]*$")


def safe_next(target: str | None, fallback: str = "/") -> str:
    """The path to go to after signing in: one of this site, never another's."""
    return target if target and _SAME_SITE.match(target) else fallback


def here() -> str:
    """The path and query of this request."""
    return request.full_path.rstrip("?")


def is_htmx() -> bool:
    """Whether htmx asked, and wants a part of the page."""
    return request.headers.get("HX-Request") == "true"


def is_polling() -> bool:
    """Whether the page asked by itself. Such a request never prolongs a session."""
    # A stream is opened by the page, and again by the browser when it breaks off.
    streams = request.headers.get("Accept") == "text/event-stream"
    return streams or request.headers.get("X-Poll") == "1" or request.path.startswith("/internal/")


def see(address: str) -> AnyResponse:
    """After a write: go and look (303), so that reloading repeats nothing. Understood by htmx too."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, code=303)
