"""Watches: what is asked again and again, what its rule found, and what it would have told."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import reading, reference, results, watching
from portal.access import allow, may
from portal.clients import api
from portal.forms.watching import WatchForm
from portal.models.searches import Spike
from portal.models.watches import BackTest, Watch
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("watches", __name__, url_prefix="/trends/watches")
_REFUSALS = {400, 404, 409, 412, 422, 429}
"""Answers that a person can do something about in the form."""
CHANGED = "Somebody changed this watch meanwhile. Open it again; what you typed is still here to copy."


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    found = api().watches.all(active=_active(), cursor=request.args.get("cursor", ""))
    return page("watches/list.html", parts=("watches",), watches=found, show=request.args.get("show", ""))


def _active() -> str:
    return {"on": "true", "paused": "false"}.get(request.args.get("show", ""), "")


@bp.get("/new")
@allow(Role.AUTHOR)
def new() -> ResponseReturnValue:
    """Of a search, or of the question in the address."""
    search_id = request.args.get("search_id", "")
    question = dict(request.args)
    if search_id:
        question = api().trends.get(search_id).question
    return _form_page(watching.blank(question, search_id))


@bp.post("")
@allow(Role.AUTHOR)
def make() -> ResponseReturnValue:
    return _take(watching.sent(), lambda form: api().watches.make(form.watch(), form.key.data or ""))


@bp.get("/<uuid:watch_id>/edit")
@allow(Role.AUTHOR)
def edit(watch_id: object) -> ResponseReturnValue:
    watch = api().watches.get(str(watch_id))
    return _form_page(watching.of_watch(watch), watch)


@bp.post("/<uuid:watch_id>")
@allow(Role.AUTHOR)
def change(watch_id: object) -> ResponseReturnValue:
    watch = api().watches.get(str(watch_id))

    def send(form: WatchForm) -> Watch:
        version = int(form.version.data) if (form.version.data or "").isdigit() else 0
        return api().watches.change(watch.id, version, form.watch() | {"active": watch.active})

    return _take(watching.sent(), send, watch)


def _take(
    form: WatchForm, send: Callable[[WatchForm], Watch], watch: Watch | None = None
) -> ResponseReturnValue:
    """Save what was sent, or try its rule; what was typed is kept."""
    if not form.validate():
        return _form_page(form, watch, status=422)
    if request.form.get("do") == "try":
        trial = _trial(form)
        return _form_page(form, watch, trial=trial, untried=trial is None and not form.errors)
    try:
        saved = send(form)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        if error.status == 412:
            form.form_errors.append(CHANGED)
        else:
            form.take(error)
        return _form_page(form, watch, status=422)
    flash("The watch is saved.")
    return see(url_for("watches.one", watch_id=saved.id))


def _trial(form: WatchForm) -> BackTest | None:
    """What the rule would have told; None where nothing is known yet, or with the reason in the form."""
    asked = form.watch()
    question = {name: asked[name] for name in _QUESTION if name in asked}
    try:
        return api().watches.try_rule(
            {"question": question, "rule": asked["rule"], "cooldown_hours": asked["cooldown_hours"]}
        )
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        if error.type != "no-result":
            form.take(error)
        return None


_QUESTION = ("keywords", "geo", "timeframe", "category", "property", "source")


def _form_page(form: WatchForm, watch: Watch | None = None, **more: Any) -> ResponseReturnValue:
    trial: BackTest | None = more.pop("trial", None)
    more.setdefault("untried", False)
    return page(
        "watches/form.html",
        parts=("trial",) if request.form.get("do") == "try" else (),
        form=form,
        watch=watch,
        trial=trial,
        found=_chart(trial) if trial else None,
        time_label=reading.time_label,
        **more,
    )


@bp.get("/<uuid:watch_id>")
@allow(Role.VIEWER)
def one(watch_id: object) -> ResponseReturnValue:
    """What it watches, how its rule does on what is known, and its checks."""
    watch = api().watches.get(str(watch_id))
    trial = _back_test(watch)
    return page(
        "watches/one.html",
        parts=("checks",) if request.args.get("cursor") or request.headers.get("X-Poll") else (),
        watch=watch,
        geo_name=reference.geo_name(watch.geo),
        draft_platforms=[reference.platform(name) for name in (watch.draft.platforms if watch.draft else [])],
        trial=trial,
        found=_chart(trial) if trial else None,
        time_label=reading.time_label,
        checks=api().watches.checks(watch.id, cursor=request.args.get("cursor", "")),
        may_change=may("reviewer") or (may("author") and watch.created_by.id == current_user.id),
    )


def _back_test(watch: Watch) -> BackTest | None:
    try:
        return api().watches.back_test(watch.id)
    except HttpError as error:
        if error.status != 404:
            raise
        return None


def _chart(trial: BackTest) -> results.Result | None:
    """The answer that the rule was tried on, with what it would have told ringed."""
    try:
        snapshot = api().trends.result(trial.search_id)
    except HttpFailure:
        return None
    return results.made_of(snapshot, [Spike(keyword=f.keyword, time=f.time) for f in trial.fired], [])


@bp.post("/<uuid:watch_id>/check")
@allow(Role.AUTHOR)
def check(watch_id: object) -> ResponseReturnValue:
    api().watches.check(str(watch_id))
    flash("Asked. What it finds stands in the history below as soon as the answer is there.")
    return see(url_for("watches.one", watch_id=watch_id))


@bp.post("/<uuid:watch_id>/pause")
@allow(Role.AUTHOR)
def pause(watch_id: object) -> ResponseReturnValue:
    api().watches.pause(str(watch_id))
    flash("Paused. It asks nothing and tells nothing until you resume it.")
    return see(url_for("watches.one", watch_id=watch_id))


@bp.post("/<uuid:watch_id>/resume")
@allow(Role.AUTHOR)
def resume(watch_id: object) -> ResponseReturnValue:
    api().watches.resume(str(watch_id))
    flash("It watches again.")
    return see(url_for("watches.one", watch_id=watch_id))


@bp.post("/<uuid:watch_id>/delete")
@allow(Role.AUTHOR)
def delete(watch_id: object) -> ResponseReturnValue:
    watch = api().watches.get(str(watch_id))
    api().watches.delete(watch.id)
    flash(f"“{watch.name}” is deleted. The searches it made stay in the history.")
    return see(url_for("watches.listing"))
