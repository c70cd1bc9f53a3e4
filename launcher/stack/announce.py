"""What the terminal shows while the stack starts, runs and ends."""

from __future__ import annotations

import time

from launcher import console
from launcher.stack.child import Child
from launcher.stack.first_start import Newcomer, shown
from launcher.stack.logs import last_words
from launcher.stack.supervisor import Listener, Supervisor
from launcher.state import StateFile
from launcher.table import migrations
from launcher.table.context import Context


class Announcer(Listener):
    """A line per stage when all of it is ready, a line per crash."""

    def __init__(self, ctx: Context, state: StateFile) -> None:
        self._ctx = ctx
        self._state = state
        self._started = time.monotonic()
        self._told: set[str] = set()
        self.quiet = False

    def ready(self, child: Child) -> None:
        name = child.process.name
        if name.endswith("-migrations"):
            migrations.record(self._ctx.layout, f"{name.removesuffix('-migrations')}_svc")
        if child.restarts and not self.quiet:
            console.say(f"  ↻ {name} is back ({child.start_seconds:.1f} s)")

    def crashed(self, child: Child) -> None:
        if self.quiet:
            return
        name = child.process.name
        then = "it is not tried again" if child.process.once else f"again in {child.delay:g} s"
        # One that was killed from outside had no time to say why.
        why = "" if child.last_end.startswith("signal") else f": {last_words(child.log)}"
        console.say(f"  ✗ {name} ended ({child.last_end}), {then}{why}")

    def changed(self, supervisor: Supervisor) -> None:
        self._state.write(supervisor)
        if self.quiet or supervisor.stopping:
            return
        stages: dict[str, list[Child]] = {}
        for child in supervisor.children.values():
            stages.setdefault(child.process.stage, []).append(child)
        for stage, children in stages.items():
            if stage not in self._told and all(child.settled for child in children):
                self._told.add(stage)
                slowest = ", ".join(f"{c.process.name} {c.start_seconds:.1f}" for c in children)
                console.done(stage, time.monotonic() - self._started, slowest)

    def problems(self, supervisor: Supervisor) -> None:
        """The start's time is over and something is not ready."""
        self._state.problems = [c.process.name for c in supervisor.children.values() if not c.settled]
        console.say("")
        for child in supervisor.children.values():
            if child.hopeless:
                name = child.process.name
                console.complain(f"{name} did not start: {last_words(child.log)} See: make logs NAME={name}")
        waiting = [c.process.name for c in supervisor.children.values() if not c.settled and not c.hopeless]
        if waiting:
            console.complain(f"not ready: {', '.join(waiting)}")


def welcome(ctx: Context, supervisor: Supervisor, seconds: float, newcomer: Newcomer | None) -> None:
    """The last thing of a start: where everything is."""
    missing = [c.process.name for c in supervisor.children.values() if not c.settled]
    word = f"Started with problems ({', '.join(missing)})" if missing else "Ready"
    events = "RabbitMQ" if ctx.rabbitmq else "Valkey (RabbitMQ is not on this machine, or not wanted)"
    console.say("")
    console.say(f"{word} after {seconds:.1f} s.")
    console.say(f"  Portal          {ctx.public_url}")
    if ctx.mail_url:
        console.say(f"  Mail catcher    {ctx.mail_url}   every e-mail that the stack sends")
    console.say(f"  Sample network  {ctx.network_url}   what was published there")
    console.say(f"  Events go over  {events}")
    if ctx.sample:
        console.say("  Trends are sample data; for the real Google Trends: make up SAMPLE=0")
    if newcomer and newcomer.password:
        console.say("")
        console.say("Sign in as the first admin. This password is shown once, and you change it at once:")
        console.say(f"  {newcomer.email}   {newcomer.password}")
        for role, person in newcomer.sample_people.items():
            console.say(f"  sample {role:<9} {person['email']}   {person['password']}")
        shown(ctx.layout)
    console.say("")
    console.say("  Ctrl-C or make down ends it; make status, make logs and make main-job look at it.")


def farewell(seconds: float) -> None:
    console.say(f"All processes have ended ({seconds:.1f} s).")
