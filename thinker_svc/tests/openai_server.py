"""A server that speaks OpenAI's chat completions, and refuses, breaks off or thinks aloud on request."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test"
MODEL = "writer-8b"


@dataclass
class Endpoint:
    """How it answers, and what it saw. `refuses` are parameters it answers 400 to, each by its name;
    `refusal` is a status and an error object for every request; so many as `busy` are answered 429, and so
    many as `breaks` end in the middle; `error_within` comes after the first piece."""

    answer: str = "{}"
    reasoning: str = ""
    finish: str = "stop"
    piece: int = 4
    between: float = 0.0
    refuses: set[str] = field(default_factory=set)
    refusal: tuple[int, dict[str, Any]] | None = None
    busy: int = 0
    error_within: dict[str, Any] | None = None
    breaks: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    endpoint: Endpoint

    def do_GET(self) -> None:
        if self._may():
            self._whole(200, {"object": "list", "data": [{"id": MODEL, "object": "model", "owned_by": "us"}]})

    def do_POST(self) -> None:
        how = self.endpoint
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._may():
            return
        how.requests.append(asked)
        unknown = next((name for name in how.refuses if _has(asked, name)), None)
        if how.busy:
            how.busy -= 1
            self._whole(429, {"error": {"message": "Rate limit", "type": "requests"}}, Retry_After="0.05")
        elif how.refusal:
            self._whole(how.refusal[0], {"error": how.refusal[1]})
        elif unknown:
            param = "response_format" if unknown == "json_schema" else unknown
            message = f"Unsupported parameter: '{param}' is not supported with this model."
            self._whole(400, {"error": {"message": message, "param": param, "code": "unsupported_parameter"}})
        elif asked["model"] != MODEL:
            message = f"The model `{asked['model']}` does not exist"
            self._whole(404, {"error": {"message": message, "code": "model_not_found", "param": None}})
        else:
            self._stream(how, asked)

    def _may(self) -> bool:
        if self.headers.get("Authorization") == f"Bearer {KEY}":
            return True
        self.rfile.read(0)
        self._whole(401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}})
        return False

    def _stream(self, how: Endpoint, asked: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._say(_part(delta={"role": "assistant", "content": ""}))
            for name, text in (("reasoning_content", how.reasoning), ("content", how.answer)):
                for start in range(0, len(text), how.piece):
                    self._say(_part(delta={name: text[start : start + how.piece]}))
                    time.sleep(how.between)
                    if how.error_within:
                        self._say({"error": how.error_within})
                        self._chunk(b"")
                        return
                    if how.breaks and name == "content":
                        how.breaks -= 1
                        self.close_connection = True
                        return
            self._say(_part(delta={}, finish=how.finish))
            if asked.get("stream_options", {}).get("include_usage"):
                usage = {"prompt_tokens": 210, "completion_tokens": 33, "total_tokens": 243}
                self._say(_part() | {"choices": [], "usage": usage})
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")
        except (BrokenPipeError, ConnectionResetError):
            how.hung_up.set()
            self.close_connection = True

    def _say(self, part: dict[str, Any]) -> None:
        self._chunk(b": comment\n\ndata: " + json.dumps(part).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _whole(self, status: int, body: dict[str, Any], **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        pass


def _has(asked: dict[str, Any], name: str) -> bool:
    if name == "json_schema":
        return (asked.get("response_format") or {}).get("type") == "json_schema"
    return name in asked


def _part(delta: dict[str, Any] | None = None, finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": MODEL,
        "system_fingerprint": "fp_44709d6fcb",
        "choices": [{"index": 0, "delta": delta or {}, "finish_reason": finish}],
    }


@contextmanager
def serve(endpoint: Endpoint) -> Iterator[Endpoint]:
    """Run it; the endpoint may be changed while it runs."""
    handler = type("Handler", (_Handler,), {"endpoint": endpoint})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
