"""One supervised process: its state, its restarts and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from launcher.stack.probes import Prober
from launcher.stack.spawn import spawn
from launcher.stack.spec import Process

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_SECONDS = 60.0  # after so long without a crash the delay starts from the first again
TRIES_BEFORE_START_FAILS = 4


class State(StrEnum):
    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    BACKING_OFF = "backing off"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


class Child:
    def __init__(self, process: Process, env: Mapping[str, str], log: Path, root: Path) -> None:
        self.process = process
        self.state = State.WAITING
        self.pid = 0
        self.restarts = 0
        self.since = time.time()
        self.start_seconds = 0.0
        self.last_end = ""
        self._env = env
        self.log = log
        self._root = root
        self._prober: Prober | None = None
        self._spawned_at = 0.0
        self._crashes_in_a_row = 0
        self._next_try = 0.0
        self._kill_at = 0.0

    @property
    def alive(self) -> bool:
        return self.pid != 0

    @property
    def settled(self) -> bool:
        """Others may build on it."""
        return self.state in (State.READY, State.DONE)

    def start(self) -> None:
        offset = self.log.stat().st_size if self.log.exists() else 0
        self.pid = spawn(self.process, self._env, self.log, self._root)
        self._spawned_at = time.monotonic()
        self._prober = Prober(self.process.ready, self.log, offset)
        self._enter(State.STARTING)

    def poll(self) -> bool:
        """Advance by itself: become ready, or try again when its delay is over. True if something changed."""
        if self.state == State.STARTING and self._prober and self._prober.poll():
            self.start_seconds = time.monotonic() - self._spawned_at
            self._prober.close()
            self._enter(State.READY)
            return True
        if self.state == State.BACKING_OFF and time.monotonic() >= self._next_try:
            self.restarts += 1
            self.start()
            return True
        if self.state == State.STOPPING and time.monotonic() >= self._kill_at:
            self._kill_group()
        return False

    def ended(self, status: int) -> None:
        """The process is gone; `status` is waitpid's."""
        was_ready = self.state == State.READY
        steady = time.monotonic() - self._spawned_at > STEADY_SECONDS
        code = os.waitstatus_to_exitcode(status)
        self.last_end = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        # Workers whose parent was killed would go on with its job next to the restarted ones.
        self._kill_group()
        self.pid = 0
        if self._prober:
            self._prober.close()
        if self.state == State.STOPPING:
            self._enter(State.STOPPED)
        elif self.process.once:
            self.start_seconds = time.monotonic() - self._spawned_at
            self._enter(State.DONE if code == 0 else State.FAILED)
        else:
            self._crashes_in_a_row = 1 if was_ready and steady else self._crashes_in_a_row + 1
            self._next_try = time.monotonic() + self.delay
            self._enter(State.BACKING_OFF)

    @property
    def delay(self) -> float:
        return float(min(LONGEST_DELAY, FIRST_DELAY * 2 ** (max(1, self._crashes_in_a_row) - 1)))

    @property
    def hopeless(self) -> bool:
        """It crashed so often that a person should look."""
        return self.state == State.FAILED or (
            self.state == State.BACKING_OFF and self._crashes_in_a_row >= TRIES_BEFORE_START_FAILS
        )

    def stop(self) -> None:
        if not self.alive:
            self._enter(State.DONE if self.state == State.DONE else State.STOPPED)
        elif self.state != State.STOPPING:
            self._kill_at = time.monotonic() + self.process.stop_seconds
            self._enter(State.STOPPING)
            self.send(self.process.stop_signal)

    def release(self) -> None:
        """Let a stopped one start again when its turn comes."""
        if self.state in (State.STOPPED, State.FAILED):
            self._crashes_in_a_row = 0
            self._enter(State.WAITING)

    def send(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _enter(self, state: State) -> None:
        self.state = state
        self.since = time.time()
