"""``python -m launcher.mainjob``: the main job against a stack that the environment names (compose does).

Reads PORTAL_URL (the address in links), API_BASE, MAIL_URL, NETWORK_URL, SAMPLE_NETWORK_SECRET and
PEOPLE_FILE, which ``python -m launcher.sample`` wrote. ``make main-job`` does it for the embedded stack.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from launcher import console
from launcher.client.people import Person
from launcher.mainjob.job import MainJob, Stack
from launcher.mainjob.report import Report, StepFailed


def main() -> int:
    people = Path(os.environ["PEOPLE_FILE"])
    if not people.exists():
        console.complain(f"There is no {people}: make the sample people first (python -m launcher.sample).")
        return 1
    stack = Stack(
        portal=os.environ["PORTAL_URL"],
        api=os.environ["API_BASE"],
        mail=os.environ["MAIL_URL"],
        network=os.environ["NETWORK_URL"],
        network_secret=os.environ["SAMPLE_NETWORK_SECRET"],
    )
    report = Report()
    console.say(f"The main job at {stack.portal}")
    try:
        MainJob(stack, Person(**json.loads(people.read_text())["reviewer"]), report).run()
    except StepFailed as failed:
        console.complain(f"The main job failed at: {failed}.")
        return 1
    console.say(f"The main job is done: {report.count} steps in {report.seconds:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
