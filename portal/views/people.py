"""Admin: who is here and what they may do."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access import allow
from portal.clients import api
from portal.forms.people import PersonForm
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("people", __name__, url_prefix="/admin/people")


@bp.get("")
@allow(Role.ADMIN)
def listing() -> ResponseReturnValue:
    return _show()


def _show(*, why: str = "", status: int = 200) -> ResponseReturnValue:
    q = request.args.get("q", "")
    found = api().users.people(q, request.args.get("cursor", ""))
    return page("admin/people.html", parts=("people",), people=found, q=q, why=why, status=status)


@bp.post("/<uuid:user_id>")
@allow(Role.ADMIN)
def change(user_id: object) -> ResponseReturnValue:
    form = PersonForm()
    if not form.validate():
        return _show(why="Choose one of the roles.", status=422)
    try:
        user = api().users.change(str(user_id), {"role": form.role.data, "active": form.active.data == "yes"})
    except HttpError as error:
        if error.status not in {400, 403, 404, 409, 422}:
            raise
        return _show(why=error.detail, status=error.status)
    whose = "Your" if user.id == current_user.id else f"{user.name}’s"
    flash(f"{whose} role is {user.role} now." if user.active else f"{user.name} can’t sign in any more.")
    return see(url_for("people.listing"))
