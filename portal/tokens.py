"""Access and refresh tokens of the signed-in, kept in Redis; no browser ever sees one.

They lie beside the session, not in it: two requests of one session may end in any order, and the
later one must not write a spent refresh token back.
"""

import secrets
import time
from typing import Any

from pydantic import BaseModel, ConfigDict
from redis import Redis

from portal.models.people import User
from svckit.http import HttpClient, HttpError

_FRESH_FOR = 30
"""Seconds of life an access token must have left to be used."""
_LOCK_SECONDS = 20


class SignedOut(Exception):
    """The person has to sign in again: deactivated, signed out elsewhere, or away for too long."""


class Grant(BaseModel):
    """One sign-in: its tokens and whose they are."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: str
    refresh_token: str
    expires_at: float
    user: User

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> "Grant":
        """From what ``POST auth/token`` and ``auth/refresh`` answer."""
        return cls(
            access_token=answer["access_token"],
            refresh_token=answer["refresh_token"],
            expires_at=time.time() + float(answer["expires_in"]),
            user=User.model_validate(answer["user"]),
        )


class TokenStore:
    """Grants by a random id that only the server-side session knows."""

    def __init__(self, redis: Redis, http: HttpClient, *, idle_seconds: int) -> None:
        self._redis = redis
        self._http = http
        # An hour longer than the session, so that the session always ends first.
        self._ttl = idle_seconds + 3600

    def add(self, grant: Grant) -> str:
        """Keep a new grant; its id."""
        grant_id = secrets.token_urlsafe(24)
        self._put(grant_id, grant)
        return grant_id

    def get(self, grant_id: str) -> Grant | None:
        stored = self._redis.get(_key(grant_id))
        return Grant.model_validate_json(stored) if stored else None

    def replace_user(self, grant_id: str, user: User) -> None:
        """After a change of the profile or the password: what pages show at once."""
        grant = self.get(grant_id)
        if grant:
            self._put(grant_id, grant.model_copy(update={"user": user}))

    def drop(self, grant_id: str) -> None:
        """Forget the grant here and revoke it at users_svc, as far as that answers."""
        grant = self.get(grant_id)
        self._redis.delete(_key(grant_id))
        if grant:
            self._http.request("POST", "/auth/revoke", json={"refresh_token": grant.refresh_token})

    def access_token(self, grant_id: str) -> str:
        """A token that is good for the next request; refreshed when needed.

        Raises:
            SignedOut: the grant is gone or no longer accepted.
            HttpFailure: users_svc doesn't answer.
        """
        grant = self.get(grant_id)
        if grant is None:
            raise SignedOut
        if grant.expires_at - time.time() > _FRESH_FOR:
            return grant.access_token
        return self.refreshed(grant_id, spent=grant.access_token).access_token

    def refreshed(self, grant_id: str, *, spent: str) -> Grant:
        """A grant whose access token isn't ``spent``: asked for once, however many tabs ask.

        Raises: as ``access_token``.
        """
        with self._redis.lock(
            f"refreshing:{grant_id}", timeout=_LOCK_SECONDS, blocking_timeout=_LOCK_SECONDS
        ):
            grant = self.get(grant_id)
            if grant is None:
                raise SignedOut
            if grant.access_token != spent:
                return grant
            try:
                answer = self._http.request(
                    "POST", "/auth/refresh", json={"refresh_token": grant.refresh_token}
                )
            except HttpError as error:
                if error.status not in {400, 401, 403}:
                    raise
                self._redis.delete(_key(grant_id))
                raise SignedOut from error
            fresh = Grant.from_answer(answer.json())
            self._put(grant_id, fresh)
            return fresh

    def _put(self, grant_id: str, grant: Grant) -> None:
        self._redis.set(_key(grant_id), grant.model_dump_json(), ex=self._ttl)


def _key(grant_id: str) -> str:
    return f"grant:{grant_id}"
