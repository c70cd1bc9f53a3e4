"""The visitor's own settings."""

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access import allow
from portal.clients import api
from portal.forms.people import LooksForm, PasswordForm, ProfileForm
from portal.identity import sign_in, tokens
from portal.navigation import see
from portal.rendering import page as render
from portal.shell import keys_off, theme
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("settings", __name__, url_prefix="/settings")

_A_YEAR = 365 * 24 * 3600


def _show(*, profile: ProfileForm | None = None, status: int = 200) -> ResponseReturnValue:
    return render(
        "settings/page.html",
        profile=profile or ProfileForm(formdata=None, name=current_user.name),
        looks=LooksForm(formdata=None, theme=theme(), keys="off" if keys_off() else "on"),
        status=status,
    )


@bp.get("")
@allow(Role.VIEWER)
def page() -> ResponseReturnValue:
    return _show()


@bp.post("/profile")
@allow(Role.VIEWER)
def profile() -> ResponseReturnValue:
    entered = ProfileForm()
    if not entered.validate():
        return _show(profile=entered, status=422)
    try:
        user = api().users.rename_me(entered.name.data)
    except HttpError as error:
        if error.status not in {400, 422}:
            raise
        entered.take(error)
        return _show(profile=entered, status=422)
    tokens().replace_user(current_user.grant_id, user)
    flash("Saved. Your name is the new one from now on.")
    return see(url_for("settings.page"))


@bp.get("/password")
@allow(Role.VIEWER)
def password() -> ResponseReturnValue:
    """Also where everybody is sent whose password was given to them."""
    return render("settings/password.html", form=PasswordForm(formdata=None))


@bp.post("/password")
@allow(Role.VIEWER)
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate():
        return render("settings/password.html", form=form, status=422)
    email = current_user.email
    try:
        api().users.change_password(form.current.data, form.new.data)
    except HttpError as error:
        if error.status not in {400, 401, 403, 422, 429}:
            raise
        form.take(error)
        return render("settings/password.html", form=form, status=422)
    # Other sign-ins end with the old password; this one begins anew with the new one.
    sign_in(api().auth.token(email, form.new.data))
    flash("Your new password is set. You are signed out everywhere else.")
    return see(url_for("home.home"))


@bp.post("/looks")
@allow(Role.VIEWER)
def looks() -> ResponseReturnValue:
    """Theme and keys: of this browser, so they are kept in it."""
    form = LooksForm()
    flash("Saved for this browser.")
    answer = see(url_for("settings.page"))
    _remember(answer, "theme", form.theme.data if form.theme.data in {"light", "dark"} else "")
    _remember(answer, "keys", "off" if form.keys.data == "off" else "")
    return answer


def _remember(answer: Response | object, name: str, value: str) -> None:
    if not isinstance(answer, Response):
        raise TypeError("cookies are set on responses")
    if value:
        answer.set_cookie(
            name, value, max_age=_A_YEAR, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
        )
    elif name in request.cookies:
        answer.delete_cookie(name, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"])
