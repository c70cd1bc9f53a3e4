"""Where people without an account read a post and say what they think of it.

The link's secret follows a #, so that no server sees it in an address. A script hands it over in a form's
body, or the person pastes it; from then on a cookie of this browser alone opens the page.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import datapoints, figure_words, marking, previewing, reading, reference, results
from portal.access import allow_public
from portal.clients import api
from portal.figure_words import Row
from portal.forms.guests import AnswerForm, CodeForm, DoorForm, WhoForm
from portal.marking import Run
from portal.models.guests import GuestView
from portal.models.posts import Platform
from portal.previewing import Piece
from portal.rendering import page
from svckit.http import HttpError

bp = Blueprint("guest", __name__, url_prefix="/guest")

_OVER = {"link-invalid", "link-expired", "link-revoked", "visit-over", "too-many-visits"}
_THANKS = {
    "approved": "Approved, exactly as it stands here. The team has it in writing.",
    "changes_requested": "The team gets what should change by e-mail.",
    "commented": "The team gets your comment by e-mail.",
}


def _cookie() -> str:
    return "__Host-guest" if current_app.config["SESSION_COOKIE_SECURE"] else "guest"


def _visit() -> str:
    return request.cookies.get(_cookie(), "")


@bp.after_request
def keep_private(response: Response) -> Response:
    """What a link shows is for whoever has the link: for no cache and no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("")
@allow_public
def door() -> ResponseReturnValue:
    return page("guest/door.html", form=DoorForm(formdata=None))


