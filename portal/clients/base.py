"""Calls on behalf of a visitor."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from json import dumps
from typing import Any, TypeVar

import httpx
from pydantic import ValidationError

from portal.models.base import Read
from portal.tokens import TokenStore
from svckit.http import HttpClient, HttpError, HttpFailure

R = TypeVar("R", bound=Read)


class UnexpectedAnswer(HttpFailure):
    """A service answered in a shape we don't understand."""


class Caller:
    """Adds the visitor's access token; asks for a new one when it is refused."""

    def __init__(self, http: HttpClient, tokens: TokenStore, grant_id: str | None, address: str = "") -> None:
        self._http = http
        self._tokens = tokens
        self._grant_id = grant_id
        # On whose behalf: the services' limits count visitors.
        self._forwarded = {"X-Forwarded-For": address} if address else {}

    def send(
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
        """Raises: HttpFailure and its kinds; SignedOut."""
        given = {key: value for key, value in (params or {}).items() if value not in (None, "")}
        body: dict[str, Any] = {"params": given or None, "json": json, "content": content, "timeout": timeout}
        token = self._token()
        try:
            return self._http.request(method, path, headers=self._headers(token, headers), **body)
        except HttpError as error:
            if error.status != 401 or not self._grant_id or not token:
                raise
            # Refused before its time: keys were rotated, or the clocks differ.
            fresh = self._tokens.refreshed(self._grant_id, spent=token).access_token
            return self._http.request(method, path, headers=self._headers(fresh, headers), **body)

    def get(self, path: str, **params: Any) -> Any:
        return self.send("GET", path, params=params).json()

    def post(self, path: str, json: Any = None, **headers: str) -> httpx.Response:
        return self.send("POST", path, json=json, headers=headers)

    def create(self, path: str, json: Any, key: str | None = None) -> httpx.Response:
        """POST that creates: a repeat with the same key and content makes no second one.

        A form that is changed and sent again, from a page the browser kept, asks for something else: the
        service would refuse its key.
        """
        content = hashlib.sha256(dumps(json, sort_keys=True).encode()).hexdigest()[:32]
        repeated = f"{(key or secrets.token_hex(16))[:64]}-{content}"
        return self.send("POST", path, json=json, headers={"Idempotency-Key": repeated})

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str], *, idle: float) -> Iterator[httpx.Response]:
        """An answer read as it comes. Raises: as ``send``."""
        with self._http.stream(
            "GET", path, headers=self._headers(self._token(), headers), idle=idle
        ) as response:
            yield response

    def _headers(self, token: str | None, headers: Mapping[str, str] | None) -> dict[str, str]:
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return {**self._forwarded, **bearer, **(headers or {})}

    def _token(self) -> str | None:
        return self._tokens.access_token(self._grant_id) if self._grant_id else None


def read(kind: type[R], answer: Any) -> R:
    """The answer as a read object.

    Raises:
        UnexpectedAnswer: it is none.
    """
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        raise UnexpectedAnswer(
            f"{kind.__name__}: {error.error_count()} fields: {error.errors()[0]}"
        ) from error


def read_all(kind: type[R], answer: Any) -> list[R]:
    """A list, bare or under ``items``."""
    return [read(kind, item) for item in (answer["items"] if isinstance(answer, dict) else answer)]
