"""What the supervisor has to know of a process."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """An executable and its arguments."""

    argv: tuple[str, ...]


@dataclass(frozen=True)
class PythonModule:
    """`python -m module arguments`. On Linux it is forked from the warmed supervisor, which saves the
    import of the common libraries and shares their memory."""

    module: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Http:
    """Ready when a GET answers 200."""

    port: int
    path: str = "/healthz"


@dataclass(frozen=True)
class Tcp:
    """Ready when the port accepts and, if `send` is given, answers with `expect`."""

    port: int
    send: bytes = b""
    expect: bytes = b""


@dataclass(frozen=True)
class Alive:
    """Ready when it has lived this long, for processes that listen on nothing."""

    seconds: float = 0.5


@dataclass(frozen=True)
class LogLine:
    """Ready when its log of this start contains the text, for processes that listen on nothing."""

    text: str


@dataclass(frozen=True)
class Done:
    """A task that runs once: ready when it has ended with 0."""


Probe = Http | Tcp | Alive | LogLine | Done


@dataclass(frozen=True)
class Owner:
    """The unprivileged user that a program runs as when the launcher itself is root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Process:
    """One line of the process table."""

    name: str
    command: Program | PythonModule
    stage: str
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Probe = field(default_factory=Alive)
    needs: tuple[str, ...] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    cwd: Path | None = None
    owner: Owner | None = None
    is_model: bool = False

    @property
    def once(self) -> bool:
        return isinstance(self.ready, Done)
