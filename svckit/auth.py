"""Who is asking: EdDSA access tokens, verified offline against the JWKS.

Every route names its permission (see ``svckit.web.Resource``). Roles are ordered: whoever has a
higher one may do what a lower one may.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol
from uuid import UUID

import httpx
import jwt
from jwt import PyJWK

from svckit.problems import Unauthorized, Unavailable

ISSUER = "trends-microservice"
AUDIENCE = "trends-microservice"
ALGORITHM = "EdDSA"


class Role(IntEnum):
    """Ordered: viewer < author < reviewer < admin."""

    VIEWER = 1
    AUTHOR = 2
    REVIEWER = 3
    ADMIN = 4

    @classmethod
    def parse(cls, name: str) -> "Role":
        return cls[name.upper()]

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Permission:
    """What a route asks of its caller: a role, or nothing (public)."""

    role: Role | None

    def allows(self, principal: "Principal | None") -> bool:
        if self.role is None:
            return True
        return principal is not None and principal.role >= self.role


PUBLIC = Permission(None)
VIEWER = Permission(Role.VIEWER)
AUTHOR = Permission(Role.AUTHOR)
REVIEWER = Permission(Role.REVIEWER)
ADMIN = Permission(Role.ADMIN)


@dataclass(frozen=True)
class Principal:
    """The person behind a verified token."""

    id: UUID
    name: str
    role: Role
    session_id: str
    expires_at: float

    def as_person(self) -> dict[str, str]:
        """``{"id", "name"}``: how people stand in resources and events."""
        return {"id": str(self.id), "name": self.name}


class JwksUnreachable(Exception):
    """The public keys could not be read; the caller is told to try again."""


class KeySource(Protocol):
    """Where a verifier finds public keys."""

    def get(self, kid: str) -> PyJWK | None:
        """The key of that id, or None when there is none.

        Raises:
            JwksUnreachable: it can't be told.
        """


class KeySet:
    """Public keys by ``kid``, read from the JWKS when an unknown one turns up, and every five minutes.

    An issuer that doesn't answer is asked again after two seconds, not by every request; keys that are
    known go on verifying meanwhile.
    """

    MIN_INTERVAL = 10.0
    MAX_AGE = 300.0
    PAUSE = 2.0

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: dict[str, PyJWK] = {}
        self._read_at = float("-inf")
        self._failed_at = float("-inf")
        self._lock = threading.Lock()

    def get(self, kid: str) -> PyJWK | None:
        """The key, or None when the issuer doesn't know it.

        Raises:
            JwksUnreachable: the key isn't known here and the issuer doesn't answer.
        """
        if self._stale(kid):
            with self._lock:
                if self._stale(kid):
                    self._try_to_read(kid)
        return self._keys.get(kid)

    def _stale(self, kid: str) -> bool:
        age = time.monotonic() - self._read_at
        return age > (self.MAX_AGE if kid in self._keys else self.MIN_INTERVAL)

    def _try_to_read(self, kid: str) -> None:
        """Read, unless that failed a moment ago; a failure matters for a key that isn't known only."""
        needed = kid not in self._keys
        if time.monotonic() - self._failed_at < self.PAUSE:
            if needed:
                raise JwksUnreachable("asked a moment ago")
            return
        try:
            self._read()
        except JwksUnreachable:
            if needed:
                raise

    def _read(self) -> None:
        try:
            answer = httpx.get(self._url, timeout=3.0)
            answer.raise_for_status()
            keys = [PyJWK(key) for key in answer.json()["keys"]]
        except (httpx.HTTPError, ValueError, KeyError, jwt.PyJWTError) as error:
            self._failed_at = time.monotonic()
            raise JwksUnreachable(type(error).__name__) from error
        self._keys = {key.key_id: key for key in keys if key.key_id}
        self._read_at = time.monotonic()


class TokenVerifier:
    """Verifies access tokens; remembers a bounded number of verified ones until they expire.

    A token is trusted until it expires (10 minutes): that is the price of verifying offline.
    """

    def __init__(self, keys: KeySource, *, cache_size: int = 2048) -> None:
        self._keys = keys
        self._seen: OrderedDict[str, Principal] = OrderedDict()
        self._size = cache_size
        self._lock = threading.Lock()

    def verify(self, token: str) -> Principal:
        """The principal of a token.

        Raises:
            Unauthorized: expired, not ours, or not readable.
            Unavailable: the public keys can't be reached.
        """
        with self._lock:
            known = self._seen.get(token)
        if known is not None and known.expires_at > time.time():
            return known
        principal = self._check(token)
        with self._lock:
            self._seen[token] = principal
            while len(self._seen) > self._size:
                self._seen.popitem(last=False)
        return principal

    def _check(self, token: str) -> Principal:
        try:
            kid = jwt.get_unverified_header(token).get("kid", "")
            key = self._keys.get(str(kid))
            if key is None:
                raise Unauthorized("invalid-token", "This access token isn't ours. Sign in again.")
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                options={"require": ["exp", "iat", "sub", "sid", "role"]},
            )
            return Principal(
                id=UUID(claims["sub"]),
                name=str(claims.get("name", "")),
                role=Role.parse(claims["role"]),
                session_id=str(claims["sid"]),
                expires_at=float(claims["exp"]),
            )
        except jwt.ExpiredSignatureError as error:
            raise Unauthorized(
                "token-expired", "The access token has expired. Refresh it, or sign in again."
            ) from error
        except (jwt.PyJWTError, ValueError, KeyError) as error:
            raise Unauthorized("invalid-token", "This access token isn't valid. Sign in again.") from error
        except JwksUnreachable as error:
            raise Unavailable(
                "keys-unavailable",
                "We can't check sign-ins right now because the users service doesn't answer. "
                "Try again in a moment.",
                retry_after=5,
            ) from error
