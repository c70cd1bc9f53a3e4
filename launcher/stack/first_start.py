"""What happens once in the life of a stack: the first admin, and sample content."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from launcher import console
from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.stack.child import Child
from launcher.stack.logs import last_words
from launcher.stack.spec import Done, Process, PythonModule
from launcher.stack.supervisor import Supervisor
from launcher.table.context import Context

_PASSWORD = re.compile(r"^One-time password: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Newcomer:
    """What the person at the terminal has to know once."""

    email: str = ""
    password: str = field(default="", repr=False)
    sample_people: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)


def people_file(layout: Layout) -> Path:
    return layout.var / "sample-people.json"


def first_start(ctx: Context, supervisor: Supervisor) -> Newcomer | None:
    """Make the admin and the sample content; None if somebody ended the stack meanwhile."""
    email = ctx.setting("FIRST_ADMIN_EMAIL", "admin@example.org")
    password = _create_admin(ctx, supervisor, email)
    made = False
    if ctx.sample and password and ctx.mail_url and not supervisor.stopping:
        made = _make_sample(ctx, supervisor, email, password)
    if supervisor.stopping:
        return None
    return Newcomer(email, password, sample_people(ctx.layout) if made else {})


def _unshown_file(layout: Layout) -> Path:
    return layout.var / "first-admin-password"


def shown(layout: Layout) -> None:
    """The person has seen the password: forget it."""
    _unshown_file(layout).unlink(missing_ok=True)


def sample_people(layout: Layout) -> dict[str, dict[str, str]]:
    """The sample author and reviewer with their passwords, or nothing."""
    try:
        return dict(json.loads(people_file(layout).read_text()))
    except (OSError, ValueError):
        return {}


def _create_admin(ctx: Context, supervisor: Supervisor, email: str) -> str:
    """Returns the one-time password; empty if there is an admin already."""
    users = supervisor.children["users-serv"].process
    child = _run_once(
        ctx,
        supervisor,
        Process(
            "first-admin",
            PythonModule("users_svc.cli", ("create-admin", "--email", email, "--name", "Admin")),
            stage="first start",
            env=users.env,
            ready=Done(),
        ),
    )
    if supervisor.stopping:
        return ""
    text = child.log.read_text()
    child.log.unlink()  # a password does not stay in a log
    if not child.settled:
        raise LauncherError(f"The first admin could not be made: {text.strip()[-300:]}", "See: make logs")
    found, unshown = _PASSWORD.search(text), _unshown_file(ctx.layout)
    if found:
        unshown.touch(mode=0o600)
        unshown.write_text(found.group(1))
    # A first start that was cut short made the admin, but nobody saw the password.
    return unshown.read_text() if unshown.exists() else ""


def _make_sample(ctx: Context, supervisor: Supervisor, email: str, password: str) -> bool:
    started = time.monotonic()
    child = _run_once(
        ctx,
        supervisor,
        Process(
            "sample",
            PythonModule("launcher.sample"),
            stage="first start",
            env={
                "API_BASE": ctx.local_url,
                "MAIL_URL": ctx.mail_url,
                "NETWORK_URL": ctx.network_url,
                "SAMPLE_NETWORK_SECRET": ctx.secret("SAMPLE_NETWORK_SECRET"),
                "ADMIN_EMAIL": email,
                "ADMIN_PASSWORD": password,
                "PEOPLE_FILE": str(people_file(ctx.layout)),
            },
            ready=Done(),
        ),
    )
    if supervisor.stopping:
        return False
    if not child.settled:
        console.complain(f"{last_words(child.log)} See: make logs NAME=sample")
        return False
    console.done("sample content", time.monotonic() - started, "a search, and a draft that waits for review")
    return True


def _run_once(ctx: Context, supervisor: Supervisor, process: Process) -> Child:
    """Run a task to its end while everything else goes on; it is no part of the table afterwards."""
    supervisor.add([process], ctx.base_env(), ctx.layout.log, ctx.layout.root)
    child = supervisor.children[process.name]
    supervisor.run_until(lambda: child.settled or child.hopeless or supervisor.stopping, timeout=300)
    if not child.alive:
        del supervisor.children[process.name]
    return child
