"""Calls to addresses people typed: bounded in time and size, and never led elsewhere."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tweeter_svc.platforms.address import AddressGuard, AddressNotAllowed
from tweeter_svc.platforms.outbound import NoAnswer, NotReached, Outbound

Talk = Callable[[socket.socket], None]


def hang_up(_connection: socket.socket) -> None:
    """Say nothing; the connection closes."""


@contextmanager
def server(talk: Talk) -> Iterator[int]:
    """Reads one request's head from each connection, then lets `talk` answer."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65536)
                    talk(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def outbound(port: int, **options: float) -> Outbound:
    return Outbound(
        AddressGuard([f"127.0.0.1:{port}"]), deadline=options.get("deadline", 2.0), max_answer=1000
    )


def post(port: int, **options: float) -> tuple[int, bytes]:
    answer = outbound(port, **options).post(f"http://127.0.0.1:{port}/x", {}, b"{}")
    return answer.status, answer.body


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    asked = []

    def talk(connection: socket.socket) -> None:
        asked.append(1)
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
        )

    with server(talk) as port:
        assert post(port)[0] == 302
    assert len(asked) == 1


def test_an_endless_answer_is_cut() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            connection.sendall(b"x" * 1000)

    with server(talk) as port:
        status, body = post(port)
    assert (status, len(body)) == (200, 1000)


@pytest.mark.parametrize("head", [b"H", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_peer_that_drips_bytes_does_not_hold_the_worker(head: bytes) -> None:
    stop = threading.Event()

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        while not stop.wait(0.1):
            connection.sendall(b"x")

    with server(talk) as port:
        started = time.monotonic()
        with pytest.raises(NoAnswer):
            post(port, deadline=0.8)
        assert time.monotonic() - started < 2
        stop.set()


def test_a_line_that_breaks_leaves_doubt() -> None:
    with server(hang_up) as port, pytest.raises(NoAnswer):
        post(port)


def test_nobody_listening_means_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotReached):
        post(port)


def test_a_certificate_that_cannot_be_verified_means_nothing_was_sent() -> None:
    with server(hang_up) as port, pytest.raises(NotReached):
        outbound(port).post(f"https://127.0.0.1:{port}/x", {}, b"{}")


def test_a_name_that_changes_its_address_after_the_check_is_refused_at_the_call() -> None:
    """DNS rebinding: public when it was typed, loopback when it is called."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    guard = AddressGuard(resolver=lambda _host, _port: next(answers))
    guard.check("http://rebind.example/hook")
    with pytest.raises(AddressNotAllowed):
        Outbound(guard).post("http://rebind.example/hook", {}, b"{}")


def test_the_connection_goes_to_the_address_that_was_looked_at_under_the_typed_name() -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            heard.append(connection.recv(65536))
            talk(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    lookups: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"]

    guard = AddressGuard([f"hook.example:{port}"], resolver=look_up)
    assert Outbound(guard).post(f"http://hook.example:{port}/x", {}, b"{}").status == 204
    thread.join(5)
    listener.close()
    assert f"Host: hook.example:{port}\r\n".encode() in heard[0]
    assert lookups == ["hook.example"]


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with server(
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    ) as port:
        assert post(port)[0] == 200
