"""Error pages: what happened, what it means, what to do. The request id is under Details."""

from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user
from flask_wtf.csrf import CSRFError
from redis import RedisError
from werkzeug.exceptions import HTTPException

from portal import kept
from portal.access import to_sign_in
from portal.clients.base import UnexpectedAnswer
from portal.navigation import is_htmx
from portal.tokens import SignedOut
from svckit.http import HttpError, HttpFailure


@dataclass(frozen=True)
class Words:
    """What an error page says."""

    title: str
    text: str


SAID = {
    400: Words(
        "That can’t be read",
        "The address or the form was not complete. Nothing was changed. Go back and try again.",
    ),
    401: Words("Sign in first", "This page is for people of this workspace."),
    403: Words(
        "Your role doesn’t open this page",
        "Nothing was changed. An admin can give you another role under People.",
    ),
    404: Words(
        "There is nothing at this address",
        "It may have been removed, or the link may be cut short. What you look for is in the menu.",
    ),
    405: Words(
        "That can’t be done here",
        "The address was opened in a way it isn’t made for. Go back and use the button again.",
    ),
    409: Words(
        "That doesn’t fit its state any more",
        "Somebody was faster. Go back and reload the page to see where it stands.",
    ),
    410: Words("This is over", "What you look for is gone for good."),
    412: Words(
        "It has changed since you opened it",
        "Nothing was overwritten. Go back and reload the page to see the newest version.",
    ),
    413: Words(
        "That is too large",
        "We take up to 8 MB at once. Nothing was saved. Go back and send less.",
    ),
    422: Words("Some of it needs another look", "Nothing was saved. Go back and correct it."),
    429: Words("Too many tries", "We pause to keep things fair. Wait a minute, then try again."),
    500: Words(
        "This page failed on our side",
        "What you had saved is safe. Try again; if it stays, send the request id below to whoever runs this.",
    ),
    502: Words(
        "A service does not answer",
        "Nothing was changed that you can’t see. It usually comes back within a minute; reload then.",
    ),
    503: Words(
        "We can’t reach our own store",
        "Sign-ins can’t be read right now. Nothing is lost. Reload the page in a moment.",
    ),
}  # fmt: skip


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(HttpFailure, _service)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RedisError, _store)
    app.register_error_handler(Exception, _bug)


def show(status: int, *, title: str = "", text: str = "", code: str = "") -> ResponseReturnValue:
    """The page for this status; htmx gets the same words as a note."""
    said = SAID.get(status, SAID[500])
    template = "_trouble.html" if is_htmx() else "error.html"
    body = render_template(
        template,
        status=status,
        title=title or said.title,
        text=text or said.text,
        code=code,
        request_id=g.get("request_id", ""),
    )
    return body, status


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()
    needed = g.get("needed_role")
    who = (
        f"It is for people with the {needed.label}’s role or a higher one. "
        if status == 403 and needed
        else ""
    )
    shown = show(status, text=who and f"{who}An admin can give it to you under People.")
    if status == 429 and (after := getattr(error, "retry_after", None)):
        return (*shown[:2], {"Retry-After": str(after)})  # type: ignore[index] # always a pair
    return shown


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    if kept.is_autosave():
        return kept.answer_autosave()
    if kept.can_keep() and not is_htmx():
        return kept.show()
    return show(
        400,
        title="This form was open for too long",
        text="Nothing was sent. Go back, reload the page, and send it again.",
    )


def _service(error: HttpFailure) -> ResponseReturnValue:
    """A service refused, or didn't answer."""
    if isinstance(error, HttpError):
        if error.status == 401:
            return _signed_out(error)
        if error.status in {400, 403, 404, 409, 410, 412, 413, 422, 429}:
            return show(error.status, text=error.detail, code=error.type)
        current_app.logger.error("service answered %s: %s", error.status, error)
        return show(502, text=error.detail if error.status == 503 else "", code=str(error.status))
    current_app.logger.error("service failed: %s: %s", type(error).__name__, error)
    if isinstance(error, UnexpectedAnswer):
        return show(502, title="A service answered in a way we don’t understand", code="unexpected answer")
    return show(502, code=type(error).__name__)


def _signed_out(_error: Exception) -> ResponseReturnValue:
    if current_user.is_authenticated:
        logout_user()
    return to_sign_in()


def _store(error: RedisError) -> ResponseReturnValue:
    current_app.logger.error("session store: %s", error)
    # The page is drawn without a session: reading one is what failed.
    g._login_user = None
    g.without_session = True
    return show(503, code=type(error).__name__)


def _bug(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unhandled error on %s", request.path, exc_info=error)
    return show(500)
