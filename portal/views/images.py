"""The pictures of a draft: added, described, put in order, removed; and the trend's own chart as one."""

import json
import secrets
from typing import Any

from flask import Blueprint, Response, current_app, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import pictures, words
from portal.access import allow
from portal.clients import api
from portal.models.drafts import Draft
from portal.navigation import is_htmx, see
from portal.pictures import Pictured
from portal.views import drafts as reading_drafts
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("images", __name__, url_prefix="/drafts")

MAX_FILE = 7 * 1024 * 1024
TRIES = 3
"""To add a picture to a draft that others save meanwhile."""
_REFUSALS = {400, 403, 404, 409, 412, 413, 422}
_SENT_ON = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "ETag")


@bp.get("/<uuid:draft_id>/images/<sha256>")
@allow(Role.VIEWER)
def one(draft_id: object, sha256: str) -> ResponseReturnValue:
    """The bytes, as they would be published."""
    answer = api().talk.image(str(draft_id), sha256)
    sent = {name: answer.headers[name] for name in _SENT_ON if name in answer.headers}
    response = Response(answer.content, headers=sent)
    # Talisman's own policy is for pages; this one lets a picture do nothing.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response.make_conditional(request)


@bp.post("/<uuid:draft_id>/images")
@allow(Role.AUTHOR)
def add(draft_id: object) -> ResponseReturnValue:
    """Upload a picture."""
    key, alt = str(draft_id), request.form.get("alt", "").strip()
    content = _uploaded()
    if not content:
        return _refused(key, "Choose a PNG, JPEG or WebP file first.", alt)
    if len(content) > MAX_FILE:
        return _refused(key, "The file is larger than 7 MB. Save it smaller.", alt)
    try:
        before, draft = _added(key, content, request.form.get("key") or secrets.token_hex(16), alt=alt)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        return _refused(key, _why(error), alt)
    return _shown(draft, Pictured(), "The image is in.", before=before)


@bp.post("/<uuid:draft_id>/images/chart")
@allow(Role.AUTHOR)
def add_chart(draft_id: object) -> ResponseReturnValue:
    """The trend's chart, drawn by trends_svc, described from the facts by thinker_svc."""
    key = str(draft_id)
    draft = api().thinker.get(key)
    try:
        chart = api().trends.download(draft.search_id, "png").content
        before, draft = _added(key, chart, secrets.token_hex(16), chart=True)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        return _refused(key, _why(error), "")
    said = "The chart is in. Read its description; it was made from the facts."
    return _shown(draft, Pictured(), said, before=before)


@bp.post("/<uuid:draft_id>/images/arrange")
@allow(Role.AUTHOR)
def arrange(draft_id: object) -> ResponseReturnValue:
    """Describe, order, remove and put back: ``do`` says which. What was typed is saved with any of them."""
    key, (do, _, sha256) = str(draft_id), request.form.get("do", "").partition(":")
    draft = api().thinker.get(key)
    known = {image.sha256: image for image in draft.images}
    alts = {sha: request.form.get(f"alt-{sha}", image.alt).strip() for sha, image in known.items()}
    if request.form.get("seen") != pictures.seen(draft.images):
        why = "Somebody changed the images since you opened them. These are the newest; do it again."
        return _show(draft, Pictured(error=why, alts=alts), 412)
    order, gone, place = list(known), None, 0
    if do in {"up", "down"}:
        order = pictures.moved(order, sha256, -1 if do == "up" else 1)
    elif do == "remove" and sha256 in known:
        place, gone = order.index(sha256), known[sha256]
        order.remove(sha256)
    elif do == "restore" and sha256 not in known:
        order.insert(request.form.get("place", type=int) or 0, sha256)
        alts[sha256] = request.form.get("removed_alt", "")
    wanted, before = [{"sha256": one, "alt": alts[one]} for one in order], draft.version
    try:
        draft = api().talk.arrange(key, before, wanted)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        return _show(api().thinker.get(key), Pictured(error=_why(error), alts=alts), error.status)
    typed_only = not do and is_htmx()
    pictured = Pictured(removed=gone, place=place)
    return _shown(draft, pictured, "Saved.", before=before, keep_fields=typed_only)


def _added(key: str, content: bytes, once: str, *, alt: str = "", chart: bool = False) -> tuple[int, Draft]:
    """The version the picture was added to, and the draft with it. Text that others save meanwhile is no
    reason to refuse a picture, but the editor has to know that it has not seen it."""
    for left in reversed(range(TRIES)):
        before = api().thinker.get(key).version
        try:
            return before, api().talk.add_image(key, before, content, once, alt=alt, chart=chart)
        except HttpError as error:
            if error.status != 412 or not left:
                raise
    raise AssertionError("the last try returns or raises")


def _uploaded() -> bytes:
    """What was chosen; a byte more than is taken at most."""
    file = request.files.get("file")
    if file is None:
        return b""
    with file.stream as stream:
        return stream.read(MAX_FILE + 1)


def _why(error: HttpError) -> str:
    return next(iter(error.field_errors.values()), error.detail) or "Not saved. Try again."


def _refused(draft_id: str, why: str, alt: str) -> ResponseReturnValue:
    return _show(api().thinker.get(draft_id), Pictured(error=why, alt=alt), 422)


def _shown(
    draft: Draft, pictured: Pictured, said: str, *, before: int, keep_fields: bool = False
) -> ResponseReturnValue:
    if not is_htmx() and pictured.removed is None:
        flash(said)
        return see(url_for("drafts.one", draft_id=draft.id, do=_do(draft), _anchor="images"))
    response = make_response(_show(draft, pictured, 200))
    response.headers["HX-Trigger"] = json.dumps({"draft:images": _news(draft, before)})
    if keep_fields:
        # Somebody may be typing the next description: only the editor's version changes.
        response.headers["HX-Reswap"] = "none"
    return response


def _show(draft: Draft, pictured: Pictured, status: int) -> ResponseReturnValue:
    if not is_htmx():
        return reading_drafts.show(draft, pictured=pictured, status=status)
    html = render_template("drafts/_images.html", draft=draft, pictured=pictured)
    # htmx puts a refusal in its place only as 422.
    return make_response(html, 200 if status == 200 else 422)


def _do(draft: Draft) -> str | None:
    """In review or approved, the page shows the editor only when it is asked for."""
    return None if draft.state in {"draft", "changes_requested"} else "edit"


def _news(draft: Draft, before: int) -> dict[str, Any]:
    """What the editor beside it has to know: the draft has another version now, and which one it had."""
    ui: Any = current_app.jinja_env.globals["ui"]
    return {
        "before": before,
        "version": draft.version,
        "state": draft.state,
        "badge": ui.draft_state(draft, fill=True),
        "saved": words.clock(draft.updated_at),
        "seen": pictures.seen(draft.images),
    }
