"""The product's HTTP API, through nginx, for one person."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import httpx

Json = dict[str, Any]


class ApiError(Exception):
    """The API said no; says what it said."""

    def __init__(self, method: str, path: str, response: httpx.Response) -> None:
        try:
            problem = response.json()
        except ValueError:
            problem = {}
        self.status = response.status_code
        self.slug = str(problem.get("type", "")).removeprefix("urn:problem:")
        said = problem.get("detail") or problem.get("title") or response.text[:200]
        errors = "; ".join(f"{e.get('field')}: {e.get('message')}" for e in problem.get("errors", []))
        super().__init__(f"{method} {path} → {self.status} {self.slug}: {said} {errors}".strip())


class Api:
    """Anonymous until `sign_in`."""

    def __init__(self, base: str) -> None:
        self._http = httpx.Client(base_url=f"{base}/api/v1", timeout=30, follow_redirects=False)
        self.user: Json = {}

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def sign_in(self, email: str, password: str) -> Json:
        answer = self.post("/auth/token", {"email": email, "password": password})
        self._http.headers["Authorization"] = f"Bearer {answer['access_token']}"
        self.user = answer["user"]
        return self.user

    def get(self, path: str, **query: str | int) -> Any:
        return self._call("GET", path, params=query).json()

    def get_with_etag(self, path: str) -> tuple[Any, str]:
        response = self._call("GET", path)
        return response.json(), response.headers.get("ETag", "")

    def post(self, path: str, body: Json | None = None, *, etag: str = "", creates: bool = False) -> Any:
        headers = {"If-Match": etag} if etag else {}
        if creates:
            headers["Idempotency-Key"] = str(uuid.uuid4())
        response = self._call("POST", path, json=body or {}, headers=headers)
        return response.json() if response.content else None

    def put(self, path: str, body: Json, *, etag: str) -> tuple[Any, str]:
        response = self._call("PUT", path, json=body, headers={"If-Match": etag})
        return response.json(), response.headers.get("ETag", "")

    def patch(self, path: str, body: Json) -> Any:
        return self._call("PATCH", path, json=body).json()

    def events(self, path: str, seconds: float) -> Iterator[tuple[str, Json]]:
        """Server-sent events as (name, data)."""
        until = time.monotonic() + seconds
        headers = {"Accept": "text/event-stream"}
        with self._http.stream(
            "GET", path, headers=headers, timeout=httpx.Timeout(10, read=seconds)
        ) as response:
            if response.status_code != httpx.codes.OK:
                response.read()
                raise ApiError("GET", path, response)
            name = "message"
            for line in response.iter_lines():
                if line.startswith("event:"):
                    name = line[6:].strip()
                elif line.startswith("data:"):
                    yield name, json.loads(line[5:] or "{}")
                    name = "message"
                if time.monotonic() > until:
                    raise TimeoutError(f"GET {path} went on for more than {seconds:.0f} s")

    def _call(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        response = self._http.request(method, path, **arguments)
        if response.is_error or response.is_redirect:
            raise ApiError(method, path, response)
        return response


def wait_for(what: str, look: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Ask until the answer is something; its value.

    Raises:
        TimeoutError: naming what was waited for.
    """
    deadline = time.monotonic() + seconds
    pause = 0.05
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
