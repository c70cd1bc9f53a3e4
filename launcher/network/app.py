"""The sample social network: takes signed webhooks and shows what arrived, once."""

import json
import socket
import threading
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from launcher.network import media
from launcher.network.signature import BadSignature, BadTimestamp, verify
from launcher.network.store import Post, Store

MAX_BODY: Final = 256 * 1024
MODES: Final = ("normal", "500", "slow", "hang", "drop-after-store", "429")
CSP: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass
class Behaviour:
    """How the inbox misbehaves, for tests. `times` requests, then normal again; None means until told."""

    mode: str = "normal"
    seconds: float = 2.0
    times: int | None = None
    changed: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, mode: str, seconds: float, times: int | None) -> None:
        with self.lock:
            self.mode, self.seconds, self.times = mode, seconds, times
            self.changed.set()
            self.changed = threading.Event()

    def take(self) -> tuple[str, float, threading.Event]:
        with self.lock:
            mode = self.mode
            if self.times is not None:
                self.times -= 1
                if self.times <= 0:
                    self.mode, self.times = "normal", None
            return mode, self.seconds, self.changed


class Inbox:
    """`POST /inbox`: check, keep, answer, and misbehave when told to."""

    def __init__(
        self, store: Store, secret: str, public_url: str, behaviour: Behaviour, fetch_from: str = ""
    ) -> None:
        self._store = store
        self._secret = secret
        self._public_url = public_url.rstrip("/")
        self._behaviour = behaviour
        self._fetch_from = fetch_from

    def receive(self) -> tuple[Response, int]:
        body = request.get_data()
        try:
            headers = {name.lower(): value for name, value in request.headers.items()}
            message_id = verify(self._secret, headers, body)
            payload = _payload(body)
        except BadSignature as error:
            return self._refused(401, "signature", str(error))
        except BadTimestamp as error:
            return self._refused(400, "timestamp", str(error))
        except ValueError as error:
            return self._refused(422, "body", str(error))
        if payload["type"] == "ping":
            return jsonify(id=message_id, pong=True), 200
        return self._take(message_id, payload, body.decode())

    def _take(self, message_id: str, payload: dict[str, Any], body: str) -> tuple[Response, int]:
        mode, seconds, changed = self._behaviour.take()
        if mode in ("500", "429"):
            return _broken(mode, seconds)
        if mode == "hang":
            # Nobody is waiting any more when this returns; the bound only frees the thread.
            changed.wait(120)
            return _broken("500", seconds)
        if mode == "slow":
            changed.wait(seconds)
        post = self._store.receive(message_id, payload, body)
        wanted = media.named(post.data)
        if wanted:  # not while the sender waits for an answer
            threading.Thread(
                target=media.fetch, args=(self._store, wanted, self._fetch_from), daemon=True
            ).start()
        if mode == "drop-after-store":
            connection: socket.socket = request.environ["werkzeug.socket"]
            connection.shutdown(socket.SHUT_RDWR)
        return jsonify(self.as_json(post)), 200

    def as_json(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "url": f"{self._public_url}/posts/{post.id}",
            "title": post.title,
            "text": post.text,
            "account": post.account,
            "author": post.author,
            "approver": post.approver,
            "content_hash": post.content_hash,
            "sample": post.sample,
            "media": [
                {"sha256": one.sha256, "alt": one.alt, "kept": self._store.has_image(one.sha256)}
                for one in media.named(post.data)
            ],
            "received_at": post.received_at.isoformat(),
            "received_times": post.received_times,
        }

    def _refused(self, status: int, reason: str, detail: str) -> tuple[Response, int]:
        self._store.refuse(detail)
        return jsonify(error=reason, detail=detail), status


def create_app(
    store: Store, *, secret: str, public_url: str, control: bool = False, fetch_from: str = ""
) -> Flask:
    """`control` adds `POST /_control`, by which tests make it misbehave; `fetch_from`: see media.fetch."""
    app = Flask(__name__, static_folder="static", static_url_path="/assets")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    behaviour = Behaviour()
    inbox = Inbox(store, secret, public_url, behaviour, fetch_from)
    app.add_url_rule("/inbox", "inbox", inbox.receive, methods=["POST"])
    _add_pages(app, store, inbox)
    if control:
        _add_control(app, behaviour)

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.errorhandler(HTTPException)
    def problem(error: HTTPException) -> tuple[Response | str, int]:
        status = error.code or 500
        if request.path.startswith(("/inbox", "/api/", "/_control")):
            return jsonify(error=error.name, detail=error.description), status
        return render_template("error.html", error=error), status

    return app


def _add_pages(app: Flask, store: Store, inbox: Inbox) -> None:
    def pictures(post: Post) -> list[tuple[media.Named, bool]]:
        """What the post names, and whether its bytes were fetched."""
        return [(one, store.has_image(one.sha256)) for one in media.named(post.data)]

    @app.get("/")
    def index() -> str:
        return render_template(
            "index.html",
            posts=store.posts(),
            total=store.count(),
            refusals=store.refusals(),
            pictures=pictures,
        )

    @app.get("/posts/<post_id>")
    def post(post_id: str) -> str:
        found = store.post(post_id)
        if found is None:
            abort(404, "No post of that id has arrived here.")
        return render_template("post.html", post=found, pictures=pictures)

    @app.get("/media/<sha256>")
    def picture(sha256: str) -> Response:
        found = store.image(sha256)
        if found is None:
            abort(404, "No picture of that hash was fetched.")
        return Response(found[1], content_type=found[0])

    @app.get("/api/posts")
    def api_posts() -> Response:
        return jsonify(
            items=[inbox.as_json(post) for post in store.posts()],
            total=store.count(),
            refused=sum(refusal.times for refusal in store.refusals()),
        )

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok", posts=store.count())


def _add_control(app: Flask, behaviour: Behaviour) -> None:
    @app.get("/_control")
    def state() -> Response:
        """Which mode the next request meets: `normal` again once `times` requests were taken."""
        return jsonify(mode=behaviour.mode)

    @app.post("/_control")
    def control() -> Response:
        asked = request.get_json()
        mode = asked.get("mode") if isinstance(asked, dict) else None
        if mode not in MODES:
            abort(422, f"mode is one of {', '.join(MODES)}")
        times = asked.get("times")
        behaviour.set(mode, float(asked.get("seconds", 2.0)), None if times is None else int(times))
        return jsonify(mode=mode)


def _payload(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise ValueError("the body is not JSON") from error
    kind = payload.get("type") if isinstance(payload, dict) else None
    if not kind or not isinstance(kind, str):
        raise ValueError('the body is not an object with a "type"')
    data = payload.get("data")
    has_text = isinstance(data, dict) and isinstance(data.get("text"), str)
    if kind != "ping" and not has_text:
        raise ValueError('the body has no "data" with a "text"')
    message: dict[str, Any] = payload
    return message


def _broken(mode: str, seconds: float) -> tuple[Response, int]:
    if mode == "429":
        answer = jsonify(error="too-many-requests", detail="Told to refuse for a while.")
        answer.headers["Retry-After"] = str(max(1, int(seconds)))
        return answer, 429
    return jsonify(error="broken", detail="Told to break."), 500
