"""`make down`: end the running stack and wait until all of it is gone."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import time

from launcher import console
from launcher.layout import Layout
from launcher.lock import holder

_PATIENCE = 60.0


def run(_options: argparse.Namespace) -> int:
    layout = Layout.current()
    if holder(layout.lock_file) is None:
        console.say("The stack is not running.")
        return 0
    started = time.monotonic()
    if not end(layout):
        console.complain("The stack did not end within a minute. See: make logs")
        return 1
    console.say(f"The stack has ended ({time.monotonic() - started:.1f} s). Data is kept in {layout.var}.")
    return 0


def end(layout: Layout) -> bool:
    """Ask the running launcher to end everything; True when it is gone."""
    pid = holder(layout.lock_file)
    if pid is None:
        return True
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if holder(layout.lock_file) is None:
            return True
        time.sleep(0.1)
    return False
