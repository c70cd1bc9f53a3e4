"""The tree is formatted, free of lint, and typed throughout."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
TYPED = [
    "svckit",
    "portal",
    "users_svc",
    "trends_svc",
    "thinker_svc",
    "tweeter_svc",
    "notify_svc",
    "launcher",
    "tests",
]


def run(*command: str) -> str:
    """What a tool printed where it found something, else nothing."""
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout[-6000:] + done.stderr[-2000:]


def test_no_lint() -> None:
    assert run("ruff", "check", "--no-cache", ".") == ""


def test_formatted() -> None:
    assert run("ruff", "format", "--check", "--no-cache", ".") == ""


def test_types_are_strict() -> None:
    assert run("mypy", *TYPED) == ""
