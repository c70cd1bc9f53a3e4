"""``/api/v1/auth``: becoming a user, signing in, staying signed in."""

from flask import Response, jsonify

from svckit.auth import PUBLIC
from svckit.db import unit_of_work
from svckit.web import Resource
from users_svc.api.provided import device, provided
from users_svc.api.schemas import (
    CheckYourMail,
    CredentialsBody,
    EmailBody,
    Jwks,
    LinkBody,
    RefreshBody,
    RegisterBody,
    ResetBody,
    TokensOut,
    UserOut,
)

auth = Resource("auth", __name__, url_prefix="/api/v1/auth", tag="Sign-in")

_JWKS_SECONDS = 60


def _check_your_mail() -> tuple[Response, int]:
    return jsonify(CheckYourMail().model_dump()), 202


@auth.post("/register", permission=PUBLIC, summary="Make an account", responses={202: CheckYourMail})
def register(body: RegisterBody) -> tuple[Response, int]:
    """The same answer whether or not the address has an account: what differs goes by mail."""
    provided().newcomers.register(
        email=body.email, name=body.name, password=body.password, address=device().address
    )
    return _check_your_mail()


@auth.post("/verify-email", permission=PUBLIC, summary="Prove the address", responses={200: UserOut})
def verify_email(body: LinkBody) -> Response:
    with unit_of_work(provided().db) as session:
        user = provided().newcomers.verify(session, body.token)
    return jsonify(UserOut.of(user).model_dump(mode="json"))


@auth.post(
    "/verify-email/resend", permission=PUBLIC, summary="Mail the link again", responses={202: CheckYourMail}
)
def resend_verification(body: EmailBody) -> tuple[Response, int]:
    provided().newcomers.resend(email=body.email, address=device().address)
    return _check_your_mail()


@auth.post("/token", permission=PUBLIC, summary="Sign in", responses={200: TokensOut})
def sign_in(body: CredentialsBody) -> Response:
    tokens = provided().sessions.sign_in(email=body.email, password=body.password, device=device())
    return jsonify(TokensOut.of(tokens).model_dump(mode="json"))


@auth.post("/refresh", permission=PUBLIC, summary="Stay signed in", responses={200: TokensOut})
def refresh(body: RefreshBody) -> Response:
    """Spends the refresh token and gives a new one. A spent one ends the whole session."""
    tokens = provided().sessions.refresh(body.refresh_token)
    return jsonify(TokensOut.of(tokens).model_dump(mode="json"))


@auth.post("/revoke", permission=PUBLIC, summary="Sign out", responses={204: None})
def revoke(body: RefreshBody) -> tuple[str, int]:
    provided().sessions.revoke(body.refresh_token)
    return "", 204


@auth.post(
    "/password-reset", permission=PUBLIC, summary="Forgot the password", responses={202: CheckYourMail}
)
def ask_password_reset(body: EmailBody) -> tuple[Response, int]:
    provided().newcomers.ask_reset(email=body.email, address=device().address)
    return _check_your_mail()


@auth.post(
    "/password-reset/confirm", permission=PUBLIC, summary="Set a new password by link", responses={204: None}
)
def confirm_password_reset(body: ResetBody) -> tuple[str, int]:
    provided().newcomers.reset(token=body.token, password=body.password)
    return "", 204


@auth.get("/jwks.json", permission=PUBLIC, summary="Public keys of access tokens", responses={200: Jwks})
def jwks() -> Response:
    response = jsonify(provided().keys.jwks())
    response.cache_control.public = True
    response.cache_control.max_age = _JWKS_SECONDS
    return response
