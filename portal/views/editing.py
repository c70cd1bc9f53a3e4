"""What the editor asks while somebody writes: the figures of a text, whether somebody else has saved, and
whether words that this browser kept were."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import figure_words, posted
from portal.access import allow
from portal.clients import api
from portal.models.drafts import Revision
from portal.models.searches import Snapshot
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("editing", __name__, url_prefix="/drafts")


def snapshot_or_none(draft_id: str) -> Snapshot | None:
    """A draft whose search has not arrived yet has none."""
    try:
        return api().thinker.snapshot(draft_id)
    except HttpFailure:
        return None


@bp.post("/<uuid:draft_id>/check")
@allow(Role.VIEWER)
def check(draft_id: object) -> ResponseReturnValue:
    """The claims of a text as it stands in the editor: where, for the marks, and the list beside it."""
    key = str(draft_id)
    text = posted.text()
    try:
        found = api().editing.check(key, text)
    except HttpError as error:
        return jsonify(message=error.detail or "The figures could not be checked."), error.status
    rows = figure_words.rows(text, found.claims, snapshot_or_none(key))
    said = figure_words.summary(found.counts)
    shown = render_template(
        "drafts/_figures.html",
        rows=rows,
        unread=not found.counts.checked,
        can_fix=True,
        prefix="fig",
        aside_of=key if request.args.get("asides") else "",
        back=url_for("drafts.one", draft_id=key),
    )
    marks: list[dict[str, Any]] = [
        {"start": claim.start, "end": claim.end, "hue": figure_words.LOOKS[figure_words.standing(claim)][0]}
        for claim in found.claims
    ]
    return jsonify(marks=marks, html=shown, said=said, wrong=found.counts.contradicted)


@bp.post("/<uuid:draft_id>/kept")
@allow(Role.AUTHOR)
def kept(draft_id: object) -> ResponseReturnValue:
    """Whether a version has these words: the last save of a page that was left may have come through."""
    try:
        revisions = api().editing.revisions(str(draft_id))
    except HttpFailure:
        return jsonify(saved=False)
    return jsonify(saved=any(_has(revision) for revision in revisions))


def _has(revision: Revision) -> bool:
    title, text, own = request.form.get("title", ""), posted.text(), posted.own_texts()
    called = not (title and revision.title) or title == revision.title
    return called and text == revision.text and own.items() <= revision.platform_texts.items()


@bp.get("/<uuid:draft_id>/newer")
@allow(Role.VIEWER)
def newer(draft_id: object) -> ResponseReturnValue:
    """A note when somebody saved another version than the one on the page; nothing otherwise."""
    seen = request.args.get("version", 0, type=int)
    draft = api().thinker.get(str(draft_id))
    if draft.version <= seen:
        return "", 204
    newest = next(iter(api().editing.revisions(draft.id)), None)
    return render_template(
        "drafts/_newer.html",
        draft=draft,
        seen=seen,
        # A version without new words: of its time, or of what somebody says of its figures.
        same_words=newest is not None and newest.version <= seen,
        by=newest.author if newest else None,
        at=newest.created_at if newest else draft.updated_at,
        reviewing=request.args.get("on") == "review",
    )
