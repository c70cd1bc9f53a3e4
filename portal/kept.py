"""What was typed into a form whose session had ended meanwhile: shown, and sent once somebody is signed in.

Nothing of it is stored here: it goes back to the browser it came from, as a form that can be sent again.
"""

import re
from collections.abc import Iterator

from flask import jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

_SECRET = {"password", "again", "current", "new", "secret"}
"""Fields that are never put on a page again."""
_MACHINERY = {"csrf_token", "key", "version", "do", "next", "next_id", "content_hash", "account_ids"}
"""Fields that nobody typed: sent again, not shown."""
_LABELS = {
    "text": "Text", "title": "Title", "comment": "Comment", "keywords": "Keywords", "name": "Name",
    "url": "Address", "instructions": "Instructions", "publish_at": "Goes out", "email": "E-mail",
    "reason": "Reason",
}  # fmt: skip


def is_autosave() -> bool:
    """Whether the editor saves by itself; it reads JSON."""
    return request.headers.get("X-Autosave") == "1"


def can_keep() -> bool:
    """Whether this request is a form of ours with something in it that may be sent again.

    Another site's page must not get its own words into a form of ours that a person may send by one click.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.host}"
    if request.method != "POST" or not ours or any(request.form.get(name) for name in _SECRET):
        return False
    return any(_typed())


def _typed() -> Iterator[tuple[str, str]]:
    """Label and text of what a person filled in."""
    for name, value in request.form.items(multi=True):
        if name in _MACHINERY or name in _SECRET or not value.strip():
            continue
        platform = re.fullmatch(r"own-([a-z]+)", name)
        label = f"Text for {platform[1]}" if platform else _LABELS.get(name)
        if label:
            yield label, value


def show() -> ResponseReturnValue:
    """The page with what was typed: to sign in and send it, or, who is signed in again, to send it."""
    again = bool(current_user.is_authenticated)
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and name not in _SECRET
    ]
    template = "guest/kept.html" if request.blueprint == "guest" else "kept.html"
    body = render_template(template, action=request.path, fields=fields, typed=list(_typed()), again=again)
    response = make_response(body, 400 if again else 401)
    # It holds what one person typed, and a token of their session.
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_autosave() -> ResponseReturnValue:
    """To the editor: sign in elsewhere; or, for who is signed in again, the new session's token."""
    if current_user.is_authenticated:
        return jsonify(csrf_token=generate_csrf(), person=current_user.id), 400
    message = "Not saved: you are signed out. Sign in in another tab; your text stays here and is saved then"
    return jsonify(signed_out=True, message=message), 401
