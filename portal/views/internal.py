"""For nginx alone; it never lets anybody else in under /internal/."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access import allow_public
from svckit.auth import Role

bp = Blueprint("internal", __name__, url_prefix="/internal")


@bp.get("/flower-auth")
@allow_public
def flower_auth() -> ResponseReturnValue:
    """204 to a signed-in admin. It answers for itself: auth_request takes a bare status only."""
    if not current_user.is_authenticated:
        return "", 401
    if current_user.role < Role.ADMIN or current_user.must_change_password:
        return "", 403
    return "", 204
