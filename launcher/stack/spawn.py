"""Starts a process: fork, a session of its own, its log, and then either exec or a Python module.

The supervisor has one thread, no pool and no engine, so what is forked from it is clean.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import runpy
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from launcher.stack.spec import Owner, Process, PythonModule

# Forking a Python that has touched Apple's frameworks aborts in the child; there every process is exec'ed.
FORK_MODULES = sys.platform == "linux"

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_PR_SET_CHILD_SUBREAPER = 36


def spawn(process: Process, env: Mapping[str, str], log: Path, root: Path) -> int:
    """Start it and return its pid. What it writes is appended to `log`."""
    parent = os.getpid()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        pid = os.fork()
        if pid:
            return pid
        _become(lambda: _start(process, env, root), descriptor, parent, process)
    finally:
        os.close(descriptor)


def adopt_orphans() -> None:
    """Make grandchildren whose parent died our children, so that none is left behind at the end."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _become(start: Callable[[], None], log: int, parent: int, process: Process) -> NoReturn:
    """In the child: leave everything of the parent behind, run, and never return."""
    code = 70
    try:
        os.setsid()
        _reset_signals()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.closerange(3, 4096)
        # New ones: the parent's may hold unwritten text, or be something else than a file.
        sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115 - for life
        sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115 - for life
        os.umask(0o077)
        if process.owner is not None:
            _drop_to(process.owner)
        # After the change of user, which clears it. SIGTERM, so that even then a store shuts down cleanly.
        _prctl(_PR_SET_PDEATHSIG, process.stop_signal)
        if os.getppid() != parent:
            os._exit(0)
        start()
        code = 0
    except SystemExit as ended:
        code = _exit_code(ended)
    except BaseException:  # noqa: BLE001 - this is the last frame of the process: report and leave
        traceback.print_exc()
    finally:
        _leave(code)


def _start(process: Process, env: Mapping[str, str], root: Path) -> None:
    os.chdir(process.cwd or root)
    command = process.command
    if isinstance(command, PythonModule) and FORK_MODULES:
        _run_module(process.name, command, env)
    elif isinstance(command, PythonModule):
        os.execve(sys.executable, [sys.executable, "-m", command.module, *command.arguments], dict(env))  # noqa: S606 - no shell
    else:
        os.execve(command.argv[0], list(command.argv), dict(env))  # noqa: S606 - no shell wanted


def _run_module(name: str, command: PythonModule, env: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)
    _rename(name)
    sys.argv = [command.module, *command.arguments]
    runpy.run_module(command.module, run_name="__main__", alter_sys=True)


def _leave(code: int) -> NoReturn:
    """What the interpreter does at its end, without unwinding into the supervisor's frames."""
    try:
        # Tells executors to end and joins their threads; there is no public way to ask for it.
        threading._shutdown()  # type: ignore[attr-defined]  # typeshed leaves out what is private
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _exit_code(ended: SystemExit) -> int:
    if ended.code is None:
        return 0
    if isinstance(ended.code, int):
        return ended.code
    print(ended.code, file=sys.stderr)
    return 1


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGHUP,
        signal.SIGCHLD,
        signal.SIGUSR1,
        signal.SIGQUIT,
    ):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def _drop_to(owner: Owner) -> None:
    os.setgroups([])
    os.setgid(owner.gid)
    os.setuid(owner.uid)


def _prctl(option: int, argument: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, argument, 0, 0, 0)


def _rename(name: str) -> None:
    """Show the process under its own name in ps and top: a forked one would look like the launcher."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(fields[45]), int(fields[46])  # arg_start and arg_end of proc(5), counted after the name
    if start and end > start:
        title = name.encode()[: end - start - 1]
        ctypes.memmove(start, title.ljust(end - start, b"\0"), end - start)
