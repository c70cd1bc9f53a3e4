"""Posts: what was approved, on its way and out."""

from collections.abc import Callable

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import reference, words
from portal.access import allow
from portal.clients import api
from portal.counting import Count
from portal.navigation import see
from portal.rendering import page
from portal.tabs import Tab
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("posts", __name__, url_prefix="/posts")

TABS = (
    ("", "All", "all"),
    ("needs_you", "Needs you", "needs_you"),
    ("scheduled", "Scheduled", "scheduled"),
    ("published", "Published", "published"),
    ("cancelled", "Cancelled", "cancelled"),
)


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    asked = request.args.get("state", "")
    state = asked if asked in {key for key, _, _ in TABS} else ""
    q = request.args.get("q", "")
    found = api().tweeter.posts(state=state, q=q, cursor=request.args.get("cursor", ""))
    tabs = [
        Tab(
            key,
            name,
            found.counts.get(counted),
            url_for("posts.listing", state=key or None),
            hot=key == "needs_you",
        )
        for key, name, counted in TABS
    ]
    return page("posts/list.html", parts=("posts",), posts=found, tabs=tabs, state=state, q=q)


@bp.get("/<uuid:post_id>")
@allow(Role.VIEWER)
def one(post_id: object) -> ResponseReturnValue:
    return _show(str(post_id))


def _show(post_id: str, *, why: str = "", status: int = 200) -> ResponseReturnValue:
    post = api().tweeter.post(post_id)
    texts = [
        (reference.platform(name), text, Count(text, reference.platform(name)))
        for name, text in post.texts.items()
    ]
    return page(
        "posts/one.html",
        parts=("post",),
        post=post,
        texts=texts,
        why=why,
        do=request.args.get("do", ""),
        suggested=words.suggested_time(),
        status=status,
    )


def _act(post_id: str, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do it and go back to the post; where it is refused, say why there."""
    try:
        act()
    except HttpError as error:
        if error.status not in {400, 403, 409, 412, 422}:
            raise
        return _show(
            post_id, why=words.refusal(error.detail, error.field_errors.values()), status=error.status
        )
    flash(done)
    return see(url_for("posts.one", post_id=post_id))


@bp.post("/<uuid:post_id>/cancel")
@allow(Role.AUTHOR)
def cancel(post_id: object) -> ResponseReturnValue:
    return _act(
        str(post_id), lambda: api().tweeter.cancel(str(post_id)), "Cancelled. Nothing will be published."
    )


@bp.post("/<uuid:post_id>/retry")
@allow(Role.REVIEWER)
def retry(post_id: object) -> ResponseReturnValue:
    return _act(
        str(post_id),
        lambda: api().tweeter.retry(str(post_id)),
        "Trying again. What is out already stays as it is.",
    )


@bp.post("/<uuid:post_id>/publish-now")
@allow(Role.REVIEWER)
def publish_now(post_id: object) -> ResponseReturnValue:
    return _act(str(post_id), lambda: api().tweeter.publish_now(str(post_id)), "It goes out now.")


@bp.post("/<uuid:post_id>/reschedule")
@allow(Role.AUTHOR)
def reschedule(post_id: object) -> ResponseReturnValue:
    key = str(post_id)
    try:
        publish_at = words.from_input(request.form.get("publish_at"))
    except ValueError:
        publish_at = None
    if publish_at is None:
        return _show(key, why="Choose a time, as in 8 October 2026, 08:00.", status=422)
    return _act(key, lambda: api().tweeter.reschedule(key, publish_at), f"Goes out {words.when(publish_at)}.")


@bp.post("/<uuid:post_id>/settle")
@allow(Role.REVIEWER)
def settle(post_id: object) -> ResponseReturnValue:
    """Somebody looked there and says whether it arrived."""
    key, outcome = str(post_id), request.form.get("outcome", "")
    if outcome not in {"delivered", "failed"}:
        return _show(key, why="Say whether it is there or not.", status=422)
    done = "Noted: it is out." if outcome == "delivered" else "Noted: it never arrived. Retry sends it."
    return _act(key, lambda: api().tweeter.settle(key, request.form.get("delivery_id", ""), outcome), done)
