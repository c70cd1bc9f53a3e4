"""Server-side sessions in Redis: the browser holds a random id, nothing else.

The id itself is not stored: the key is its hash, so that a copy of the store signs nobody in.
"""

import hashlib
import json
import secrets
import time
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from redis import Redis, RedisError
from werkzeug.datastructures import CallbackDict

from portal.navigation import is_polling

_SEEN = "_seen"
_TOUCH_EVERY = 60


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A session's values; ``sid`` is what the cookie says."""

    def __init__(self, values: dict[str, Any], sid: str, *, new: bool) -> None:
        def changed(session: CallbackDict[str, Any]) -> None:
            session.modified = True  # type: ignore[attr-defined] # it is always a ServerSession

        super().__init__(values, changed)
        self.sid = sid
        self.new = new
        self.modified = False
        self.replaces: str | None = None
        self.lost = False

    @classmethod
    def unreadable(cls) -> "ServerSession":
        """Stands in while the store is away; it holds nobody and is never written."""
        session = cls({}, "", new=True)
        session.lost = True
        return session

    def rotate(self) -> None:
        """Give the session another id and forget what it held: at sign-in and sign-out."""
        self.replaces = None if self.new else self.sid
        self.clear()
        self.sid = secrets.token_urlsafe(32)
        self.new = True
        self.modified = True


class RedisSessions(SessionInterface):
    """Reads and writes sessions. Idle ones end by Redis' own clock."""

    def __init__(self, redis: Redis, *, idle_seconds: int) -> None:
        self._redis = redis
        self._idle = idle_seconds

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        sid = request.cookies.get(self.get_cookie_name(app), "")
        try:
            stored = self._redis.get(_key(sid)) if sid else None
        except RedisError:
            app.logger.exception("the session store does not answer")
            return ServerSession.unreadable()
        if stored is None:
            # An id we don't know is never adopted: a planted cookie stays worthless.
            return ServerSession({}, secrets.token_urlsafe(32), new=True)
        return ServerSession(json.loads(stored), sid, new=False)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, ServerSession) or session.lost:
            return
        if session.replaces:
            self._redis.delete(_key(session.replaces))
        response.vary.add("Cookie")
        if not session and session.new and not session.replaces:
            return
        idle_for = time.time() - float(session.get(_SEEN, 0))
        if not session.modified and (is_polling() or idle_for < _TOUCH_EVERY):
            return
        self._write(app, session, response)

    def _write(self, app: Flask, session: ServerSession, response: Response) -> None:
        if not (is_polling() and _SEEN in session):
            session[_SEEN] = int(time.time())
        remaining = max(1, int(session[_SEEN] + self._idle - time.time()))
        # A session deleted meanwhile (signed out in another tab) must not come back: XX.
        self._redis.set(_key(session.sid), json.dumps(dict(session)), ex=remaining, xx=not session.new)
        response.set_cookie(
            self.get_cookie_name(app),
            session.sid,
            max_age=remaining,
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )


def _key(sid: str) -> str:
    return "session:" + hashlib.sha256(sid.encode()).hexdigest()
