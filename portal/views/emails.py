"""Admin: every e-mail and how it fared."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.clients import api
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("emails", __name__, url_prefix="/admin/emails")


@bp.get("")
@allow(Role.ADMIN)
def listing() -> ResponseReturnValue:
    return page("admin/emails.html", emails=api().notify.deliveries(request.args.get("cursor", "")))


@bp.post("/<uuid:delivery_id>/resend")
@allow(Role.ADMIN)
def resend(delivery_id: object) -> ResponseReturnValue:
    try:
        api().notify.resend(str(delivery_id))
        flash("It goes out again.")
    except HttpError as error:
        if error.status != 409:
            raise
        flash(error.detail)
    return see(url_for("emails.listing"))
