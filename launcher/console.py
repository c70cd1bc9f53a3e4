"""What a person sees on the terminal: steps with their seconds, and one line per event."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(f"launcher: {text}", file=sys.stderr, flush=True)


def done(what: str, seconds: float, detail: str = "") -> None:
    say(f"  ✓ {what:<22}{seconds:6.1f} s  {detail}".rstrip())


@contextmanager
def step(what: str, detail: str = "") -> Iterator[None]:
    """Print the step when it is done, with how long it took."""
    started = time.monotonic()
    if sys.stdout.isatty():
        print(f"  … {what}", end="\r", flush=True)
    yield
    done(what, time.monotonic() - started, detail)
