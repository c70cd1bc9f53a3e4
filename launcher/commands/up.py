"""`make up`: install what is missing, start everything, keep it running until Ctrl-C or `make down`."""

from __future__ import annotations

import argparse
import os
import time

from launcher import ports
from launcher.bootstrap import frontend, venv
from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.lock import Lock, holder
from launcher.stack import descendants

STARTED = "LAUNCHER_STARTED"  # when the person asked, handed over the change into the environment


def run(options: argparse.Namespace) -> int:
    layout = Layout.current()
    layout.prepare()
    asked_at = float(os.environ.setdefault(STARTED, str(time.time())))
    running = holder(layout.lock_file)
    if running:
        raise LauncherError(
            f"The stack runs already (pid {running}).",
            "Look at it with make status, or end it with make down.",
        )
    descendants.kill_marked(f"{venv.MARK}={layout.var}", keep=os.getpid())
    _require_ports()
    venv.ensure(layout)
    if not venv.inside(layout):
        venv.enter(layout, options.argv)
    frontend.ensure(layout)
    from launcher.stack import session

    lock = Lock(layout.lock_file)
    if not lock.acquire():
        raise LauncherError("The stack is being started by somebody else.", "Look at it with make status.")
    detach = options.detach or os.environ.get("DETACH", "") not in ("", "0")
    if detach:
        return session.in_background(layout, lock, asked_at)
    return session.run(layout, asked_at)


def _require_ports() -> None:
    first = ports.public_port()
    for port, what in (
        (first, "the portal"),
        (first + 1, "the mail catcher"),
        (first + 2, "the sample network"),
    ):
        ports.require_free(port, what)
