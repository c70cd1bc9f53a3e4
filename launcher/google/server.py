"""The WSGI program: Google's routes, and one of our own (``/_control``) to make it misbehave."""

import json
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, jsonify, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from launcher.google import answers, feed, pages, tokens, widgets
from launcher.google.limits import Limiter
from launcher.google.modes import Control

Clock = Callable[[], datetime]
EXPLORE_PREFIX = ")]}'\n"
DATA_PREFIX = ")]}',\n"
_DATA = {
    "multiline": answers.multiline,
    "comparedgeo": answers.comparedgeo,
    "relatedsearches": answers.relatedsearches,
}


def utcnow() -> datetime:
    return datetime.now(UTC)


def create_app(control: Control | None = None, clock: Clock = utcnow) -> Flask:
    """The synthetic server.

    Args:
        control: the mode it starts in.
        clock: what it takes for now; a fixed one makes every answer repeatable.
    """
    app = Flask("synthetic-google-trends")
    google = _Google(control or Control(), clock)
    app.add_url_rule("/trends/explore/", view_func=google.cookie, methods=["GET"])
    app.add_url_rule("/trends/api/explore", view_func=google.explore, methods=["POST"])
    app.add_url_rule("/trends/api/widgetdata/<kind>", view_func=google.widget_data, methods=["GET"])
    app.add_url_rule("/trends/api/autocomplete/<path:text>", view_func=google.autocomplete, methods=["GET"])
    app.add_url_rule("/trending/rss", view_func=google.trending, methods=["GET"])
    app.add_url_rule("/sorry/index", view_func=google.sorry, methods=["GET"])
    app.add_url_rule("/_control", view_func=google.read_control, methods=["GET"])
    app.add_url_rule("/_control", view_func=google.write_control, methods=["POST"])
    app.register_error_handler(HTTPException, _error_page)
    app.before_request(google.count_in)
    app.teardown_request(google.count_out)
    return app


def _error_page(error: HTTPException) -> Response:
    return pages.error(error.code or 500)


class _Google:
    """The routes' state: the mode, the clock, the key that signs tokens."""

    def __init__(self, control: Control, clock: Clock) -> None:
        self._control = control
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def count_in(self) -> AnyResponse | None:
        """Google's limit, where it is enforced. Our own route and the robot page are free."""
        limiter = self._control.limiter
        if limiter is None or not request.path.startswith(("/trends/", "/trending/")):
            return None
        g.limiter = limiter
        verdict = limiter.begin()
        if verdict == "normal":
            return None
        self._control.next("cookie" if request.path == "/trends/explore/" else "explore")
        return self._misbehave(verdict)

    def count_out(self, _error: BaseException | None) -> None:
        if (limiter := g.pop("limiter", None)) is not None:
            limiter.end()

    def cookie(self) -> AnyResponse:
        """The explore page: of use only for the cookie that it sets."""
        trouble = self._trouble("cookie")
        response = trouble or pages.error(404)
        response.set_cookie("NID", f"511={secrets.token_urlsafe(32)}", path="/", httponly=True)
        return response

    def explore(self) -> AnyResponse:
        """A question becomes widgets with tokens."""
        if (trouble := self._trouble("explore")) is not None:
            return trouble
        if not request.cookies.get("NID"):
            return pages.error(429)
        try:
            question = widgets.parse(
                request.args.get("req", ""), request.args.get("hl", "en-US"), self._clock()
            )
        except widgets.BadQuestionError:
            return pages.error(400)
        return _json(EXPLORE_PREFIX, widgets.answer(question, self._key))

    def widget_data(self, kind: str) -> AnyResponse:
        """The data of a widget, for its request and token."""
        if kind not in _DATA:
            return pages.error(404)
        mode = self._control.next(kind)
        if (trouble := self._misbehave(mode)) is not None:
            return trouble
        try:
            asked = json.loads(request.args["req"])
        except ValueError:
            return pages.error(400)
        token = request.args.get("token", "")
        if mode == "token-refused" or not tokens.matches(self._key, asked, token):
            return pages.error(401)
        return _json(DATA_PREFIX, _emptied(kind, mode, lambda: _DATA[kind](asked, self._clock())))

    def autocomplete(self, text: str) -> AnyResponse:
        if (trouble := self._trouble("autocomplete")) is not None:
            return trouble
        return _json(DATA_PREFIX, answers.autocomplete(text))

    def trending(self) -> AnyResponse:
        if (trouble := self._trouble("rss")) is not None:
            return trouble
        xml = feed.trending(request.args.get("geo", "US"), self._clock())
        return Response(xml, mimetype="application/rss+xml")

    def sorry(self) -> AnyResponse:
        """Where callers that ask too much end up."""
        return pages.captcha()

    def read_control(self) -> AnyResponse:
        return jsonify(self._control.report())

    def write_control(self) -> AnyResponse:
        """``{"mode", "n"?, "only"?: [endpoint], "seconds"?}``, ``{"forget": true}``, or
        ``{"limit": {"per_minute"?, "bucket"?, "scale"?} | null}``.
        """
        wanted: dict[str, Any] = request.get_json()
        if "limit" in wanted:
            limit = wanted["limit"]
            self._control.limiter = None if limit is None else Limiter(**limit)
        if wanted.get("forget"):
            self._control.forget()
        if "mode" in wanted:
            try:
                self._control.set(
                    wanted["mode"],
                    n=wanted.get("n"),
                    only=tuple(wanted.get("only", ())),
                    seconds=float(wanted.get("seconds", 30.0)),
                )
            except ValueError as error:
                response = jsonify({"error": str(error)})
                response.status_code = 400
                return response
        return self.read_control()

    def _trouble(self, endpoint: str) -> AnyResponse | None:
        return self._misbehave(self._control.next(endpoint))

    def _misbehave(self, mode: str) -> AnyResponse | None:
        if mode == "slow":
            threading.Event().wait(self._control.seconds)
        if mode == "drop":
            return _drop()
        if mode == "captcha":
            return redirect("/sorry/index?continue=https://trends.google.com/trends/explore", 302)
        if mode in ("429", "500"):
            return pages.error(int(mode))
        if mode == "malformed":
            return Response(f'{DATA_PREFIX}{{"default":{{"timelineData":[{{"ti', mimetype="application/json")
        return None


def _emptied(kind: str, mode: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The answer, or what Google sends when it has none."""
    if kind == "relatedsearches" and mode in ("empty", "empty-related"):
        return {"default": {"rankedList": [{"rankedKeyword": []}, {"rankedKeyword": []}]}}
    if mode == "empty":
        return {
            "default": {"timelineData": [], "averages": []} if kind == "multiline" else {"geoMapData": []}
        }
    return make()


def _json(prefix: str, body: dict[str, Any]) -> Response:
    text = prefix + json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json; charset=utf-8")


def _drop() -> Response:
    """Break the connection off without an answer."""
    connection: socket.socket | None = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
    return Response("", status=500)
