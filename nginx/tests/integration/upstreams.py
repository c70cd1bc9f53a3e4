"""Small HTTP servers that say what reached them."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Upstream:
    """Answers every request with what it was sent, as JSON; some paths behave otherwise.

    ``…/stream`` and ``…/progress`` send one event, then wait for ``release``. ``/internal/flower-auth``
    answers with ``flower_auth``.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.flower_auth = 401
        self.release = threading.Event()
        self.seen: list[dict[str, Any]] = []
        upstream = self

        class Handler(_Handler):
            owner = upstream

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Go away; harmless when repeated."""
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: Upstream
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = {
            "upstream": self.owner.name,
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "size": len(body),
        }
        self.owner.seen.append(seen)
        if self.path == "/internal/flower-auth":
            self._send(self.owner.flower_auth, b"")
        elif self.path.endswith(("/stream", "/progress")):
            self._stream()
        else:
            self._send(200, json.dumps(seen).encode())

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the names are http.server's

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", f"from={self.owner.name}")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.send_header("X-Request-ID", "the-services-own-idea")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"id: 1\nevent: token\ndata: {}\n\n")
        self.wfile.flush()
        self.owner.release.wait(20)
        self.wfile.write(b"event: done\ndata: {}\n\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Tests read what was seen, not a log."""
