"""`python3 -m launcher stop|start|restart NAME`: one process of the running stack."""

from __future__ import annotations

import argparse
import os
import signal
import time
from pathlib import Path

from launcher import console
from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.stack.supervisor import Supervisor
from launcher.state import running

_PATIENCE = 60.0
_WANTED = {"stop": ("stopped",), "start": ("ready", "done"), "restart": ("ready", "done")}


def run(options: argparse.Namespace) -> int:
    layout = Layout.current()
    verb, name = options.command, options.name
    before = running(layout)
    if name not in before["processes"]:
        raise LauncherError(f"There is no process {name}.", f"There are: {', '.join(before['processes'])}")
    if verb in ("stop", "restart"):
        _ask(layout, before["pid"], "stop", name)
        _await(layout, name, _WANTED["stop"])
    if verb in ("start", "restart"):
        _ask(layout, before["pid"], "start", name)
        _await(layout, name, _WANTED["start"])
    console.say(f"{name}: {running(layout)['processes'][name]['state']}")
    return 0


def _folder(layout: Layout) -> Path:
    folder = layout.run / "commands"
    folder.mkdir(exist_ok=True)
    return folder


def _ask(layout: Layout, pid: int, verb: str, name: str) -> None:
    (_folder(layout) / f"{time.time_ns()}-{verb}-{name}").touch()
    os.kill(pid, signal.SIGUSR1)


def _await(layout: Layout, name: str, states: tuple[str, ...]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if running(layout)["processes"][name]["state"] in states:
            return
        time.sleep(0.1)
    raise LauncherError(f"{name} did not become {states[0]} within a minute.", f"See: make logs NAME={name}")


def obey(layout: Layout, supervisor: Supervisor) -> None:
    """In the running launcher: do what was asked since the last time."""
    for file in sorted(_folder(layout).iterdir()):
        _, verb, name = file.name.split("-", 2)
        file.unlink()
        if name in supervisor.children:
            (supervisor.stop_one if verb == "stop" else supervisor.start_one)(name)
