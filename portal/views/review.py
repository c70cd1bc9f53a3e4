"""The review inbox: read one draft at full size, decide, go on to the next."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import reading, reference, words
from portal.access import allow
from portal.clients import api
from portal.forms.work import ApproveForm, CommentForm
from portal.models.drafts import Draft
from portal.navigation import see
from portal.rendering import page
from portal.views.drafts import panels
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("review", __name__, url_prefix="/review")

_MOST = 50
_REFUSALS = {400, 403, 409, 412, 422}


@bp.get("")
@allow(Role.REVIEWER)
def inbox() -> ResponseReturnValue:
    waiting = _waiting()
    if not waiting:
        return page("review/empty.html")
    return _show(waiting, waiting[0])


@bp.get("/<uuid:draft_id>")
@allow(Role.REVIEWER)
def one(draft_id: object) -> ResponseReturnValue:
    """One draft in the reading pane. A link from an e-mail may come after the decision: then its own page."""
    waiting = _waiting()
    draft = next((item for item in waiting if item.id == str(draft_id)), None) or api().thinker.get(
        str(draft_id)
    )
    if draft.state != "in_review":
        flash("This one no longer waits for review.")
        return redirect(url_for("drafts.one", draft_id=draft.id))
    return _show(waiting, draft)


def _waiting() -> list[Draft]:
    """All that wait, those due first on top; undated ones by how long they have waited."""
    found = api().thinker.drafts(state="in_review", limit=_MOST).items
    return sorted(found, key=lambda d: (d.publish_at is None, d.publish_at or d.submitted_at or d.updated_at))


def _show(
    waiting: list[Draft],
    draft: Draft,
    *,
    why: str = "",
    form: CommentForm | None = None,
    do: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    at = next((n for n, item in enumerate(waiting) if item.id == draft.id), None)
    before = waiting[at - 1] if at else None
    after = waiting[at + 1] if at is not None and at + 1 < len(waiting) else None
    try:
        snapshot = api().thinker.snapshot(draft.id)
    except HttpFailure:
        snapshot = None
    return page(
        "review/inbox.html",
        waiting=waiting,
        draft=draft,
        before=before,
        after=after,
        panels=panels(draft),
        facts=reading.facts(snapshot)[:6] if snapshot else [],
        snapshot=snapshot,
        accounts=[
            account
            for account in reference.accounts_or_none()
            if (account.id in draft.account_ids if draft.account_ids else account.platform in draft.platforms)
        ],
        why=why,
        is_own=draft.author.id == current_user.id,
        form=form or CommentForm(formdata=None),
        do=do or request.args.get("do", ""),
        first_due=next((item.publish_at for item in waiting if item.publish_at), None),
        suggested=words.suggested_time(),
        status=status,
    )


def _after(draft_id: str) -> str:
    """Where to go after a decision: the next item, whose place this one had."""
    following = request.form.get("next_id", "")
    if following and following != draft_id:
        return url_for("review.one", draft_id=following)
    return url_for("review.inbox")


@bp.post("/<uuid:draft_id>/approve")
@allow(Role.REVIEWER)
def approve(draft_id: object) -> ResponseReturnValue:
    """Sign exactly the content that was read."""
    key, form = str(draft_id), ApproveForm()
    if not form.validate():
        return _refused(key, "The page was not complete. Read the text below once more, then decide.", 422)
    try:
        publish_at = words.from_input(form.publish_at.data)
    except ValueError:
        return _refused(key, "That is no time. Choose it as in 8 October 2026, 08:00.", 422)
    try:
        draft = api().thinker.approve(key, form.version.data, form.content_hash.data, publish_at)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        if error.status == 412:
            return _refused(
                key,
                "The text changed while you read it. This is the newest version: read it again, then decide.",
                412,
            )
        return _refused(key, error.detail, error.status)
    flash(
        f"Approved. Goes out {words.when(draft.publish_at)}."
        if draft.publish_at and words.is_future(draft.publish_at)
        else "Approved. It goes out now."
    )
    return see(_after(key))


@bp.post("/<uuid:draft_id>/request-changes")
@allow(Role.REVIEWER)
def request_changes(draft_id: object) -> ResponseReturnValue:
    return _send_back(str(draft_id), "changes")


@bp.post("/<uuid:draft_id>/reject")
@allow(Role.REVIEWER)
def reject(draft_id: object) -> ResponseReturnValue:
    return _send_back(str(draft_id), "reject")


def _send_back(key: str, do: str) -> ResponseReturnValue:
    form = CommentForm()
    if not form.validate():
        return _show(_waiting(), api().thinker.get(key), form=form, do=do, status=422)
    send = api().thinker.request_changes if do == "changes" else api().thinker.reject
    try:
        draft = send(key, form.comment.data)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        form.take(error)
        return _show(_waiting(), api().thinker.get(key), form=form, do=do, status=error.status)
    flash(
        f"{draft.author.first} gets your comment by e-mail."
        if do == "changes"
        else f"Rejected. {draft.author.first} gets your reason by e-mail."
    )
    return see(_after(key))


def _refused(key: str, why: str, status: int) -> ResponseReturnValue:
    draft = api().thinker.get(key)
    if draft.state != "in_review":
        flash(why)
        return see(url_for("drafts.one", draft_id=key))
    return _show(_waiting(), draft, why=why, status=status)
