"""Prints each step with its time and link; stops at the first that fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from launcher import console


@dataclass
class Step:
    """What a step found out, shown behind its name."""

    detail: str = ""
    link: str = ""


class StepFailed(Exception):
    """A step of the main job did not do what it should."""


class Report:
    def __init__(self) -> None:
        self.count = 0
        self._started = time.monotonic()

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        step, started = Step(), time.monotonic()
        self.count += 1
        try:
            yield step
        except Exception as error:
            console.say(f"  ✗ {time.monotonic() - started:6.2f} s  {name}: {error}")
            raise StepFailed(name) from error
        shown = f"{name}: {step.detail}" if step.detail else name
        console.say(f"  ✓ {time.monotonic() - started:6.2f} s  {shown}")
        if step.link:
            console.say(f"               {step.link}")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started


def require(condition: object, otherwise: str) -> None:
    """A fact that the step promises.

    Raises:
        RuntimeError: it is not so.
    """
    if not condition:
        raise RuntimeError(otherwise)
