"""Admin: which models there are, which one writes, and having more fetched."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.clients import api
from portal.forms.models import PullForm
from portal.models.base import Trouble
from portal.models.writing import Models
from portal.navigation import is_htmx, see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("models", __name__, url_prefix="/admin/models")


@bp.get("")
@allow(Role.ADMIN)
def listing() -> ResponseReturnValue:
    if is_htmx() and request.headers.get("HX-Target") == "pulls":
        # Asked every second: the model server has other things to do.
        return page("admin/models.html", parts=("pulls",), **_pulls())
    return _show(PullForm(formdata=None, model=request.args.get("model", "")))


@bp.post("")
@allow(Role.ADMIN)
def fetch() -> ResponseReturnValue:
    """Have a model fetched."""
    form = PullForm()
    if not form.validate():
        return _show(form, status=422)
    try:
        api().models.pull(form.model.data or "", form.key.data or "")
    except HttpError as error:
        if error.status not in {400, 409, 422}:
            raise
        form.take(error)
        return _show(form, status=error.status)
    return see(url_for("models.listing"))


@bp.post("/<uuid:pull_id>/cancel")
@allow(Role.ADMIN)
def cancel(pull_id: object) -> ResponseReturnValue:
    pull = api().models.cancel(str(pull_id))
    flash(
        "What has arrived is kept: fetching it again goes on from there."
        if pull.cancelling or pull.status == "cancelled"
        else "It was over before it could be stopped."
    )
    return see(url_for("models.listing"))


@bp.post("/default")
@allow(Role.ADMIN)
def choose() -> ResponseReturnValue:
    """Have a model write every draft that is asked for from now on."""
    model = request.form.get("model", "")
    try:
        api().models.choose(model, request.form.get("version", 0, int))
        flash(f"{model} writes drafts from now on.")
    except HttpError as error:
        if error.status not in {400, 412, 422, 503}:
            raise
        flash(error.detail)
    return see(url_for("models.listing"))


def _show(form: PullForm, *, status: int = 200) -> ResponseReturnValue:
    found, trouble = _models()
    return page(
        "admin/models.html",
        form=form,
        models=found,
        trouble=trouble,
        default=api().models.default(),
        status=status,
        **_pulls(),
    )


def _pulls() -> dict[str, Any]:
    pulls = api().models.pulls().items
    return {"pulls": pulls, "under_way": any(pull.is_open for pull in pulls)}


def _models() -> tuple[Models | None, Trouble | None]:
    """What the model server has; or why it can't be told, and what to do about it."""
    try:
        return api().models.all(), None
    except HttpError as error:
        if error.status != 503:
            raise
        return None, Trouble(type=error.type, title=str(error.problem.get("title", "")), detail=error.detail)
    except HttpFailure:
        return None, Trouble(title="Nothing is known of the models", detail="thinker_svc does not answer.")
