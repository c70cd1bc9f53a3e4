"""The portal's vendor files, fetched from npm by the lock file in static/."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from launcher import console
from launcher.errors import LauncherError
from launcher.layout import Layout


def ensure(layout: Layout) -> None:
    """Run static/vendor.py, which does nothing when what is there fits the lock file."""
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, "static/vendor.py"],
        cwd=layout.root,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        words = " ".join((result.stderr or result.stdout).split())[:300]
        raise LauncherError(
            f"The portal's style sheets and scripts could not be fetched: {words}",
            "Check the network and npm's settings, then run the command again.",
        )
    if result.stdout.strip():
        console.done("front-end files", time.monotonic() - started, "static/vendor")
