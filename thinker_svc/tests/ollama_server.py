"""A server that speaks Ollama's protocol and misbehaves on request: what a real one can't be asked to do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

QUESTION = "Do you enjoy pumpkin spice?"
DIGEST = "d" * 64


@dataclass
class Behaviour:
    """How it answers, and what it saw. `answer` is cut into pieces of `piece` characters; `answers` go before
    it, one a request; `thinking` comes first. The first `breaks` requests, or all when `break_after` is set,
    end in the middle of it. With `status` it answers `error` and `retry_after` instead; `error_within` comes
    after the first piece. A pull says how far it is with each of `pull_parts`; the first `pull_breaks` of
    them end in the middle. `sent`: when it had sent how much of its answer."""

    answer: str = field(default_factory=lambda: json.dumps({"question": QUESTION}))
    piece: int = 4
    before_first: float = 0.0
    before_models: float = 0.0
    between: float = 0.0
    status: int = 200
    error: str = "the server is in trouble"
    error_within: str = ""
    retry_after: str = ""
    garbage: bool = False
    break_after: int | None = None
    breaks: int = 0
    model: str = "smollm2:135m"
    thinking: str = ""
    done_reason: str = "stop"
    answers: list[str] = field(default_factory=list)
    pull_parts: dict[str, int] = field(default_factory=lambda: {"sha256:weights": 4000, "sha256:rest": 1000})
    pull_error: str = ""
    pull_breaks: int = 0
    pulled: list[str] = field(default_factory=list)
    sent: list[tuple[float, int]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    authorization: str | None = None
    hung_up: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behaviour: Behaviour

    def do_GET(self) -> None:
        time.sleep(self.behaviour.before_models)
        names = [self.behaviour.model, *self.behaviour.pulled]
        models = [{"name": name, "model": name, "digest": DIGEST, "size": 1} for name in names]
        self._whole(200, {"models": models})

    def do_POST(self) -> None:
        how = self.behaviour
        how.authorization = self.headers["Authorization"]
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/api/pull":
            self._pull(how, asked["model"])
            return
        how.requests.append(asked)
        if how.status != 200:
            headers = {"Retry-After": how.retry_after} if how.retry_after else {}
            self._whole(how.status, {"error": how.error}, **headers)
        elif asked["model"] not in (how.model, *how.pulled):
            self._whole(404, {"error": f"model '{asked['model']}' not found"})
        else:
            self._stream(how, asked["model"])

    def _stream(self, how: Behaviour, model: str) -> None:
        time.sleep(how.before_first)
        self._begin()
        answer = how.answers.pop(0) if how.answers else how.answer
        breaks_at = how.break_after if how.break_after is not None else 8
        breaks = how.break_after is not None or len(how.requests) <= how.breaks
        try:
            for start in range(0, len(how.thinking), how.piece):
                self._chunk(_line(model, "", thinking=how.thinking[start : start + how.piece]))
                time.sleep(how.between)
            for start in range(0, len(answer), how.piece):
                if breaks and start >= breaks_at:
                    self.close_connection = True
                    return
                if how.garbage:
                    self._chunk(b"<html>not a model</html>\n")
                if how.error_within and start:
                    self._say(error=how.error_within)
                    self._chunk(b"")
                    return
                how.sent.append((time.monotonic(), min(start + how.piece, len(answer))))
                self._chunk(_line(model, answer[start : start + how.piece]))
                time.sleep(how.between)
            self._chunk(_line(model, "", done=True, reason=how.done_reason))
            self._chunk(b"")
        except (BrokenPipeError, ConnectionResetError):
            how.hung_up.set()
            self.close_connection = True

    def _pull(self, how: Behaviour, model: str) -> None:
        """As Ollama does it: errors come within the stream, with the status 200."""
        self._begin()
        try:
            self._say(status="pulling manifest")
            if how.pull_error:
                self._say(error=how.pull_error)
                self._chunk(b"")
                return
            for digest, total in how.pull_parts.items():
                for completed in range(0, total + 1, max(total // 10, 1)):
                    self._say(
                        status=f"pulling {digest[7:19]}", digest=digest, total=total, completed=completed
                    )
                    time.sleep(how.between)
                    if how.pull_breaks and completed:
                        how.pull_breaks -= 1
                        self.close_connection = True
                        return
            self._say(status="verifying sha256 digest")
            self._say(status="writing manifest")
            how.pulled.append(model)
            self._say(status="success")
            self._chunk(b"")
        except (BrokenPipeError, ConnectionResetError):
            how.hung_up.set()
            self.close_connection = True

    def _say(self, **part: Any) -> None:
        self._chunk(json.dumps(part).encode() + b"\n")

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _whole(self, status: int, body: dict[str, Any], **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        pass


def _line(model: str, text: str, *, done: bool = False, thinking: str = "", reason: str = "stop") -> bytes:
    part: dict[str, Any] = {
        "model": model,
        "created_at": "2026-11-23T00:00:00Z",
        "message": {"role": "assistant", "content": text} | ({"thinking": thinking} if thinking else {}),
        "done": done,
    }
    if done:
        part |= {"done_reason": reason, "prompt_eval_count": 200, "eval_count": 15}
    return json.dumps(part).encode() + b"\n"


@contextmanager
def serve(behaviour: Behaviour, port: int = 0) -> Iterator[Behaviour]:
    """Run it; the behaviour may be changed while it runs."""
    handler = type("Handler", (_Handler,), {"behaviour": behaviour})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    behaviour.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield behaviour
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
