"""One life of the stack: from the process table to the last child's end."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from launcher import console
from launcher.commands import control
from launcher.layout import Layout
from launcher.lock import Lock
from launcher.stack import spawn
from launcher.stack.announce import Announcer, farewell, welcome
from launcher.stack.first_start import first_start
from launcher.stack.supervisor import Supervisor
from launcher.stack.warm import COMMON, OWN, warm
from launcher.state import StateFile
from launcher.table import full
from launcher.table.context import Context

START_SECONDS = 120.0


def run(layout: Layout, asked_at: float) -> int:
    """Start everything and stay until asked to end. 0 after a clean life, 1 if some part never started."""
    spawn.adopt_orphans()
    ctx = Context.load(layout)
    console.say(f"Starting the stack ({'sample data' if ctx.sample else 'real Google Trends'})")
    table = full(ctx)
    ctx.ports.save()
    state = StateFile(layout.state_file, fixed=_facts(ctx), started_at=asked_at)
    announcer = Announcer(ctx, state)
    supervisor = Supervisor(
        table,
        base_env=ctx.base_env(),
        logs=layout.log,
        root=layout.root,
        listener=announcer,
        before_python=lambda: warm(COMMON, OWN),
    )
    supervisor.listen_to_signals(lambda: control.obey(layout, supervisor))
    try:
        code = _live(ctx, supervisor, state, announcer)
    finally:
        announcer.quiet = True
        started = time.monotonic()
        console.say("Ending the stack …")
        supervisor.shut_down()
        farewell(time.monotonic() - started)
        layout.state_file.unlink(missing_ok=True)
    return code


def _live(ctx: Context, supervisor: Supervisor, state: StateFile, announcer: Announcer) -> int:
    supervisor.run_until(
        lambda: supervisor.all_ready or supervisor.stopping or supervisor.stuck, timeout=START_SECONDS
    )
    if supervisor.stopping:
        return 0
    code = 0
    if not supervisor.all_ready:
        announcer.problems(supervisor)
        code = 1
    newcomer = None
    if ctx.first_start and not code:
        newcomer = first_start(ctx, supervisor)
        if newcomer is None:
            return 0  # cut short: the next start takes it up again
    if not code:
        ctx.remember()
    state.ready_at = time.time()
    state.write(supervisor)
    welcome(ctx, supervisor, state.ready_at - state.started_at, newcomer)
    supervisor.run_until(lambda: supervisor.stopping)
    return code


def _facts(ctx: Context) -> dict[str, object]:
    return {
        "sample": ctx.sample,
        "rabbitmq": bool(ctx.rabbitmq),
        "ports": ctx.ports.chosen,
        "urls": {
            "portal": ctx.public_url,
            "local": ctx.local_url,
            "mail": ctx.mail_url,
            "network": ctx.network_url,
        },
    }


def in_background(layout: Layout, lock: Lock, asked_at: float) -> int:
    """Run on without the terminal; return when the stack is ready, or at once when it failed."""
    log = layout.log / "launcher.log"
    log.write_text("")
    child = os.fork()
    if child:
        return _watch(child, log, layout)
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    target = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(null, 0)
    os.dup2(target, 1)
    os.dup2(target, 2)
    lock.write_pid()
    code = run(layout, asked_at)
    sys.stdout.flush()
    os._exit(code)


def _watch(child: int, log: Path, layout: Layout) -> int:
    """Repeat on the terminal what the background process says, until it is ready or gone."""
    shown = 0
    while True:
        gone, status = os.waitpid(child, os.WNOHANG)
        text = log.read_text(errors="replace")
        whole = text[: text.rfind("\n") + 1]
        sys.stdout.write(whole[shown:])
        sys.stdout.flush()
        shown = len(whole)
        if gone:
            return os.waitstatus_to_exitcode(status) or 1
        state = _state_of(child, layout)
        if state.get("ready_at") and "make main-job look at it" in whole:
            return 1 if state["problems"] else 0
        time.sleep(0.1)


def _state_of(pid: int, layout: Layout) -> dict[str, object]:
    try:
        state: dict[str, object] = json.loads(layout.state_file.read_text())
    except (OSError, ValueError):
        return {}
    return state if state.get("pid") == pid else {}
