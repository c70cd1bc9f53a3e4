"""The review inbox: read one draft at full size, decide, go on to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import deciding, reading, reference, reviewing, tracing
from portal.access import allow
from portal.clients import api
from portal.forms.review import HoldForm
from portal.forms.work import ApproveForm, CommentForm
from portal.models.drafts import Draft, ReviewListing
from portal.models.posts import Account
from portal.navigation import see
from portal.panels import panels
from portal.rendering import page
from portal.tabs import Tab
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("review", __name__, url_prefix="/review")

_REFUSALS = {400, 403, 409, 412, 422}


@dataclass(frozen=True)
class Filter:
    """Which of the waiting drafts the visitor looks through; kept from one decision to the next."""

    show: str
    platform: str

    @classmethod
    def asked(cls) -> "Filter":
        show = request.values.get("show", "")
        known = {name for name, _ in reviewing.FILTERS}
        return cls(show if show in known else "", request.values.get("platform", "")[:30])

    def query(self) -> dict[str, Any]:
        """For addresses: only what is set."""
        return {name: value for name, value in vars(self).items() if value}


@bp.app_context_processor
def known() -> dict[str, Any]:
    """What drafts' own pages say about the review, too."""
    return {"approval_policy": reference.policy}


@bp.get("/<uuid:draft_id>/submitting")
@allow(Role.AUTHOR)
def submitting(draft_id: object) -> ResponseReturnValue:
    """What submitting it would mean now: for the dialog, when it is opened after more was written."""
    return page("review/_submit.html", draft=api().thinker.get(str(draft_id)))


@bp.get("")
@allow(Role.REVIEWER)
def inbox() -> ResponseReturnValue:
    kept = Filter.asked()
    waiting = _waiting(kept)
    if not waiting.total:
        return page("review/empty.html")
    if not waiting.items:
        names = platform_names(waiting.platforms)
        return page("review/nothing.html", tabs=_tabs(waiting, kept), names=names, kept=kept, waiting=waiting)
    return _show(waiting.items[0], waiting=waiting)


@bp.get("/<uuid:draft_id>")
@allow(Role.REVIEWER)
def one(draft_id: object) -> ResponseReturnValue:
    """One draft in the reading pane. A link from an e-mail may come after the decision: then its own page."""
    draft = api().thinker.get(str(draft_id))
    if draft.state != "in_review":
        flash("This one no longer waits for review.")
        return redirect(url_for("drafts.one", draft_id=draft.id))
    return _show(draft)


def _waiting(kept: Filter) -> ReviewListing:
    return api().reviews.waiting(show=kept.show, platform=kept.platform)


def _tabs(waiting: ReviewListing, kept: Filter) -> list[Tab]:
    """The filters, each with how many it holds; those that hold none only while they are chosen."""
    return [
        Tab(
            name,
            label,
            waiting.counts.get(name or "all", 0),
            url_for("review.inbox", **Filter(name, kept.platform).query()),
            hot=name in {"flagged", "overdue"},
        )
        for name, label in reviewing.FILTERS
        if waiting.counts.get(name or "all") or name in {"", "for_me", kept.show}
    ]


