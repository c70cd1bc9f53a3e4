"""Signing in and out, registering, links from e-mails, forgotten passwords."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import identity
from portal.access import allow, allow_public
from portal.clients import api
from portal.forms.people import EmailForm, RegisterForm, ResetForm, SignInForm, TokenForm
from portal.navigation import safe_next, see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("sign_in", __name__)

WRONG_PAIR = "That e-mail and password don’t go together."


@bp.get("/sign-in")
@allow_public
def form() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    return page("sign_in/sign_in.html", form=SignInForm(formdata=None, next=request.args.get("next", "")))


@bp.post("/sign-in")
@allow_public
def sign_in() -> ResponseReturnValue:
    entered = SignInForm()
    if not entered.validate():
        return page("sign_in/sign_in.html", form=entered, status=422)
    try:
        grant = api().auth.token(entered.email.data, entered.password.data)
    except HttpError as error:
        return _refused(entered, error)
    identity.sign_in(grant)
    if grant.user.must_change_password:
        return see(url_for("settings.password"))
    return see(safe_next(entered.next.data))


def _refused(entered: SignInForm, error: HttpError) -> ResponseReturnValue:
    """Never says which half was wrong."""
    if error.type == "email-not-verified":
        return page(
            "sign_in/check_mail.html", email=entered.email.data, form=EmailForm(email=entered.email.data)
        )
    if error.status == 429:
        wait = error.retry_after or 60
        minutes = max(1, round(wait / 60))
        entered.form_errors.append("Too many tries.")
        entered.form_errors.append(
            f"Try again in {minutes} minute{'s' if minutes > 1 else ''}, or set a new password."
        )
        return page("sign_in/sign_in.html", form=entered, status=429)
    if error.status in {400, 401, 422}:
        entered.form_errors.append(WRONG_PAIR)
        left = error.problem.get("tries_left")
        if isinstance(left, int):
            entered.form_errors.append(f"{left} tries left, then a pause.")
        entered.password.errors = ["Enter your password again."]
        return page("sign_in/sign_in.html", form=entered, status=401)
    if error.status == 403:
        entered.form_errors.append(error.detail or "This account may not sign in. Ask an admin.")
        return page("sign_in/sign_in.html", form=entered, status=403)
    raise error


@bp.post("/sign-out")
@allow(Role.VIEWER)
def sign_out() -> ResponseReturnValue:
    identity.sign_out(current_user.grant_id)
    return see(url_for("sign_in.form"))


@bp.get("/register")
@allow_public
def registration() -> ResponseReturnValue:
    return page("sign_in/register.html", form=RegisterForm(formdata=None))


@bp.post("/register")
@allow_public
def register() -> ResponseReturnValue:
    entered = RegisterForm()
    if not entered.validate():
        return page("sign_in/register.html", form=entered, status=422)
    try:
        api().auth.register(entered.email.data, entered.name.data, entered.password.data)
    except HttpError as error:
        if error.status not in {400, 403, 409, 422, 429}:
            raise
        entered.take(error)
        return page("sign_in/register.html", form=entered, status=error.status)
    return page("sign_in/check_mail.html", email=entered.email.data, form=EmailForm(email=entered.email.data))


@bp.post("/verify-email/resend")
@allow_public
def resend() -> ResponseReturnValue:
    entered = EmailForm()
    if not entered.validate():
        return page("sign_in/forgot.html", form=entered, kind="verify", status=422)
    api().auth.resend_verification(entered.email.data)
    flash("If that address waits for its link, a new one is on its way.")
    return page("sign_in/check_mail.html", email=entered.email.data, form=entered)


@bp.get("/verify-email")
@allow_public
def verification() -> ResponseReturnValue:
    """The link from the e-mail. A button does it, so that a mail scanner's visit spends nothing."""
    form = TokenForm(formdata=None, token=request.args.get("token", ""))
    return page("sign_in/verify.html", form=form, problem=None)


@bp.post("/verify-email")
@allow_public
def verify() -> ResponseReturnValue:
    entered = TokenForm()
    try:
        user = api().auth.verify_email(entered.token.data or "")
    except HttpError as error:
        if error.status not in {400, 404, 410, 422}:
            raise
        return page("sign_in/verify.html", form=entered, problem=error.type, status=error.status)
    flash(f"{user.email} is verified. Sign in.")
    return see(url_for("sign_in.form"))


@bp.get("/forgot-password")
@allow_public
def forgotten() -> ResponseReturnValue:
    return page("sign_in/forgot.html", form=EmailForm(formdata=None), kind="reset")


@bp.post("/forgot-password")
@allow_public
def forgot() -> ResponseReturnValue:
    entered = EmailForm()
    if not entered.validate():
        return page("sign_in/forgot.html", form=entered, kind="reset", status=422)
    api().auth.ask_password_reset(entered.email.data)
    return page("sign_in/forgot_sent.html", email=entered.email.data)


@bp.get("/reset-password")
@allow_public
def resetting() -> ResponseReturnValue:
    form = ResetForm(formdata=None, token=request.args.get("token", ""))
    return page("sign_in/reset.html", form=form, problem=None)


@bp.post("/reset-password")
@allow_public
def reset() -> ResponseReturnValue:
    entered = ResetForm()
    if not entered.validate():
        return page("sign_in/reset.html", form=entered, problem=None, status=422)
    try:
        api().auth.reset_password(entered.token.data or "", entered.password.data)
    except HttpError as error:
        if error.status == 422:
            entered.take(error)
            return page("sign_in/reset.html", form=entered, problem=None, status=422)
        if error.status in {400, 404, 410}:
            return page("sign_in/reset.html", form=entered, problem=error.type, status=error.status)
        raise
    flash("Your new password is set. Sign in with it.")
    return see(url_for("sign_in.form"))
