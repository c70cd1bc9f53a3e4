"""What stands around every page: the menu, its counts, the theme."""

import threading
import time
from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_login import current_user

from portal.access import may
from portal.clients import api
from portal.states import state_of
from portal.tokens import SignedOut
from svckit.auth import Role
from svckit.http import HttpFailure

_KEEP_SECONDS = 5.0
_KEEP_MOST = 500


@dataclass(frozen=True)
class Counts:
    """Numbers in the menu; None where the service didn't answer, which shows as no number."""

    drafts: int | None = None
    review: int | None = None
    posts: int | None = None


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
    drafts = posts = review = None
    try:
        by_state = api().thinker.drafts(limit=1).counts
        drafts = sum(by_state.get(state, 0) for state in OPEN_DRAFTS)
        if current_user.role >= Role.REVIEWER:
            review = by_state.get("in_review", 0)
        posts = api().tweeter.posts(limit=1).counts.get("needs_you", 0)
    except (HttpFailure, SignedOut):
        current_app.logger.warning("the menu has no counts: a service doesn't answer")
    return Counts(drafts, review, posts)


def theme() -> str:
    """``light``, ``dark``, or empty: as the system is."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def keys_off() -> bool:
    """Whether the visitor turned single-letter keys off."""
    return request.cookies.get("keys") == "off"


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        may=may, menu_counts=counts, theme=theme, keys_off=keys_off, state_of=state_of
    )

    @app.after_request
    def recount(response):  # type: ignore[no-untyped-def] # Flask's own signature
        if request.method != "GET" and current_user.is_authenticated:
            forget_counts()
        return response
