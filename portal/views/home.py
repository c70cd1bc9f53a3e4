"""What needs the visitor, first of all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import shell, words
from portal.access import allow
from portal.clients import api
from portal.models.drafts import Draft
from portal.models.posts import Post
from portal.models.searches import Search
from portal.models.watches import Watch
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpFailure

bp = Blueprint("home", __name__)
T = TypeVar("T")
_MOST = 6
_RISING_FOR = timedelta(days=7)
"""A rise that nobody took up for longer is no news."""


@dataclass
class Desk:
    """Everything on the home page; ``silent`` names the services that did not answer."""

    to_fix: list[Post] = field(default_factory=list)
    to_review: list[Draft] = field(default_factory=list)
    sent_back: list[Draft] = field(default_factory=list)
    failed_drafts: list[Draft] = field(default_factory=list)
    failed_searches: list[Search] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    writing: list[Draft] = field(default_factory=list)
    upcoming: list[Post] = field(default_factory=list)
    recent: list[Search] = field(default_factory=list)
    rising: list[Watch] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    to_fix_total: int = 0
    to_review_total: int = 0

    @property
    def needs(self) -> int:
        own = len(self.sent_back) + len(self.failed_drafts) + len(self.failed_searches)
        return own + self.to_review_total + self.to_fix_total

    @property
    def title(self) -> str:
        """The news."""
        if self.needs:
            things = (
                "One thing needs you" if self.needs == 1 else f"{words.spelled(self.needs)} things need you"
            )
            return words.upper_first(things)
        return "Home" if self.silent else "Nothing needs you"

    @property
    def oldest(self) -> str:
        times = [draft.submitted_at or draft.updated_at for draft in self.to_review]
        times += [post.when for post in self.to_fix if post.when]
        return words.ago(min(times)) if times else ""


@bp.get("/")
@allow(Role.VIEWER)
def home() -> ResponseReturnValue:
    desk, known = Desk(), shell.counts()
    _read_posts(desk, known.posts_by_state)
    _read_drafts(desk, known.drafts_by_state)
    _read_searches(desk)
    lately = words.now() - _RISING_FOR
    desk.rising = _try(desk, "Trends", lambda: api().watches.rising(lately))
    return page("home.html", desk=desk)


@bp.get("/more")
@allow(Role.VIEWER)
def more() -> ResponseReturnValue:
    """The rest of the menu, on a phone."""
    return page("more.html")


def _try(desk: Desk, service: str, ask: Callable[[], list[T]]) -> list[T]:
    """One service's part of the page; the others stand when it doesn't answer."""
    try:
        return ask()
    except HttpFailure:
        if service not in desk.silent:
            desk.silent.append(service)
        return []


def _read_posts(desk: Desk, by_state: dict[str, int] | None) -> None:
    """Only what there is, by the menu's counts: most days most states are empty."""
    if by_state is None:
        desk.silent.append("Posts")
        return
    if by_state.get("needs_you"):
        desk.to_fix_total = by_state["needs_you"]
        desk.to_fix = _try(desk, "Posts", lambda: api().tweeter.posts(state="needs_you", limit=_MOST).items)
    coming = []
    if by_state.get("scheduled") or by_state.get("published"):
        coming = _try(desk, "Posts", lambda: api().tweeter.posts(state="scheduled,published", limit=20).items)
    today = words.now().astimezone(words.zone()).date()
    dated = [(post.when, post) for post in coming if post.when]
    dated = [
        (at, p) for at, p in dated if p.state == "scheduled" or at.astimezone(words.zone()).date() == today
    ]
    desk.upcoming = [post for _, post in sorted(dated, key=lambda item: item[0])][:_MOST]


def _read_drafts(desk: Desk, by_state: dict[str, int] | None) -> None:
    """As posts: only states that hold something."""
    if by_state is None:
        desk.silent.append("Drafts")
        return

    def of(state: str) -> list[Draft]:
        if not by_state.get(state):
            return []
        return _try(desk, "Drafts", lambda: api().thinker.drafts(state=state, limit=_MOST).items)

    if current_user.role >= Role.REVIEWER and by_state.get("in_review"):
        _read_reviews(desk)
    desk.writing = of("generating")
    desk.sent_back = [draft for draft in of("changes_requested") if draft.author.id == current_user.id]
    desk.failed_drafts = [draft for draft in of("generation_failed") if draft.author.id == current_user.id]


def _read_reviews(desk: Desk) -> None:
    """What this visitor can decide: not their own, not on hold, not signed by them already."""
    try:
        waiting = api().reviews.waiting(show="for_me", limit=_MOST)
    except HttpFailure:
        desk.silent.append("Drafts")
        return
    desk.to_review, desk.to_review_total = waiting.items, waiting.counts.get("for_me", len(waiting.items))


def _read_searches(desk: Desk) -> None:
    latest = _try(desk, "Trends", lambda: api().trends.searches(limit=12).items)
    desk.searches = [search for search in latest if search.is_running]
    desk.recent = [search for search in latest if search.status == "completed"][:4]
    mine = [s for s in latest if s.created_by and s.created_by.id == current_user.id]
    # A failure that the person has since asked again is no news.
    answered = {search.title for search in mine if search.status == "completed"}
    desk.failed_searches = [s for s in mine if s.status == "failed" and s.title not in answered][:3]
