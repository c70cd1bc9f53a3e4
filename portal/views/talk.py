"""Talking about a draft: comments, replies, whom to mention, and all that happened to it."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from portal import namesakes
from portal.access import allow
from portal.clients import api
from portal.navigation import is_htmx, see
from portal.rendering import page
from portal.talking import Typed, anchor_typed
from portal.views import drafts as reading_drafts
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("talk", __name__, url_prefix="/drafts")

_REFUSALS = {400, 403, 404, 409, 412, 422}
PARTS = {
    "text": "The text",
    "images": "Images",
    "comments": "Comments",
    "review": "Review",
    "post": "The post",
}
"""What the timeline can be narrowed to."""


@bp.post("/<uuid:draft_id>/comments")
@allow(Role.AUTHOR)
def say(draft_id: object) -> ResponseReturnValue:
    """Comment on the draft or on words of it, or reply."""
    key, text = str(draft_id), request.form.get("text", "")
    thread_id = request.form.get("thread_id", "")
    typed = Typed(
        text=text,
        quote=request.form.get("quote", ""),
        start=request.form.get("start", ""),
        platform=request.form.get("platform", ""),
        thread_id=thread_id,
    )
    return _then(
        key,
        typed,
        lambda: (
            api()
            .talk.say(
                key,
                text.replace("\r\n", "\n"),
                request.form.get("key", ""),
                anchor=anchor_typed(),
                thread_id=thread_id,
                mentions=request.form.getlist("mention"),
            )
            .comments[-1]
            .id
        ),
    )


@bp.post("/<uuid:draft_id>/comments/<uuid:comment_id>")
@allow(Role.AUTHOR)
def change(draft_id: object, comment_id: object) -> ResponseReturnValue:
    """One's own words, said better; or taken back, closed or opened: ``do`` says which."""
    key, comment, do = str(draft_id), str(comment_id), request.form.get("do", "")
    text = request.form.get("text", "")
    version = request.form.get("version", type=int) or 0

    def act() -> str:
        if do == "delete":
            api().talk.take_back(key, comment)
            return ""
        if do in {"resolve", "reopen"}:
            api().talk.settle(key, comment, resolved=do == "resolve")
            return ""
        api().talk.change(
            key, comment, version, text.replace("\r\n", "\n"), mentions=request.form.getlist("mention")
        )
        return comment

    return _then(key, Typed(text=text, comment_id=comment), act)


def _then(draft_id: str, typed: Typed, act: Callable[[], str]) -> ResponseReturnValue:
    """Do it and show the panel; or show why not, with what was typed."""
    status, at = 200, ""
    try:
        at, typed = act(), Typed()
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        why = " ".join(dict.fromkeys([*error.field_errors.values()] or [error.detail]))
        status = error.status
        typed = replace(
            typed,
            error=why or "Not sent. Try again.",
            mentions=namesakes.named(request.form.getlist("mention")),
        )
    if status == 200 and not is_htmx():
        anchor = f"comment-{at}" if at else "about"
        return see(url_for("drafts.one", draft_id=draft_id, about="comments", _anchor=anchor))
    draft = api().thinker.get(draft_id)
    if not is_htmx():
        return reading_drafts.show(draft, talk=typed, status=status)
    # htmx puts a refusal in its place only as 422.
    response = page(
        "drafts/one.html",
        parts=("about",),
        draft=draft,
        status=200 if status == 200 else 422,
        **reading_drafts.about(draft, talk=typed),
    )
    if status == 200:
        # Where the focus goes on: the button that was pressed is gone.
        said = f"comment-{at}" if at else "talk-open"
        response.headers["HX-Trigger-After-Swap"] = f'{{"talk:said": "{said}"}}'
    return response


@bp.get("/people")
@allow(Role.AUTHOR)
def people() -> ResponseReturnValue:
    """Whom a comment can mention, for the list under the field."""
    return jsonify(items=namesakes.offered(request.args.get("q", "")[:60]))


@bp.get("/<uuid:draft_id>/timeline")
@allow(Role.VIEWER)
def timeline(draft_id: object) -> ResponseReturnValue:
    """All that happened to the draft, or one kind of it, in pages."""
    key, part = str(draft_id), request.args.get("part", "")
    part = part if part in PARTS else ""
    draft = api().thinker.get(key)
    found = api().talk.timeline(key, part, request.args.get("cursor", ""))
    return make_response(
        page(
            "drafts/timeline.html",
            draft=draft,
            entries=found.items,
            more=found.next,
            part=part,
            parts_of=PARTS,
        )
    )
