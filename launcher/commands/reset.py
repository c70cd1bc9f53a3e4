"""`make reset`: delete everything that this stack has stored. Asks first; YES=1 answers."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from launcher import console
from launcher.commands.down import end
from launcher.errors import LauncherError
from launcher.layout import Layout


def run(_options: argparse.Namespace) -> int:
    layout = Layout.current()
    if not layout.var.exists():
        console.say(f"There is nothing to delete: {layout.var} does not exist.")
        return 0
    if not _agreed(layout):
        console.say("Nothing was deleted.")
        return 1
    if not end(layout):
        raise LauncherError("The running stack did not end.", "See: make logs")
    delete(layout)
    kept = f" The secrets in {layout.env_file} were kept." if layout.env_file.exists() else ""
    console.say(f"Deleted {layout.var}.{kept}")
    return 0


def _agreed(layout: Layout) -> bool:
    if os.environ.get("YES"):
        return True
    if not sys.stdin.isatty():
        raise LauncherError(
            "This would delete all data and nobody is here to ask.", "Say it: make reset YES=1"
        )
    question = f"Delete every account, search, draft, post and e-mail in {layout.var}? Type yes: "
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False


def delete(layout: Layout) -> None:
    postgres = layout.var / "postgres"
    if postgres.is_symlink():  # kept where its unprivileged user can reach it
        shutil.rmtree(postgres.resolve().parent, ignore_errors=True)
    try:
        shutil.rmtree(layout.var)
    except OSError as error:
        raise LauncherError(
            f"{error.filename} can't be deleted ({error.strerror}).", "Run as the user who started the stack."
        ) from error