def _show(
    draft: Draft,
    *,
    waiting: ReviewListing | None = None,
    why: str = "",
    form: CommentForm | HoldForm | None = None,
    do: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    kept = Filter.asked()
    waiting = waiting or _waiting(kept)
    items = waiting.items
    at = next((n for n, item in enumerate(items) if item.id == draft.id), None)
    try:
        snapshot = api().thinker.snapshot(draft.id)
    except HttpFailure:
        snapshot = None
    read = reviewing.marked(draft, snapshot)
    since = reviewing.since_last_look(draft, read)
    if why and status == 412 and since:
        why += " What is new since you read it is marked above."
    return page(
        "review/inbox.html",
        waiting=waiting,
        tabs=_tabs(waiting, kept),
        names=platform_names(waiting.platforms),
        kept=kept,
        draft=draft,
        before=items[at - 1] if at else None,
        after=items[at + 1] if at is not None and at + 1 < len(items) else None,
        panels=panels(draft),
        since=since,
        read=read,
        facts=reading.facts(snapshot)[:6] if snapshot else [],
        snapshot=snapshot,
        **tracing.beside(snapshot),
        accounts=accounts_of(draft),
        why=why,
        is_own=draft.author.id == current_user.id,
        form=form,
        do=do or request.args.get("do", ""),
        first_due=next((item.publish_at for item in items if item.publish_at), None),
        suggested=reviewing.suggested_slot(),
        status=status,
    )


def platform_names(ids: Iterable[str]) -> dict[str, str]:
    return {platform_id: reference.platform(platform_id).name for platform_id in ids}


def accounts_of(draft: Draft) -> list[Account]:
    """Where it goes out: the accounts chosen for it, else all of its platforms."""
    return [
        account
        for account in reference.accounts_or_none()
        if (account.id in draft.account_ids if draft.account_ids else account.platform in draft.platforms)
    ]


def _after(draft_id: str) -> str:
    """Where to go after a decision: the next item, whose place this one had."""
    following, kept = request.form.get("next_id", ""), Filter.asked().query()
    if following and following != draft_id:
        return url_for("review.one", draft_id=following, **kept)
    return url_for("review.inbox", **kept)


@bp.post("/<uuid:draft_id>/approve")
@allow(Role.REVIEWER)
def approve(draft_id: object) -> ResponseReturnValue:
    """Sign exactly the content that was read."""
    key, form = str(draft_id), ApproveForm()
    if not form.validate():
        return _refused(key, "The page was not complete. Read the text below once more, then decide.", 422)
    try:
        publish_at, shown = deciding.chosen(form), deciding.shown(form)
    except ValueError:
        return _refused(key, "That is no time. Choose it as in 8 October 2026, 08:00.", 422, do="time")
    try:
        draft = api().thinker.approve(
            key,
            form.version.data,
            form.content_hash.data,
            publish_at,
            at_once=form.when.data == "now",
            shown=shown,
        )
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        why = error.detail
        if error.status == 412:
            why = deciding.stale(api().thinker.get(key), form.content_hash.data or "", shown)
        return _refused(key, why, error.status)
    flash(deciding.said(draft))
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
        return _show(api().thinker.get(key), form=form, do=do, status=422)
    send = api().thinker.request_changes if do == "changes" else api().thinker.reject
    try:
        draft = send(key, request.form.get("version", type=int), form.comment.data)
    except HttpError as error:
        return _not_taken(key, form, do, error)
    flash(
        f"{draft.author.first} gets your comment by e-mail."
        if do == "changes"
        else f"Rejected. {draft.author.first} gets your reason by e-mail."
    )
    return see(_after(key))


@bp.post("/<uuid:draft_id>/hold")
@allow(Role.REVIEWER)
def hold(draft_id: object) -> ResponseReturnValue:
    """Nobody approves it until somebody releases it."""
    key, form = str(draft_id), HoldForm()
    if not form.validate():
        return _show(api().thinker.get(key), form=form, do="hold", status=422)
    try:
        draft = api().reviews.hold(key, form.reason.data)
    except HttpError as error:
        return _not_taken(key, form, "hold", error)
    flash(f"On hold. {draft.author.first} gets your reason by e-mail.")
    return see(_after(key))


@bp.post("/<uuid:draft_id>/release")
@allow(Role.REVIEWER)
def release(draft_id: object) -> ResponseReturnValue:
    key = str(draft_id)
    try:
        draft = api().reviews.release(key)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        return _refused(key, error.detail, error.status)
    flash("The hold is over: it can be approved again.")
    if draft.state != "in_review":
        return see(url_for("drafts.one", draft_id=key))
    return see(url_for("review.one", draft_id=key, **Filter.asked().query()))


def _not_taken(key: str, form: CommentForm | HoldForm, do: str, error: HttpError) -> ResponseReturnValue:
    """The page again, with the objection and all that was typed."""
    if error.status not in _REFUSALS:
        raise error
    form.take(error)
    return _show(api().thinker.get(key), form=form, do=do, status=error.status)


def _refused(key: str, why: str, status: int, *, do: str = "") -> ResponseReturnValue:
    draft = api().thinker.get(key)
    if draft.state != "in_review":
        flash(why)
        return see(url_for("drafts.one", draft_id=key))
    return _show(draft, why=why, do=do, status=status)
