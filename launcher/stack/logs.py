"""Keeps logs small, and shows them."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

LARGEST = 5 * 1024 * 1024


def trim(log: Path, largest: int = LARGEST) -> bool:
    """Move a grown log to <name>.log.1 by copy and truncate: its writers append and need not know."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > largest:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            os.truncate(log, 0)
            return True
    return False


def tail(log: Path, lines: int) -> list[str]:
    """The last lines of a log, read from its end."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 512 * lines))
            return file.read().decode(errors="replace").splitlines()[-lines:]
    except FileNotFoundError:
        return []


def last_words(log: Path) -> str:
    """The line that most likely says why a process ended."""
    candidates = [line.strip() for line in tail(log, 40) if line.strip()]
    for line in reversed(candidates):
        if any(word in line.lower() for word in ("error", "fatal", "missing", "refused", "denied")):
            return line[:300]
    return candidates[-1][:300] if candidates else "it wrote nothing"
