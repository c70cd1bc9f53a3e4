"""Asks whether a process is ready, without ever waiting: the supervisor has one thread."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from pathlib import Path

from launcher.ports import HOST
from launcher.stack.spec import Alive, Done, Http, LogLine, Probe, Tcp

_ATTEMPT_SECONDS = 3.0  # a server that listens but is still importing answers late; then ask anew


class Prober:
    """One process's readiness. `poll()` is cheap and is called until it says True."""

    def __init__(self, probe: Probe, log: Path, log_offset: int) -> None:
        self._probe = probe
        self._log = log
        self._log_offset = log_offset
        self._started = time.monotonic()
        self._attempt: _Attempt | None = None

    def poll(self) -> bool:
        probe = self._probe
        if isinstance(probe, Done):
            return False  # its exit is what counts
        if isinstance(probe, Alive):
            return time.monotonic() - self._started >= probe.seconds
        if isinstance(probe, LogLine):
            return self._log_has(probe.text)
        return self._ask(probe)

    def close(self) -> None:
        if self._attempt:
            self._attempt.close()
            self._attempt = None

    def _log_has(self, text: str) -> bool:
        with contextlib.suppress(OSError), self._log.open("rb") as file:
            file.seek(self._log_offset)
            return text.encode() in file.read()
        return False

    def _ask(self, probe: Http | Tcp) -> bool:
        if self._attempt is None:
            self._attempt = _Attempt(probe)
        answer = self._attempt.poll()
        if answer is None:
            return False
        self.close()
        return answer


class _Attempt:
    """One connection: connect, send, read what is expected."""

    def __init__(self, probe: Http | Tcp) -> None:
        if isinstance(probe, Http):
            request = f"GET {probe.path} HTTP/1.0\r\nHost: {HOST}:{probe.port}\r\n\r\n"
            self._send = request.encode()
            self._expect: tuple[bytes, ...] = (b"HTTP/1.0 200", b"HTTP/1.1 200")
        else:
            self._send = probe.send
            self._expect = (probe.expect,)
        self._received = b""
        self._sent = False
        self._deadline = time.monotonic() + _ATTEMPT_SECONDS
        self._socket = socket.socket()
        self._socket.setblocking(False)
        self._socket.connect_ex((HOST, probe.port))

    def poll(self) -> bool | None:
        """True or False when the attempt is over, None while it goes on."""
        try:
            return self._advance()
        except BlockingIOError:
            pass
        except OSError:
            return False
        return False if time.monotonic() > self._deadline else None

    def close(self) -> None:
        self._socket.close()

    def _advance(self) -> bool | None:
        if not self._sent:
            if not select.select([], [self._socket], [], 0)[1]:
                raise BlockingIOError
            if self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                return False
            if self._send:
                self._socket.send(self._send)
            self._sent = True
        if self._expect == (b"",):
            return True
        data = self._socket.recv(256)
        self._received += data
        if self._received.startswith(self._expect):
            return True
        if not data or len(self._received) >= max(map(len, self._expect)):
            return False
        raise BlockingIOError
