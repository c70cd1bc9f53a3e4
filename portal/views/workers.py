"""Admin: the workers, as Flower shows them."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.rendering import page as render
from svckit.auth import Role

bp = Blueprint("workers", __name__, url_prefix="/admin/workers")


@bp.get("")
@allow(Role.ADMIN)
def page() -> ResponseReturnValue:
    return render("admin/workers.html")
