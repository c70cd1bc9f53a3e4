"""Setting a mark of the figures check aside, with the reason; and letting it count again."""

import json
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import figure_words
from portal.access import allow
from portal.clients import api
from portal.figure_words import Row
from portal.forms.asides import AsideForm
from portal.models.drafts import Draft
from portal.navigation import is_htmx, safe_next, see
from portal.rendering import page
from portal.views.editing import snapshot_or_none
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("asides", __name__, url_prefix="/drafts")

_REFUSALS = {403, 404, 409, 412, 422}
_GONE = "No figure bears this mark any more: its sentence was changed. Look at the figures as they are now."


@bp.get("/<uuid:draft_id>/marks/<string(length=64):mark>")
@allow(Role.AUTHOR)
def form(draft_id: object, mark: str) -> ResponseReturnValue:
    """The mark, and a field for why its figure holds."""
    return _show(str(draft_id), mark, AsideForm(formdata=None))


@bp.post("/<uuid:draft_id>/marks/<string(length=64):mark>")
@allow(Role.AUTHOR)
def set_aside(draft_id: object, mark: str) -> ResponseReturnValue:
    key, typed = str(draft_id), AsideForm()
    if not typed.validate():
        return _show(key, mark, typed, status=422)
    try:
        draft = api().editing.set_aside(key, typed.version.data, mark, typed.reason.data)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        typed.take(error)
        return _show(key, mark, typed, status=error.status)
    return _done(draft, typed.version.data, "Set aside. Reviewers read your reason beside the figure.")


@bp.post("/<uuid:draft_id>/marks/<string(length=64):mark>/raise")
@allow(Role.AUTHOR)
def take_back(draft_id: object, mark: str) -> ResponseReturnValue:
    before = api().thinker.get(str(draft_id)).version
    draft = api().editing.take_back(str(draft_id), before, mark)
    return _done(draft, before, "The mark counts again.")


def _done(draft: Draft, before: int, said: str) -> ResponseReturnValue:
    """Back to where it was done; an editor stays as it is, and learns of the version."""
    if is_htmx() and request.form.get("live"):
        news = {"figures:changed": {"before": before, "version": draft.version}}
        return Response(status=204, headers={"HX-Trigger": json.dumps(news)})
    flash(said)
    return see(_back(draft.id))


def _back(draft_id: str) -> str:
    return safe_next(request.values.get("back"), url_for("drafts.one", draft_id=draft_id))


def _show(draft_id: str, mark: str, form: AsideForm, status: int = 200) -> ResponseReturnValue:
    draft = api().thinker.get(draft_id)
    row = _row(draft, mark)
    # What is sent next is said of the draft as it is shown now.
    form.version.data, form.version.raw_data = draft.version, None
    if row is None and status == 200:
        status = 409
    elif row is not None and row.claim.aside is not None and form.reason.data is None:
        form.reason.data = row.claim.aside.reason
    shown: dict[str, Any] = {
        "draft": draft,
        "row": row,
        "gone": _GONE,
        "form": form,
        "back": _back(draft_id),
        "live": is_htmx() and bool(request.values.get("live")),
    }
    # htmx puts what is no success in its place only as 422.
    status = 422 if is_htmx() and status != 200 else status
    return page("drafts/aside.html", parts=("aside-form",), status=status, **shown)


def _row(draft: Draft, mark: str) -> Row | None:
    """The claim that bears the mark, on whichever platform; None where none does any more."""
    snapshot = snapshot_or_none(draft.id)
    for platform, result in api().editing.figures(draft.id).texts.items():
        claims = [claim for claim in result.claims if claim.mark == mark and claim.label != "supported"]
        if claims:
            return figure_words.rows(draft.content.on(platform), claims[:1], snapshot)[0]
    return None
