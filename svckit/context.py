"""Who asked: the request id and the trace that travel with a piece of work.

One id finds every log line of a post's life: it comes in by HTTP header, goes on in Celery headers
and in events, and stands in every log line and every error.
"""

import re
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

REQUEST_ID_HEADER = "X-Request-ID"
TRACEPARENT_HEADER = "traceparent"

_SANE_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
_SANE_TRACE = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_traceparent: ContextVar[str] = ContextVar("traceparent", default="")


def request_id() -> str:
    """The id of the work in hand, or an empty string outside of any."""
    return _request_id.get()


def traceparent() -> str:
    """The W3C trace context of the work in hand, or an empty string outside of any."""
    return _traceparent.get()


def new_request_id() -> str:
    return uuid.uuid4().hex


def new_traceparent() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


def child_of(parent: str) -> str:
    """The same trace, a new span."""
    version, trace, _span, flags = parent.split("-")
    return f"{version}-{trace}-{secrets.token_hex(8)}-{flags}"


def adopt(headers: Mapping[str, str]) -> tuple[str, str]:
    """The (request id, traceparent) that the headers carry; fresh ones where absent or not sane."""
    # HTTP, Celery and brokers each write the names in their own case.
    by_name = {name.lower(): value for name, value in headers.items()}
    rid = str(by_name.get(REQUEST_ID_HEADER.lower()) or "")
    trace = str(by_name.get(TRACEPARENT_HEADER) or "")
    return (
        rid if _SANE_ID.fullmatch(rid) else new_request_id(),
        child_of(trace) if _SANE_TRACE.fullmatch(trace) else new_traceparent(),
    )


def outgoing() -> dict[str, str]:
    """Headers for whatever leaves this process: HTTP, Celery message or event."""
    return {
        REQUEST_ID_HEADER: request_id() or new_request_id(),
        TRACEPARENT_HEADER: traceparent() or new_traceparent(),
    }


@contextmanager
def bound(rid: str, trace: str) -> Iterator[None]:
    """Bind the ids to the work inside the block."""
    rid_token = _request_id.set(rid)
    trace_token = _traceparent.set(trace)
    try:
        yield
    finally:
        _request_id.reset(rid_token)
        _traceparent.reset(trace_token)
