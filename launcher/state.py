"""var/run/state.json: the running stack as `make status`, tests and scripts see it."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.lock import holder
from launcher.stack.supervisor import Supervisor


@dataclass
class StateFile:
    """Written anew, whole, at each change; a reader never sees half of it."""

    file: Path
    fixed: dict[str, Any]
    started_at: float = field(default_factory=time.time)
    ready_at: float | None = None
    problems: list[str] = field(default_factory=list)

    def write(self, supervisor: Supervisor) -> None:
        processes = {
            name: {
                "pid": child.pid,
                "state": str(child.state),
                "since": child.since,
                "restarts": child.restarts,
                "start_seconds": round(child.start_seconds, 2),
                "last_end": child.last_end,
                "stage": child.process.stage,
                "model": child.process.is_model,
                "log": str(child.log),
            }
            for name, child in supervisor.children.items()
        }
        content = {
            **self.fixed,
            "pid": os.getpid(),
            "started_at": self.started_at,
            "ready_at": self.ready_at,
            "start_seconds": round(self.ready_at - self.started_at, 1) if self.ready_at else None,
            "problems": self.problems,
            "stopping": supervisor.stopping,
            "processes": processes,
        }
        temporary = self.file.with_suffix(".new")
        temporary.write_text(json.dumps(content, indent=1))
        temporary.chmod(0o600)
        temporary.replace(self.file)


def running(layout: Layout) -> dict[str, Any]:
    """The state of the running stack.

    Raises:
        LauncherError: nothing is running.
    """
    pid = holder(layout.lock_file)
    if pid is None:
        raise LauncherError("The stack is not running.", "Start it: make up")
    try:
        state: dict[str, Any] = json.loads(layout.state_file.read_text())
    except (OSError, ValueError):
        state = {}
    if state.get("pid") != pid:
        raise LauncherError("The stack is just starting.", "Try again in a few seconds.")
    return state
