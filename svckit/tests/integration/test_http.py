"""The HTTP client against a server that misbehaves on demand."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from svckit import context
from svckit.http import BrokenOff, HttpClient, HttpError, TimedOut, Unreachable
from svckit.testing.servers import free_port


class Script:
    """What the server does with each request: a status to answer, ``hang`` or ``break``."""

    def __init__(self) -> None:
        self.steps: list[int | str] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.release = threading.Event()
        self.body: Any = {"ok": True}
        self.headers: dict[str, str] = {}

    def next(self) -> int | str:
        return self.steps.pop(0) if self.steps else 200


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def client(script: Script) -> Iterator[HttpClient]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            script.requests.append((self.command, self.path, dict(self.headers)))
            step = script.next()
            if step == "hang":
                script.release.wait(10)
            if isinstance(step, str):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            body = script.body if isinstance(script.body, bytes) else json.dumps(script.body).encode()
            self.send_response(step)
            for name, value in {"Content-Length": str(len(body)), **script.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the base class's names

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made = HttpClient(f"http://127.0.0.1:{server.server_address[1]}/api/v1", timeout=httpx.Timeout(1.0))
    yield made
    made.close()
    script.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_good_answer_is_returned_and_the_request_id_went_along(client: HttpClient, script: Script) -> None:
    with context.bound("request-1", f"00-{'a' * 32}-{'b' * 16}-01"):
        assert client.request("GET", "/things", params={"q": "ä b"}).json() == {"ok": True}
    method, path, headers = script.requests[0]
    assert (method, path) == ("GET", "/api/v1/things?q=%C3%A4+b")
    assert headers["X-Request-ID"] == "request-1"
    assert "a" * 32 in headers["traceparent"]


def test_an_error_carries_the_problem_for_whoever_shows_it(client: HttpClient, script: Script) -> None:
    script.steps = [422]
    script.headers = {"Retry-After": "7"}
    script.body = {
        "type": "urn:problem:weak-password",
        "detail": "Use more.",
        "errors": [{"field": "password", "message": "Too short."}],
    }
    with pytest.raises(HttpError) as caught:
        client.request("POST", "/x")
    error = caught.value
    assert (error.status, error.type, error.detail) == (422, "weak-password", "Use more.")
    assert error.field_errors == {"password": "Too short."}
    assert error.retry_after == 7
    assert len(script.requests) == 1, "an answer is an answer: it isn't asked for again"


@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"", b"[]", b'"x"'])
def test_an_error_page_of_something_in_between_is_an_error_without_a_problem(
    client: HttpClient, script: Script, body: bytes
) -> None:
    script.steps, script.body = [502], body
    with pytest.raises(HttpError) as caught:
        client.request("GET", "/x")
    assert (caught.value.status, caught.value.type, caught.value.field_errors) == (502, "", {})


@pytest.mark.parametrize("step", ["hang", "break"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_harmless_repeat_is_tried_again(client: HttpClient, script: Script, method: str, step: str) -> None:
    script.steps = [step]
    assert client.request(method, "/x").status_code == 200
    assert len(script.requests) == 2


@pytest.mark.parametrize(("step", "error"), [("hang", TimedOut), ("break", BrokenOff)])
def test_a_post_that_may_have_been_carried_out_is_never_repeated(
    client: HttpClient, script: Script, step: str, error: type[Exception]
) -> None:
    script.steps = [step]
    with pytest.raises(error):
        client.request("POST", "/x", json={})
    assert len(script.requests) == 1


def test_a_post_with_an_idempotency_key_is_harmless_to_repeat(client: HttpClient, script: Script) -> None:
    script.steps = ["break"]
    assert client.request("POST", "/x", json={}, headers={"Idempotency-Key": "k"}).status_code == 200
    assert [headers["Idempotency-Key"] for _, _, headers in script.requests] == ["k", "k"]


def test_what_never_answers_is_given_up_after_three_tries(client: HttpClient, script: Script) -> None:
    script.steps = ["break"] * 9
    with pytest.raises(BrokenOff):
        client.request("GET", "/x")
    assert len(script.requests) == 3


def test_a_closed_door_is_unreachable() -> None:
    client = HttpClient(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable):
        client.request("POST", "/x")
    with pytest.raises(Unreachable), client.stream("GET", "/x"):
        pass
    client.close()


def test_a_redirect_is_not_followed(client: HttpClient, script: Script) -> None:
    script.steps, script.headers = [302], {"Location": "http://169.254.169.254/"}
    assert client.request("GET", "/x").status_code == 302
    assert len(script.requests) == 1


def test_a_stream_is_read_as_it_comes_and_its_error_is_typed(client: HttpClient, script: Script) -> None:
    script.body = b"data: one\n\ndata: two\n\n"
    with client.stream("GET", "/x") as response:
        assert [line for line in response.iter_lines() if line] == ["data: one", "data: two"]
    script.steps, script.body = [404], {"type": "urn:problem:draft-not-found"}
    with pytest.raises(HttpError) as caught, client.stream("GET", "/x"):
        pass
    assert caught.value.type == "draft-not-found"
