"""thinker_svc's own processes, as the deployments start them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from svckit.testing.servers import Server


def _never() -> bool:
    return True


@contextmanager
def running(environment: dict[str, str], folder: Path, **commands: list[str]) -> Iterator[dict[str, Server]]:
    """Start each command with the environment; stop them all at the end."""
    started: dict[str, Server] = {}
    try:
        for name, command in commands.items():
            server = Server(
                argv=[sys.executable, "-m", *command],
                log=folder / f"{name}.log",
                ready=_never,
                env=environment,
                name=name,
            )
            started[name] = server.start()
        yield started
    finally:
        for server in started.values():
            server.stop(signal.SIGKILL)


def web(port: int) -> list[str]:
    return ["gunicorn", "-c", "svckit/gunicorn_conf.py", "-b", f"127.0.0.1:{port}", "thinker_svc.wsgi:app"]


WORKER = ["svckit.run", "worker", "thinker_svc"]
CONSUMER = ["thinker_svc.consumer"]


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False


def kill_hard(server: Server) -> None:
    """kill -9 for the process and all of its children, as the machine's power would."""
    assert server.process is not None
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait(10)