@bp.post("")
@allow_public
def enter() -> ResponseReturnValue:
    """The link's secret for a cookie."""
    form = DoorForm()
    if not form.validate():
        return page("guest/door.html", form=form, status=422)
    try:
        visit = api().guests.enter(form.token(), _visit())
    except HttpError as error:
        if error.status == 422:
            return _over("link-invalid", "This link isn’t complete. Copy all of it from the message.", 400)
        if error.type not in _OVER:
            raise
        return _over(error.type, error.detail, error.status)
    response = redirect(url_for("guest.post"), code=303)
    response.set_cookie(
        _cookie(),
        visit.visit,
        expires=visit.expires_at,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


@bp.get("/post")
@allow_public
def post() -> ResponseReturnValue:
    return _show()


@bp.post("/code")
@allow_public
def ask_code() -> ResponseReturnValue:
    """Send six digits to the address a guest gives."""
    form = WhoForm()
    if not form.validate():
        return _show(who=form, status=422)
    try:
        api().guests.ask_code(_visit(), form.name.data, form.email.data)
    except HttpError as error:
        if error.type in _OVER:
            return _over(error.type, error.detail, error.status)
        if error.status not in {403, 422, 429}:
            raise
        if error.type == "code-sent-lately" and _waits_for(form.email.data or ""):
            return redirect(url_for("guest.post", _anchor="answer"), code=303)
        form.take(error)
        return _show(who=form, status=error.status)
    return redirect(url_for("guest.post", _anchor="answer"), code=303)


def _waits_for(email: str) -> bool:
    """Whether a code went to this address and waits to be typed in: the button was pressed twice."""
    guest = api().guests.view(_visit()).guest
    return guest.code_sent and guest.email == email.lower()


@bp.post("/confirm")
@allow_public
def confirm() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate():
        return _show(code=form, status=422)
    try:
        api().guests.confirm(_visit(), form.code.data)
    except HttpError as error:
        if error.type in _OVER:
            return _over(error.type, error.detail, error.status)
        if error.status not in {410, 422, 429}:
            raise
        if error.status == 422:
            form.take(error)
            return _show(code=form, status=422)
        return _show(why=error.detail, status=error.status)
    flash("Your address is confirmed.")
    return redirect(url_for("guest.post", _anchor="answer"), code=303)


@bp.post("/answer")
@allow_public
def answer() -> ResponseReturnValue:
    """Approve, ask for changes, or comment. What was typed is shown again wherever it could not be sent."""
    form = AnswerForm()
    kind = form.said(request.form.get("do", "")) if form.validate() else ""
    if not kind:
        return _show(form=form, status=422)
    try:
        api().guests.respond(
            _visit(),
            kind,
            form.seen(),
            comment=form.comment.data or "",
            key=form.key.data or "",
        )
    except HttpError as error:
        if error.type in _OVER:
            return _over(error.type, error.detail, error.status, form.comment.data or "")
        if error.status not in {403, 409, 412, 422, 429}:
            raise
        if error.status == 422:
            form.take(error)
            return _show(form=form, status=422)
        return _show(form=form, why=error.detail, status=error.status)
    flash(_THANKS[kind])
    return redirect(url_for("guest.post", _anchor="answer"), code=303)


@bp.get("/images/<string:sha256>")
@allow_public
def image(sha256: str) -> ResponseReturnValue:
    found = api().guests.image(_visit(), sha256)
    kept = ("Content-Type", "Content-Security-Policy", "Cross-Origin-Resource-Policy")
    headers = {name: found.headers[name] for name in kept if name in found.headers}
    return Response(found.content, headers=headers)


@bp.post("/leave")
@allow_public
def leave() -> ResponseReturnValue:
    """Somebody else sits at this browser, or nobody any more."""
    response = redirect(url_for("guest.door"), code=303)
    response.delete_cookie(_cookie(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


@dataclass(frozen=True)
class Text:
    """What several platforms show alike: with the figures' marks, and as it will look."""

    platforms: list[Platform]
    runs: list[Run]
    preview: list[Piece]
    rows: list[Row]


def _texts(view: GuestView) -> list[Text]:
    groups: dict[str, list[Platform]] = {}
    for name in view.draft.platforms:
        if name in view.draft.texts:
            groups.setdefault(view.draft.texts[name], []).append(reference.platform(name))
    return [
        Text(
            platforms,
            marking.runs(text, claims),
            previewing.pieces(text, platforms[0]),
            figure_words.rows(text, claims, view.snapshot),
        )
        for text, platforms in groups.items()
        for claims in [view.figures[platforms[0].id].claims if platforms[0].id in view.figures else []]
    ]


def _show(
    *,
    who: WhoForm | None = None,
    code: CodeForm | None = None,
    form: AnswerForm | None = None,
    why: str = "",
    status: int = 200,
) -> Response:
    """The post, with what was typed. ``why``: what stands in the way of it."""
    typed = (form.comment.data or "") if form else ""
    try:
        view = api().guests.view(_visit())
    except HttpError as error:
        if error.type not in _OVER:
            raise
        return _over(error.type, error.detail, error.status, typed)
    now = view.draft
    fresh = AnswerForm(formdata=None, content_hash=now.content_hash, version=now.version, comment=typed)
    fresh.shown.data = now.publish_at.isoformat() if now.publish_at else ""
    if form:
        fresh.comment.errors = form.comment.errors
    shown: dict[str, Any] = {
        "view": view,
        "texts": _texts(view),
        "rows": reading.rows(view.snapshot) if view.snapshot else [],
        "head": reading.head(view.snapshot.resolution) if view.snapshot else "",
        "line_keys": results.keys(view.snapshot) if view.snapshot else [],
        "description": reading.description(view.snapshot) if view.snapshot else "",
        "tables": datapoints.tables(view.snapshot) if view.snapshot else [],
        "who": who
        or WhoForm(formdata=None, name=view.guest.name, email=view.guest.only_email or view.guest.email),
        "code": code or CodeForm(formdata=None),
        "form": fresh,
        "why": why,
        "asks_who": who is not None or "who" in request.args,
    }
    return page("guest/post.html", status=status, **shown)


def _over(kind: str, detail: str, status: int, typed: str = "") -> Response:
    return page("guest/over.html", kind=kind, detail=detail, typed=typed, status=status)
