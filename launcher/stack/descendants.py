"""The processes below a process, and the memory they hold."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path


def _parents() -> dict[int, int]:
    """Parent of every process, from /proc or, where there is none, from psutil."""
    if sys.platform != "linux":
        import psutil

        return {p.pid: p.info["ppid"] for p in psutil.process_iter(["ppid"])}
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                stat = Path(entry.path, "stat").read_text()
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    return parents


def children_of(pids: set[int]) -> dict[int, list[int]]:
    """For each pid of `pids`: itself and all below it, not following into another of `pids`."""
    below: dict[int, list[int]] = defaultdict(list)
    for pid, parent in _parents().items():
        below[parent].append(pid)
    result: dict[int, list[int]] = {}
    for top in pids:
        found, queue = [], [top]
        while queue:
            pid = queue.pop()
            found.append(pid)
            queue += [child for child in below[pid] if child not in pids]
        result[top] = found
    return result


def kill_all(top: int, keep: frozenset[int] = frozenset()) -> int:
    """End every process below `top` that is still there, but for `keep` and what is below those; how many
    there were."""
    count = 0
    for _ in range(20):
        leftovers = [pid for pid in children_of({top, *keep})[top] if pid != top]
        for pid in leftovers:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not leftovers:
            return count
        count = max(count, len(leftovers))
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.01)
    return count


def kill_marked(mark: str, keep: int) -> int:
    """End what a launcher that was itself killed has left running: all with `mark` in their environment."""
    if sys.platform != "linux":
        return 0
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and int(entry.name) != keep:
            with contextlib.suppress(OSError):
                if mark.encode() in Path(entry.path, "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    for pid in found:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def pss(pid: int) -> int | None:
    """Proportional set size in bytes; None if the process is gone or not ours to look at.

    Pages shared by n processes count 1/n in each, so a sum over processes is what they really hold.
    """
    if sys.platform != "linux":
        import psutil

        with contextlib.suppress(psutil.Error):
            return int(psutil.Process(pid).memory_full_info().uss)  # the nearest that macOS can tell
        return None
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return None
