"""`make test`: install what the tests need, then run all of them."""

from __future__ import annotations

import argparse
import os

from launcher.bootstrap import frontend, system, venv
from launcher.layout import Layout

# Most tests wait for real servers, so three processes keep two cores busy. Each has servers of its own.
WHOLE_RUN = ("--numprocesses=3", "--dist=loadscope", "--no-loadscope-reorder")


def run(options: argparse.Namespace) -> int:
    layout = Layout.current()
    venv.ensure(layout, "test")
    if not venv.inside(layout):
        venv.enter(layout, options.argv)
    frontend.ensure(layout)
    system.ensure()
    os.chdir(layout.root)
    command = [str(layout.python), "-m", "pytest", *(options.arguments or WHOLE_RUN)]
    os.execve(command[0], command, dict(os.environ))  # noqa: S606 - no shell wanted
