"""Who may open what. Every view states it, beside its route:

    @bp.get("/drafts")
    @allow(Role.VIEWER)
    def listing(): ...

The app does not start with a view that says nothing (see ``check_all_state``).
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import kept
from portal.navigation import here, is_htmx
from svckit.auth import PUBLIC, Permission, Role

P = ParamSpec("P")
R = TypeVar("R")

ATTRIBUTE = "permission"
_WITHOUT_SESSION = {"static", "observing.healthz", "observing.readyz"}
_WITH_OLD_PASSWORD = {"settings.password", "settings.change_password", "sign_in.sign_out", "static"}


def allow(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """This view is for signed-in people of this role or a higher one."""
    return _state(Permission(role))


def allow_public(view: Callable[P, R]) -> Callable[P, R]:
    """This view is for everybody, signed in or not."""
    return _state(PUBLIC)(view)


def _state(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, ATTRIBUTE, permission)
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """What the view asks of its visitor; None when it doesn't say."""
    if endpoint == "static":
        return PUBLIC
    permission: Permission | None = getattr(app.view_functions[endpoint], ATTRIBUTE, None)
    return permission


def check_all_state(app: Flask) -> None:
    """Refuse to start with a view that does not state its permission.

    Raises:
        RuntimeError: naming the views.
    """
    silent = sorted(name for name in app.view_functions if permission_of(app, name) is None)
    if silent:
        raise RuntimeError(f"These views state no permission: {', '.join(silent)}")


def guard(app: Flask) -> None:
    """Ask every request's visitor for what its view states."""

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        if getattr(session, "lost", False) and request.endpoint not in _WITHOUT_SESSION:
            # Not a stranger: somebody whose session can't be read right now.
            abort(503)
        permission = permission_of(app, request.endpoint)
        if permission is None:
            abort(403)
        if permission.role is None:
            return None
        if not current_user.is_authenticated:
            return to_sign_in()
        if current_user.must_change_password and request.endpoint not in _WITH_OLD_PASSWORD:
            return redirect(url_for("settings.password"))
        if current_user.role < permission.role:
            g.needed_role = permission.role
            abort(403)
        return None


def to_sign_in() -> ResponseReturnValue:
    """Send the visitor to the sign-in page and back here after it; what they typed is not dropped."""
    if kept.is_autosave():
        return kept.answer_autosave()
    if kept.can_keep() and not is_htmx():
        return kept.show()
    address = url_for("sign_in.form", next=here() if request.method == "GET" else None)
    if is_htmx():
        # A redirect would be followed inside the fragment: tell htmx to leave the page.
        return "", 401, {"HX-Redirect": address}
    return redirect(address)


def may(role_name: str) -> bool:
    """For templates: whether the visitor has this role or a higher one. Only ever hides a control."""
    user: Any = current_user
    return bool(user.is_authenticated and user.role >= Role.parse(role_name))
