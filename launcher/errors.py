"""The one error type that the launcher shows to a person."""

from __future__ import annotations


class LauncherError(Exception):
    """Something a person has to put right: one line that names the problem and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy
