"""What stands around every page: the menu, its counts, the theme."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_login import current_user

from portal import reference
from portal.access import may
from portal.clients import api
from portal.models.searches import Line
from portal.states import state_of
from portal.tokens import SignedOut
from svckit.http import HttpFailure

_KEEP_SECONDS = 5.0
_KEEP_MOST = 500


@dataclass(frozen=True)
class Counts:
    """How many drafts and posts there are by state; None where the service didn't answer."""

    drafts_by_state: dict[str, int] | None = None
    posts_by_state: dict[str, int] | None = None

    @property
    def drafts(self) -> int | None:
        """Drafts that are still somebody's to write."""
        return self._sum(self.drafts_by_state, OPEN_DRAFTS)

    @property
    def review(self) -> int | None:
        return self._sum(self.drafts_by_state, ("in_review",))

    @property
    def posts(self) -> int | None:
        return self._sum(self.posts_by_state, ("needs_you",))

    @staticmethod
    def _sum(by_state: dict[str, int] | None, states: tuple[str, ...]) -> int | None:
        return None if by_state is None else sum(by_state.get(state, 0) for state in states)


OPEN_DRAFTS = ("draft", "changes_requested", "generating", "generation_failed")

_kept: dict[str, tuple[float, Counts]] = {}
_lock = threading.Lock()


def counts() -> Counts:
    """The menu's numbers for this visitor, at most five seconds old."""
    key = current_user.id
    with _lock:
        kept = _kept.get(key)
    if kept and time.monotonic() - kept[0] < _KEEP_SECONDS:
        return kept[1]
    fresh = _count()
    with _lock:
        if len(_kept) >= _KEEP_MOST:
            _kept.clear()
        _kept[key] = (time.monotonic(), fresh)
    return fresh


def forget_counts() -> None:
    """After a write: the next page counts anew."""
    with _lock:
        _kept.pop(current_user.id, None)


def _count() -> Counts:
    return Counts(
        _by_state(lambda: api().thinker.drafts(limit=1).counts),
        _by_state(lambda: api().tweeter.posts(limit=1).counts),
    )


def _by_state(ask: Callable[[], dict[str, int]]) -> dict[str, int] | None:
    try:
        return ask()
    except (HttpFailure, SignedOut):
        current_app.logger.warning("the menu lacks a count: a service doesn't answer")
        return None


_line: tuple[float, Line | None] = (float("-inf"), None)


def google_line() -> Line | None:
    """Who waits for Google, at most five seconds old: it is the same for everybody. None: not known."""
    global _line  # noqa: PLW0603 - one line for the whole process, as there is one in front of Google
    with _lock:
        asked_at, kept = _line
        if time.monotonic() - asked_at < _KEEP_SECONDS:
            return kept
        # Others go on with the old one while this one asks.
        _line = (time.monotonic(), kept)
    try:
        fresh: Line | None = api().trends.line()
    except (HttpFailure, SignedOut):
        fresh = None
    with _lock:
        _line = (time.monotonic(), fresh)
    return fresh


def forget_line() -> None:
    """After a search was asked or cancelled; for tests too."""
    global _line  # noqa: PLW0603 - as above
    with _lock:
        _line = (float("-inf"), None)


def has_view(endpoint: str) -> bool:
    """Whether there is such a page."""
    return endpoint in current_app.view_functions


def theme() -> str:
    """``light``, ``dark``, or empty: as the system is."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def keys_off() -> bool:
    """Whether the visitor turned single-letter keys off."""
    return request.cookies.get("keys") == "off"


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        may=may, menu_counts=counts, theme=theme, keys_off=keys_off, state_of=state_of,
        google_line=google_line, has_view=has_view, source_name=reference.source_name,
        source_short=reference.source_short,
        category_name=reference.category_name,
    )  # fmt: skip

    @app.after_request
    def recount(response):  # type: ignore[no-untyped-def] # Flask's own signature
        if request.method != "GET" and current_user.is_authenticated:
            forget_counts()
            if request.blueprint == "trends":
                forget_line()
        return response
