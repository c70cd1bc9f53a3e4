"""Several texts to choose from, and stopping the writing."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.clients import api
from portal.navigation import see
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("alternatives", __name__, url_prefix="/drafts")


@bp.post("/<uuid:draft_id>/stop")
@allow(Role.AUTHOR)
def stop(draft_id: object) -> ResponseReturnValue:
    """Stop the model; what it had finished is kept."""
    try:
        api().thinker.stop(str(draft_id))
    except HttpError as error:
        if error.status != 409:
            raise
        flash(error.detail)
    return see(url_for("drafts.one", draft_id=draft_id))


@bp.post("/<uuid:draft_id>/alternatives/<int:number>")
@allow(Role.AUTHOR)
def use(draft_id: object, number: int) -> ResponseReturnValue:
    """Put one of the texts to use."""
    try:
        api().thinker.use_alternative(str(draft_id), request.form.get("version", 0, int), number)
        flash(f"Text {number} is the draft’s text now. The others are kept under Prompt and answer.")
    except HttpError as error:
        if error.status not in {404, 409, 412}:
            raise
        flash(
            "Somebody changed the draft since you opened it. Compare the texts once more, then choose."
            if error.status == 412
            else error.detail
        )
    return see(url_for("drafts.one", draft_id=draft_id))
