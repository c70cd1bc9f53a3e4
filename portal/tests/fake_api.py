"""The services' API, small and in memory, over real HTTP on loopback: what the portal is tested against.

It keeps just enough state for a story: tokens, searches, drafts, posts, accounts. ``calls`` holds
what was asked; ``refuse`` makes the next matching call fail as a service would.
"""

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from portal.tests import examples as eg

Json = dict[str, Any]
Route = tuple[str, re.Pattern[str], Callable[..., Any]]


class Refusal(Exception):
    """A problem document with its status."""

    def __init__(self, status: int, slug: str, detail: str = "No.", **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.body = {"type": f"urn:problem:{slug}", "title": slug, "status": status, "detail": detail} | more


class FakeApi:
    """One workspace. Passwords are ``correct horse battery``, access tokens ``<role>-<n>``.

    ``away`` breaks every call off.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, Json, Json]] = []
        self.refusals: list[tuple[str, str, Refusal]] = []
        self.expires_in = 600
        self.refreshed: list[str] = []
        self.spent: set[str] = set()
        self.must_change: set[str] = set()
        self.joined: list[Json] = []
        """Accounts beside those who sign in here."""
        self.issued = 0
        self.searches = _searches()
        self.drafts = _drafts()
        self.posts = _posts()
        self.accounts = [eg.account(0, "Shop screens"), eg.account(1, "Sample network")]
        self.spikes: list[Json] = []
        self.watches = [eg.watch(0, "Autumn drinks", ["pumpkin spice", "apple cider donut"])]
        self.checks = [eg.check(0, "quiet")]
        self.fired = eg.spike("pumpkin spice")
        self.line = eg.line()
        self.page_size = 20
        self.away = False
        self.model, self.model_version = "smollm2:135m", 0
        self.own_texts: Json = {}
        self.models = ["smollm2:135m", "llama3.2:3b"]
        self.pulls: list[Json] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/api/v1"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def refuse(self, method: str, path: str, refusal: Refusal) -> None:
        """Fail the next call whose path matches."""
        self.refusals.append((method, path, refusal))

    def asked(self, method: str, path: str) -> list[Json]:
        """Bodies of the calls to this path so far."""
        return [body for verb, where, body, _ in self.calls if verb == method and re.fullmatch(path, where)]

    def tokens(self, role: str) -> Json:
        with self.lock:
            self.issued += 1
            n = self.issued
        return {
            "access_token": f"{role}-{n}",
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "refresh_token": f"refresh-{role}-{n}",
            "user": eg.user(role, must_change_password=role in self.must_change),
        }


def _searches() -> list[Json]:
    failed = {
        "type": "rate-limited",
        "title": "Google refused",
        "detail": "Google refused eight times in an hour.",
    }
    return [
        eg.search(1, ["pumpkin spice", "apple cider donut"]),
        eg.search(
            2,
            ["hot cross buns"],
            "running",
            progress={"step": "series", "done": 1, "total": 4, "message": "", "next_at": None},
        ),
        eg.search(3, ["gluten free bread"], "failed", error=failed),
        eg.search(4, ["pretzel croissant"], "cancelled"),
    ]


def _drafts() -> list[Json]:
    asked = {
        "decision": "changes_requested",
        "comment": "Is it true?",
        "reviewer": eg.MAYA,
        "decided_at": eg.ago(hours=1),
        "content_hash": "",
    }
    failed = eg.draft(3, "", "generation_failed")
    failed["generation"] |= {"error": "The model smollm2:135m is not there. Pull it, then try again."}
    publication = {"post_id": eg.uid(300), "state": "scheduled", "scheduled_at": eg.ahead(minutes=48)}
    return [
        eg.draft(0, "Pumpkin spice peaks, loaf at seven"),
        eg.draft(1, "Sourdough starter: feed it twice", "in_review"),
        eg.draft(2, "", "generating"),
        failed,
        eg.draft(4, "Why rye is having a year", "changes_requested", review=asked),
        eg.draft(5, "Stollen weekend: order by Thursday", "in_review", publish_at=eg.ahead(days=2)),
        eg.draft(6, "Autumn menu, page one", "approved", publication=publication),
        eg.draft(7, "Written by Maya herself", "in_review", author=eg.MAYA),
    ]


def _posts() -> list[Json]:
    refused = {"type": "refused", "detail": "The receiver answered 500 five times."}
    reviewer = {"cancel": True, "reschedule": True, "publish_now": True, "retry": False, "settle": False}
    return [
        eg.post(
            0,
            "Apple cider donuts, Fridays only",
            "scheduled",
            eg.delivery("pending"),
            scheduled_at=eg.ahead(minutes=48),
            permissions=reviewer,
        ),
        eg.post(
            1,
            "Half-term baking class",
            "failed",
            eg.delivery("failed", doubtful=True, error=refused),
            permissions=reviewer | {"retry": True, "settle": True},
        ),
        eg.post(
            2, "Sourdough Saturday: the 36-hour loaf", "missed", eg.delivery("pending"), permissions=reviewer
        ),
        eg.post(3, "Loaf of the week: seeded rye", "published", eg.delivery("delivered")),
    ]


ROUTES: list[Route] = []


def route(method: str, path: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        ROUTES.append((method, re.compile(path), function))
        return function

    return add


def _handler(api: FakeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Silent."""

        def handle_one(self) -> None:
            if api.away:
                self.close_connection = True
                return
            path = urlsplit(self.path)
            where = path.path.removeprefix("/api/v1")
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            kind = self.headers.get("Content-Type", "")
            is_file = kind.startswith(("application/octet-stream", "multipart/"))
            body = {"bytes": raw} if is_file else json.loads(raw or b"null") or {}
            query = {name: values[0] for name, values in parse_qs(path.query, keep_blank_values=True).items()}
            api.calls.append((self.command, where, body, dict(self.headers)))
            try:
                status, answer = _answer(api, self.command, where, body, query, self.headers)
            except Refusal as refusal:
                status, answer = refusal.status, refusal.body
            self.reply(status, answer)

        def reply(self, status: int, answer: Any) -> None:
            kind = "application/json"
            if isinstance(answer, bytes):
                kind, data = "image/png", answer
            elif isinstance(answer, str):
                kind = "text/event-stream" if answer.startswith("retry:") else "text/csv"
                data = answer.encode()
            else:
                data = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one  # noqa: N815 - the base class's names

    return Handler


def _answer(  # noqa: PLR0917 - what a request consists of
    api: FakeApi, method: str, where: str, body: Json, query: Json, headers: Any
) -> tuple[int, Any]:
    for n, (verb, refused, refusal) in enumerate(api.refusals):
        if verb == method and re.fullmatch(refused, where):
            del api.refusals[n]
            raise refusal
    role = (headers.get("Authorization") or "").removeprefix("Bearer ").split("-")[0]
    if role not in eg.PEOPLE and not where.startswith(("/auth/", "/thinker/guest-visits")):
        raise Refusal(401, "sign-in-required")
    for verb, path, function in ROUTES:
        found = path.fullmatch(where)
        if verb == method and found:
            answer = function(api, *found.groups(), body=body, query=query, role=role, headers=headers)
            return answer if isinstance(answer, tuple) else (200, answer)
    raise Refusal(404, "not-found", f"Nothing at {method} {where}.")


def one_of(items: list[Json], item_id: str) -> Json:
    for item in items:
        if item["id"] == item_id:
            return item
    raise Refusal(404, "not-found", "There is nothing by this id.")


def count(items: list[Json], key: str = "state") -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item[key]] = counts.get(item[key], 0) + 1
    return counts
