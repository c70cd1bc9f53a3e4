"""`make main-job`: the main job, headless, against the running stack; fails if any step does."""

from __future__ import annotations

import argparse
import os

from launcher import console
from launcher.bootstrap import envfile, venv
from launcher.errors import LauncherError
from launcher.layout import Layout
from launcher.stack.first_start import sample_people
from launcher.state import running


def run(options: argparse.Namespace) -> int:
    layout = Layout.current()
    state = running(layout)
    if not venv.inside(layout):
        venv.enter(layout, options.argv)
    from launcher.client.people import Person
    from launcher.mainjob.job import MainJob, Stack
    from launcher.mainjob.report import Report, StepFailed

    reviewer = _reviewer(layout)
    secrets = envfile.read(layout.env_file)
    urls = state["urls"]
    stack = Stack(
        portal=urls["portal"],
        api=urls["local"],
        mail=urls["mail"],
        network=urls["network"],
        network_secret=secrets["SAMPLE_NETWORK_SECRET"],
    )
    report = Report()
    console.say(f"The main job at {urls['portal']}")
    try:
        MainJob(stack, Person(**reviewer), report).run()
    except StepFailed as failed:
        console.complain(f"The main job failed at: {failed}. Look into: make logs")
        return 1
    console.say(f"The main job is done: {report.count} steps in {report.seconds:.1f} s.")
    return 0


def _reviewer(layout: Layout) -> dict[str, str]:
    """The sample reviewer, or whoever is named by the environment."""
    email, password = os.environ.get("REVIEWER_EMAIL"), os.environ.get("REVIEWER_PASSWORD")
    if email and password:
        return {"email": email, "password": password, "name": email}
    known = sample_people(layout).get("reviewer")
    if known is None:
        raise LauncherError(
            "The main job needs a second person who may approve.",
            "Name one with the reviewer's role: make main-job REVIEWER_EMAIL=… REVIEWER_PASSWORD=…",
        )
    return known
