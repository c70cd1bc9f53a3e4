"""HTTP client with time-outs, retries where a repeat is harmless, and typed errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from svckit import context

DEFAULT_TIMEOUT = httpx.Timeout(10.0, connect=2.0)
_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}


class HttpFailure(Exception):
    """Anything that kept us from a good answer."""


class Unreachable(HttpFailure):
    """No connection; nothing was sent."""


class TimedOut(HttpFailure):
    """No answer in time; it may have been carried out."""


class BrokenOff(HttpFailure):
    """The connection broke; it may have been carried out."""


class HttpError(HttpFailure):
    """An answer of 400 or above.

    Attributes: ``status``; ``problem``, the problem document or an empty dict; ``headers``.
    """

    def __init__(self, status: int, problem: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        super().__init__(f"{status} {problem.get('type', '')} {problem.get('detail', '')}".strip())
        self.status = status
        self.problem = problem
        self.headers = headers

    @property
    def type(self) -> str:
        """The problem's slug, without ``urn:problem:``."""
        return str(self.problem.get("type", "")).removeprefix("urn:problem:")

    @property
    def detail(self) -> str:
        return str(self.problem.get("detail", ""))

    @property
    def field_errors(self) -> dict[str, str]:
        """Message by field name."""
        errors = self.problem.get("errors") or []
        return {str(item.get("field", "")): str(item.get("message", "")) for item in errors}

    @property
    def retry_after(self) -> int | None:
        value = self.headers.get("retry-after") or self.problem.get("retry_after")
        return int(value) if value is not None and str(value).isdigit() else None


def _typed(error: httpx.HTTPError) -> HttpFailure:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Unreachable(str(error))
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(str(error))
    return BrokenOff(str(error))


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class HttpClient:
    """A client of one base address. Safe to share between threads.

    Args:
        base_url: prefix of every path.
        timeout: per request; connecting has 2 s.
        attempts: tries in all, for harmless repeats only: idempotent methods, requests that carry an
            ``Idempotency-Key``, and requests that never left.
    """

    def __init__(self, base_url: str, *, timeout: httpx.Timeout = DEFAULT_TIMEOUT, attempts: int = 3) -> None:
        self._client = httpx.Client(
            base_url=base_url,
            timeout=timeout,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=32, keepalive_expiry=30),
        )
        self._attempts = attempts

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> httpx.Response:
        """Send and return an answer below 400. `content`: a body that is no JSON.

        Raises:
            HttpError: an answer of 400 or above.
            Unreachable | TimedOut | BrokenOff: no answer.
        """
        sent = {**context.outgoing(), **(headers or {})}
        harmless = method in _IDEMPOTENT or "Idempotency-Key" in sent
        again: tuple[type[Exception], ...] = (
            (Unreachable, TimedOut, BrokenOff) if harmless else (Unreachable,)
        )
        for attempt in Retrying(
            stop=stop_after_attempt(self._attempts),
            wait=wait_random_exponential(multiplier=0.1, max=1.0),
            retry=retry_if_exception_type(again),
            reraise=True,
        ):
            with attempt:
                return self._once(
                    method, path, params=params, json=json, content=content, headers=sent, timeout=timeout
                )
        raise AssertionError("tenacity re-raises the last error")

    def _once(self, method: str, path: str, *, timeout: float | None, **kwargs: Any) -> httpx.Response:
        if timeout is not None:
            kwargs["timeout"] = timeout
        try:
            response = self._client.request(method, path, **kwargs)
        except httpx.HTTPError as error:
            raise _typed(error) from error
        if response.status_code >= 400:
            raise HttpError(response.status_code, _problem(response), response.headers)
        return response

    @contextmanager
    def stream(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, idle: float = 60.0
    ) -> Iterator[httpx.Response]:
        """An answer whose body is read as it comes; ``idle`` is the longest silence in seconds.

        Raises: as ``request``; while reading, httpx's own errors.
        """
        sent = {**context.outgoing(), **(headers or {})}
        try:
            with self._client.stream(
                method, path, headers=sent, timeout=httpx.Timeout(idle, connect=2.0)
            ) as response:
                if response.status_code >= 400:
                    response.read()
                    raise HttpError(response.status_code, _problem(response), response.headers)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        self._client.close()
