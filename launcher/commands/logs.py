"""`make logs [NAME=process]`: the last lines, and on a terminal what follows."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from launcher import console
from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.stack.logs import tail

_LAST = 200
_LAST_OF_EACH = 8


def run(options: argparse.Namespace) -> int:
    layout = Layout.current()
    logs = {path.stem: path for path in sorted(layout.log.glob("*.log"))}
    if not logs:
        raise LauncherError("There are no logs yet.", "Start the stack: make up")
    name = options.name or os.environ.get("NAME")
    if name:
        if name not in logs:
            raise LauncherError(f"There is no log of {name}.", f"There are: {', '.join(logs)}")
        logs = {name: logs[name]}
    width = 0 if name else max(map(len, logs))
    for each, path in logs.items():
        for line in tail(path, _LAST if name else _LAST_OF_EACH):
            console.say(_shown(each, line, width))
    if sys.stdout.isatty() or os.environ.get("FOLLOW"):
        _follow(logs, width)
    return 0


def _shown(name: str, line: str, width: int) -> str:
    return f"{name:<{width}} | {line}" if width else line


def _follow(logs: dict[str, Path], width: int) -> None:
    places = {name: path.stat().st_size for name, path in logs.items()}
    while True:
        for name, path in logs.items():
            size = path.stat().st_size
            if size < places[name]:
                places[name] = 0  # it was trimmed
            if size > places[name]:
                with path.open("rb") as file:
                    file.seek(places[name])
                    text = file.read(size - places[name])
                whole = text[: text.rfind(b"\n") + 1]
                places[name] += len(whole)
                for line in whole.decode(errors="replace").splitlines():
                    console.say(_shown(name, line, width))
        time.sleep(0.3)
