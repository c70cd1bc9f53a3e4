"""The launcher's own stack, started once for the tests that go through all of it."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from launcher import ports
from launcher.client import work
from launcher.client.api import Api, Json, wait_for
from launcher.client.people import Person

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 400
ADMIN_PASSWORD = "chosen once and kept for minutes"


@dataclass
class Stack:
    """A running stack on ports and in a folder of its own."""

    folder: Path
    port: int
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    @property
    def network_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 2}"

    # -- its life ------------------------------------------------------------------------------------

    def _launcher(self, *arguments: str, seconds: float) -> str:
        variables = {
            **os.environ,
            "VAR_DIR": str(self.folder),
            "PORT": str(self.port),
            "SAMPLE": "1",
            # Somebody's own settings must not leak into the stack under test.
            "PUBLIC_URL": self.base,
        }
        done = subprocess.run(
            [sys.executable, "-m", "launcher", *arguments],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"launcher {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def up(self) -> None:
        said = self._launcher("up", "--detach", seconds=START_SECONDS)
        shown = re.search(r"^ +(\S+@\S+) +(\S+)$", said, re.MULTILINE)
        if shown is None:
            raise AssertionError(f"the first start shows no password:\n{said}")
        sample = json.loads((self.folder / "sample-people.json").read_text())
        self.people = {role: Person(**person) for role, person in sample.items()}
        self.people["admin"] = self._settle_admin(shown[1], shown[2])

    def _settle_admin(self, email: str, password: str) -> Person:
        """Sign in with the one-time password and choose another, as the first admin has to."""
        with Api(self.base) as api:
            api.sign_in(email, password)
            api.post("/users/me/password", {"current": password, "new": ADMIN_PASSWORD})
        return Person(email, "Admin", ADMIN_PASSWORD)

    def down(self) -> None:
        self._launcher("down", seconds=60)

    def state(self) -> Json:
        found: Json = json.loads((self.folder / "run" / "state.json").read_text())
        return found

    # -- its processes -------------------------------------------------------------------------------

    def stop(self, process: str) -> None:
        self._launcher("stop", process, seconds=90)

    def start(self, process: str) -> None:
        self._launcher("start", process, seconds=90)

    def pid(self, process: str) -> int:
        return int(self.state()["processes"][process]["pid"])

    def pause(self, process: str) -> None:
        """Freeze a process and its children: it is given messages and does nothing with them."""
        self._signal(process, signal.SIGSTOP)

    def resume(self, process: str) -> None:
        """Let a frozen process go on."""
        self._signal(process, signal.SIGCONT)

    def kill(self, process: str) -> None:
        """kill -9 a process and its children, as the power cut would; the launcher starts it again."""
        before = self.pid(process)
        self._signal(process, signal.SIGKILL)

        def back() -> Any:
            found = self.state()["processes"][process]
            return found["state"] == "ready" and found["pid"] != before

        wait_for(f"{process} being started again", back, 60)

    def _signal(self, process: str, number: int) -> None:
        parent = psutil.Process(self.pid(process))
        for member in [parent, *parent.children(recursive=True)]:
            # Children may end with their parent before their turn comes.
            with suppress(psutil.NoSuchProcess):
                member.send_signal(number)

    # -- its people and what they see ----------------------------------------------------------------

    @contextmanager
    def api(self, role: str) -> Iterator[Api]:
        with Api(self.base) as api:
            api.sign_in(self.people[role].email, self.people[role].password)
            yield api

    def mails(self, address: str) -> list[dict[str, Any]]:
        answer = httpx.get(f"{self.mail_url}/api/messages", params={"to": address}, timeout=10)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        return items

    def mails_about(self, address: str, title: str) -> list[str]:
        """Subjects of an address's e-mails that name a draft, sorted."""
        return sorted(mail["subject"] for mail in self.mails(address) if title in mail["subject"])

    def arrived(self, title: str) -> list[dict[str, Any]]:
        """What the sample network got under a title, each with how many times it came."""
        items = httpx.get(f"{self.network_url}/api/posts", timeout=10).json()["items"]
        return [item for item in items if item["title"] == title]


def free_port() -> int:
    """The first of three in a row that are free.

    Below the range from which the system gives ports to outgoing connections: those come and go.
    """
    for _ in range(200):
        first = random.randrange(20_000, 32_000)  # noqa: S311 (nobody has to be unable to guess it)
        if all(ports.is_free(first + n) for n in range(3)):
            return first
    raise AssertionError("no three free ports in a row")


@contextmanager
def running() -> Iterator[Stack]:
    """A fresh stack with its sample content, ended and removed afterwards.

    ``TEST_STACK=folder`` keeps it running in that folder, and the next run finds it there: for whoever
    writes tests.
    """
    kept = os.environ.get("TEST_STACK")
    folder = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="test-stack-"))
    note = folder / "test-stack.json"
    if kept and note.exists():
        known = json.loads(note.read_text())
        yield Stack(folder, known["port"], {role: Person(**who) for role, who in known["people"].items()})
        return
    folder.mkdir(exist_ok=True)
    # PostgreSQL runs as another user when the tests run as root.
    folder.chmod(0o755)
    stack = Stack(folder, free_port())
    try:
        stack.up()
        people = {role: person.as_json() for role, person in stack.people.items()}
        note.write_text(json.dumps({"port": stack.port, "people": people}))
        yield stack
    finally:
        if not kept:
            # A stack that never came up has its own error on its way already.
            with suppress(AssertionError):
                stack.down()
            shutil.rmtree(folder, ignore_errors=True)


def a_completed_search(stack: Stack, keyword: str) -> Json:
    with stack.api("author") as author:
        return work.search(author, [keyword], geo="US", timeframe="today 3-m")


def a_submitted_draft(stack: Stack, keyword: str) -> Json:
    """Searched, drafted by the model, and waiting for review."""
    found = a_completed_search(stack, keyword)
    with stack.api("author") as author:
        draft = work.ask_for_draft(author, found["id"])
        work.wait_for_draft(author, draft["id"])
        work.edit(author, draft["id"], lambda seen: _titled(seen, keyword))
        return work.submit(author, draft["id"])


def _titled(draft: Json, keyword: str) -> Json:
    content = draft["content"]
    return {
        "title": f"About {keyword}",
        "text": content["text"],
        "platform_texts": content["platform_texts"],
        "platforms": draft["platforms"],
        "account_ids": draft["account_ids"],
    }
