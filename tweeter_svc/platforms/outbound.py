"""One bounded HTTP call to an address a person typed.

The connection goes to the very address the guard looked at. Redirects are not followed, proxies from
the environment are not used, and both the answer's size and the whole call's time are bounded: a peer
that sends one byte every few seconds ends it too.
"""

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpcore

from tweeter_svc.platforms.address import AddressGuard, NameNotFound, parse

USER_AGENT: Final = "Trends-Microservice/1 (+webhook)"


class NotReached(Exception):
    """No connection came about: nothing was sent."""


class NoAnswer(Exception):
    """The request left, or may have; no complete answer came back."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are lower case; `body` is cut at the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Outbound:
    """Makes the calls. `deadline`: seconds for a whole call; `max_answer`: bytes kept of an answer."""

    def __init__(self, guard: AddressGuard, *, deadline: float = 10.0, max_answer: int = 64 * 1024) -> None:
        self.guard = guard
        self.deadline = deadline
        self._max_answer = max_answer
        self._tls = ssl.create_default_context()

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """POST once.

        Raises:
            AddressNotAllowed: the guard refused; nothing was sent.
            NotReached: nothing was sent.
            NoAnswer: it may have been received.
        """
        target = parse(url)
        ends_at = time.monotonic() + self.deadline
        sent: dict[str | bytes, str | bytes] = {
            "Host": target.host_header,
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Content-Length": str(len(body)),
        }
        sent.update(headers)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._tls, network_backend=_PinnedBackend(self.guard, ends_at)
                ) as pool,
                pool.stream(
                    "POST",
                    httpcore.URL(
                        scheme=target.scheme.encode(),
                        host=target.host.encode(),
                        port=target.port,
                        target=target.path.encode(),
                    ),
                    headers=sent,
                    content=body,
                    extensions={"timeout": dict.fromkeys(("connect", "read", "write"), self.deadline)},
                ) as response,
            ):
                return Answer(response.status, _headers(response.headers), self._read(response))
        except NameNotFound as error:
            raise NotReached(str(error)) from error
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise NotReached(_reason(error)) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise NoAnswer(_reason(error)) from error

    def _read(self, response: httpcore.Response) -> bytes:
        kept = bytearray()
        for chunk in response.iter_stream():
            kept += chunk
            if len(kept) > self._max_answer:
                # The status already answers the question; the rest is not worth reading.
                return bytes(kept[: self._max_answer])
        return bytes(kept)


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects only to addresses the guard has just looked at."""

    def __init__(self, guard: AddressGuard, ends_at: float) -> None:
        self._guard = guard
        self._ends_at = ends_at
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._guard.addresses(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, _left(self._ends_at, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._ends_at)
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the interface's own
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        raise httpcore.UnsupportedProtocol(f"no sockets in the file system: {path}")


class _BoundedStream(httpcore.NetworkStream):
    """Every read and write gets what is left of the whole call's time, not a fresh share."""

    def __init__(self, inner: httpcore.NetworkStream, ends_at: float) -> None:
        self._inner = inner
        self._ends_at = ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._ends_at, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._ends_at, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, _left(self._ends_at, timeout))
        return _BoundedStream(secured, self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(
    ends_at: float,
    timeout: float | None,
    expired: type[httpcore.TimeoutException] = httpcore.ConnectTimeout,
) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise expired("the whole call took too long")
    return left if timeout is None else min(left, timeout)


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}


def _reason(error: Exception) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return "it took too long"
    return str(error) or type(error).__name__
