"""Time-outs and cancelling of one answer, whatever its protocol."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from thinker_svc.engines.base import EngineError, EngineFailed, EngineTimeout, EngineUnavailable

LISTING = 5.0
"""Longest wait for a server to name its models, in seconds: somebody looks at the page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `first_token` covers loading the model and reading the prompt, `total` the whole answer."""

    connect: float = 5.0
    first_token: float = 90.0
    total: float = 150.0


@cache
def trust() -> ssl.SSLContext:
    """Whom we believe over TLS. Made once: reading the certificates takes longer than asking."""
    return httpx.create_ssl_context()


class Wire:
    """Knows the socket of a request, so that another thread can end it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._was_cut = False

    def watch(self, request: httpx.Request) -> None:
        """httpx's request hook."""
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        made = ("connection.connect_tcp.complete", "connection.connect_unix_socket.complete")
        # Over TLS the bare socket is given up for a wrapped one: that one has to be cut.
        if event in (*made, "connection.start_tls.complete"):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
            if self._was_cut:
                self.cut()

    def cut(self) -> None:
        """Shut the socket: it wakes the reader wherever it waits, and makes the server stop."""
        with self._lock:
            self._was_cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


class Watch:
    """Cuts the wire when a time-out passes or somebody cancels; `why` then says which."""

    def __init__(self, wire: Wire, limits: Limits, seconds: float | None) -> None:
        self._wire = wire
        self._total = min(limits.total, seconds or limits.total)
        self._first_token = min(limits.first_token, self._total)
        self._first = threading.Event()
        self._ended = threading.Event()
        self.why: EngineError | None = None

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """The time-outs run while the block does. What the block raises once the wire is cut is `why`."""
        watchdog = threading.Thread(target=self._watch, name="engine-watchdog", daemon=True)
        watchdog.start()
        try:
            yield
        except EngineError:
            if self.why is not None:
                raise self.why from None
            raise
        finally:
            self.end()
            watchdog.join()

    def alive(self) -> None:
        """Something came. Raises what ended the answer, if it is ended."""
        if self.why is not None:
            raise self.why
        self._first.set()

    def abort(self, why: EngineError) -> None:
        if not self._ended.is_set():
            self.why = self.why or why
            self._wire.cut()
        self.end()

    def end(self) -> None:
        self._ended.set()
        self._first.set()

    def _watch(self) -> None:
        start = time.monotonic()
        if not self._first.wait(self._first_token):
            self.abort(_timed_out("begun", self._first_token))
        elif not self._ended.wait(max(start + self._total - time.monotonic(), 0.0)):
            self.abort(_timed_out("finished", round(self._total, 1)))


def asked_to_wait(headers: httpx.Headers) -> float | None:
    """Seconds that a busy server names; None where it names none, or a date."""
    seconds = headers.get("retry-after", "")
    return float(seconds) if seconds.replace(".", "", 1).isdigit() else None


def failed(host: str, status: int, said: str) -> EngineFailed:
    """It answers, and says that it broke down. `status` is 0 where it said so within an answer."""
    # A proxy's page is for browsers: it says no more than its status.
    words = "" if said.lstrip().startswith("<") else said.strip().rstrip(".")
    return EngineFailed(
        f"{host} had an error{f' ({status})' if status else ''}{f': {words}' if words else ''}. "
        "Try again; if it comes back, see the server's log."
    )


def silent(host: str) -> EngineUnavailable:
    """It takes connections, and then says nothing."""
    return EngineUnavailable(
        f"{host} takes connections but does not answer. It may be hanging, or be busy with a large model: "
        "look at its log, or start it again."
    )


def _timed_out(done: str, limit: float) -> EngineTimeout:
    """`done`: what the model had not done after `limit` seconds."""
    return EngineTimeout(
        f"The model had not {done} its answer after {limit:g} s, so it was stopped. "
        "Try again, or use a smaller model."
    )
