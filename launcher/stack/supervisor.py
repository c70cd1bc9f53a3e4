"""Starts the process table in order, keeps it running, and ends all of it.

One thread and one loop: because nothing runs beside it, a fork of it is safe and cheap.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from launcher.stack import descendants
from launcher.stack.child import Child, State
from launcher.stack.logs import trim
from launcher.stack.spec import Process

_TICK_BUSY = 0.02
_TICK_IDLE = 1.0
_TRIM_EVERY = 10.0


class Listener:
    """What the supervisor tells; the console prints it and the state file records it."""

    def ready(self, child: Child) -> None:
        """A process became ready, or a task is done."""

    def crashed(self, child: Child) -> None:
        """A process ended although nobody asked it to."""

    def changed(self, supervisor: Supervisor) -> None:
        """Some state is different from before."""


class Supervisor:
    def __init__(
        self,
        processes: Sequence[Process],
        *,
        base_env: Mapping[str, str],
        logs: Path,
        root: Path,
        listener: Listener,
        before_python: Callable[[], None] = lambda: None,
    ) -> None:
        self.children = {
            p.name: Child(p, {**base_env, **p.env}, logs / f"{p.name}.log", root) for p in processes
        }
        # Whoever runs a supervisor may have children of its own, as the tests do.
        self._not_ours = frozenset(descendants.children_of({os.getpid()})[os.getpid()]) - {os.getpid()}
        self._listener = listener
        self._before_python = before_python
        self._warmed = False
        self._stopping = False
        self._hurry = False
        self._commands: Callable[[], None] = lambda: None
        self._last_trim = 0.0
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        unknown = {need for p in processes for need in p.needs} - set(self.children)
        if unknown:
            raise ValueError(f"processes need unknown ones: {sorted(unknown)}")

    # -- the loop ------------------------------------------------------------------------------------

    def listen_to_signals(self, on_command: Callable[[], None]) -> None:
        self._commands = on_command
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop())
        signal.signal(signal.SIGUSR1, lambda *_: self._commands())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)

    def run_until(self, finished: Callable[[], bool], timeout: float | None = None) -> bool:
        """Run the loop until `finished()`; False if the time was over first."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not finished():
            if deadline is not None and time.monotonic() > deadline:
                return False
            self._wait()
            self.step()
        return True

    def step(self) -> None:
        changed = self._reap()
        changed |= self._stop_next() if self._stopping else self._start_next()
        for child in list(self.children.values()):
            if child.poll():
                changed = True
                if child.state == State.READY:
                    self._listener.ready(child)
        if changed:
            self._listener.changed(self)
        if time.monotonic() - self._last_trim > _TRIM_EVERY:
            self._last_trim = time.monotonic()
            for child in self.children.values():
                trim(child.log)

    def _wait(self) -> None:
        busy = any(c.state not in (State.READY, State.DONE, State.STOPPED) for c in self.children.values())
        select.select([self._wake_read], [], [], _TICK_BUSY if busy else _TICK_IDLE)
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)

    # -- what is true now ----------------------------------------------------------------------------

    @property
    def stopping(self) -> bool:
        return self._stopping

    @property
    def all_ready(self) -> bool:
        return all(child.settled for child in self.children.values())

    @property
    def all_gone(self) -> bool:
        return not any(child.alive for child in self.children.values())

    @property
    def troubled(self) -> list[Child]:
        return [child for child in self.children.values() if child.hopeless]

    @property
    def stuck(self) -> bool:
        """Nothing more will become ready by itself: what is left crashes, or waits for what crashes."""
        left = [c for c in self.children.values() if not c.settled and c.state != State.STOPPED]
        return bool(self.troubled) and all(c.hopeless or self._blocked(c) for c in left)

    def _blocked(self, child: Child) -> bool:
        """It waits for something that is not ready."""
        needs = (self.children[need] for need in child.process.needs)
        return child.state == State.WAITING and not all(need.settled for need in needs)

    # -- start ---------------------------------------------------------------------------------------

    def add(self, processes: Sequence[Process], base_env: Mapping[str, str], logs: Path, root: Path) -> None:
        """Put further lines into the table while it runs."""
        for p in processes:
            self.children[p.name] = Child(p, {**base_env, **p.env}, logs / f"{p.name}.log", root)

    def _start_next(self) -> bool:
        started = False
        for child in list(self.children.values()):
            if child.state != State.WAITING:
                continue
            if all(self.children[need].settled for need in child.process.needs):
                self._warm_for(child.process)
                child.start()
                started = True
        return started

    def _warm_for(self, process: Process) -> None:
        """Import the common libraries once, as late as possible: the stores boot meanwhile."""
        from launcher.stack.spec import PythonModule

        if not self._warmed and isinstance(process.command, PythonModule):
            self._warmed = True
            self._before_python()

    def _reap(self) -> bool:
        changed = False
        by_pid = {child.pid: child for child in self.children.values() if child.alive}
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return changed
            if pid == 0:
                return changed
            child = by_pid.get(pid)
            if child is None:
                continue  # an adopted grandchild
            changed = True
            child.ended(status)
            if child.state == State.DONE:
                self._listener.ready(child)
            elif child.state in (State.BACKING_OFF, State.FAILED):
                self._listener.crashed(child)

    # -- stop ----------------------------------------------------------------------------------------

    def stop(self) -> None:
        """End everything, those that others need last. Asked a second time: at once."""
        if self._stopping:
            self._hurry = True
        self._stopping = True

    def stop_one(self, name: str) -> None:
        self.children[name].stop()

    def start_one(self, name: str) -> None:
        self.children[name].release()

    def _stop_next(self) -> bool:
        changed = False
        for child in self.children.values():
            if self._hurry and child.alive:
                child.send(signal.SIGKILL)
            needed = any(
                child.process.name in other.process.needs and other.alive for other in self.children.values()
            )
            if not needed and child.state not in (State.STOPPING, State.STOPPED, State.DONE, State.FAILED):
                child.stop()
                changed = True
        return changed

    def shut_down(self) -> None:
        """Stop all of it, wait for it, and leave no grandchild behind."""
        self._stopping = True
        longest = sum(sorted({c.process.stop_seconds for c in self.children.values()}))
        self.run_until(lambda: self.all_gone, timeout=longest + 5)
        descendants.kill_all(os.getpid(), keep=self._not_ours)
        self._listener.changed(self)
