"""Which port each process listens on."""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
from pathlib import Path

from launcher.errors import LauncherError

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def public_port() -> int:
    """PORT, 8080 unless set. It and the two after it are the only fixed ones."""
    text = os.environ.get("PORT") or "8080"
    if not text.isdigit() or not 1 <= int(text) <= 65533:
        raise LauncherError(
            f"PORT={text} is not a port number.", "Choose one, for example: make up PORT=8090"
        )
    return int(text)


def require_free(port: int, what: str) -> None:
    if port < 1024 and not _may_bind(port):
        raise LauncherError(
            f"Port {port} ({what}) needs root.", "Choose one above 1023, for example: make up PORT=8090"
        )
    if not is_free(port):
        raise LauncherError(
            f"Port {port} ({what}) is in use by another program.",
            f"Stop it, or choose another for all three: make up PORT={public_port() + 10}",
        )


def _may_bind(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            return False
        except OSError:
            return True
    return True


class PortBook:
    """Free ports by name, the same as last time while they are still free."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._previous: dict[str, int] = {}
        with contextlib.suppress(OSError, ValueError):
            self._previous = {str(k): int(v) for k, v in json.loads(file.read_text()).items()}
        self.chosen: dict[str, int] = {}

    def fix(self, name: str, port: int) -> int:
        """Record a port that was chosen elsewhere."""
        self.chosen[name] = port
        return port

    def take(self, name: str) -> int:
        if name in self.chosen:
            return self.chosen[name]
        before = self._previous.get(name)
        taken = set(self.chosen.values())
        if before and before not in taken and is_free(before):
            port = before
        else:
            # A port remembered under another name is left to its owner.
            port = _pick(taken | set(self._previous.values()))
        self.chosen[name] = port
        return port

    def save(self) -> None:
        self._file.write_text(json.dumps(self.chosen, indent=1))


def _pick(avoid: set[int]) -> int:
    """A free port below the range that systems give to outgoing connections: one of those could take a port
    between now and the moment its process listens."""
    candidates = [port for port in range(20000, 32000) if port not in avoid]
    for port in random.sample(candidates, 500):
        if is_free(port):
            return port
    raise LauncherError("No free port was found on 127.0.0.1.", "Stop programs that hold many ports.")
