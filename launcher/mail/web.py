"""The catcher's page and its JSON API."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request

from launcher.mail.smtp import MODES, Behaviour
from launcher.mail.store import Message, Store

# The page may load its own stylesheet and frame its own messages, nothing else.
_PAGE_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A message is somebody else's HTML: its own inline styles and no script, request, form or top navigation.
_MESSAGE_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def _when(moment: datetime) -> str:
    here = moment.astimezone(UTC)
    today = datetime.now(UTC).date()
    if here.date() == today:
        return f"today {here:%H:%M}"
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"


def create_app(store: Store, behaviour: Behaviour, *, control: bool) -> Flask:
    """The WSGI app. `control` adds POST /_control, which tests use to make the SMTP side misbehave."""
    app = Flask(__name__)
    app.jinja_env.filters["when"] = _when
    _pages(app, store)
    _api(app, store)
    if control:

        @app.post("/_control")
        def set_mode() -> tuple[Response, int]:
            mode = (request.get_json(silent=True) or {}).get("mode")
            if mode not in MODES:
                return jsonify(detail=f"mode is one of {', '.join(MODES)}"), 400
            behaviour.mode = mode
            return jsonify(mode=mode), 200

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _PAGE_CSP)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    return app


def _found(store: Store, message_id: int) -> Message:
    message = store.get(message_id)
    if message is None:
        abort(404)
    return message


def _pages(app: Flask, store: Store) -> None:
    @app.get("/")
    def inbox() -> str:
        query = request.args.get("q", "")
        return render_template(
            "inbox.html", messages=store.find(query=query), query=query, total=store.count()
        )

    @app.get("/messages/<int:message_id>")
    def read(message_id: int) -> str:
        return render_template("message.html", message=_found(store, message_id))

    @app.get("/messages/<int:message_id>/html")
    def framed(message_id: int) -> Response:
        html = store.framed(message_id)
        if html is None:
            abort(404)
        # Links of the message open beside the catcher: the sandboxed frame could not show them.
        response = Response(f'<base target="_blank">{html}', mimetype="text/html")
        response.headers["Content-Security-Policy"] = _MESSAGE_CSP
        return response

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.errorhandler(404)
    def missing(_: Exception) -> tuple[str, int]:
        return render_template("missing.html"), 404


def _api(app: Flask, store: Store) -> None:
    @app.get("/api/messages")
    def messages() -> dict[str, Any]:
        limit = min(max(request.args.get("limit", 200, int), 1), 1000)
        found = store.find(to=request.args.get("to", ""), query=request.args.get("q", ""), limit=limit)
        return {"items": [message.summary() for message in found], "total": store.count()}

    @app.get("/api/messages/<int:message_id>")
    def message(message_id: int) -> dict[str, Any]:
        return _found(store, message_id).detail()
