"""Ports: free ones, the same as last time, and a clear word when one is taken."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import ports
from launcher.errors import LauncherError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind((ports.HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setenv("PORT", "8080")
    with pytest.raises(LauncherError, match=rf"Port {taken} \(the portal\) is in use.*PORT=8090"):
        ports.require_free(taken, "the portal")


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_what_is_no_port_number_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(LauncherError, match="is not a port number"):
        ports.public_port()


def test_the_portal_listens_on_8080_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert ports.public_port() == 8080
    monkeypatch.setenv("PORT", "8090")
    assert ports.public_port() == 8090


def test_the_next_start_uses_the_same_ports(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    first = ports.PortBook(file)
    chosen = {name: first.take(name) for name in ("valkey", "postgres", "portal")}
    first.save()
    second = ports.PortBook(file)
    assert {name: second.take(name) for name in chosen} == chosen


def test_a_port_that_was_taken_meanwhile_is_replaced(tmp_path: Path, taken: int) -> None:
    file = tmp_path / "ports.json"
    book = ports.PortBook(file)
    book.fix("valkey", taken)
    book.save()
    assert ports.PortBook(file).take("valkey") != taken


def test_no_port_is_given_out_twice(tmp_path: Path) -> None:
    book = ports.PortBook(tmp_path / "ports.json")
    numbers = [book.take(f"process-{index}") for index in range(50)]
    assert len(set(numbers)) == 50


def test_chosen_ports_lie_below_those_of_outgoing_connections(tmp_path: Path) -> None:
    assert ports.PortBook(tmp_path / "ports.json").take("valkey") < 32768
