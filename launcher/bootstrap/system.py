"""Programs that no wheel brings and that tests need: RabbitMQ and Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import console
from launcher.errors import LauncherError

_SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"))
_POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True)
class Part:
    """A program under any of its names, and the Debian package that brings it."""

    names: tuple[str, ...]
    package: str

    @property
    def present(self) -> bool:
        return any(shutil.which(name, path=_SEARCH) for name in self.names)


NEEDED = (
    Part(("rabbitmq-server",), "rabbitmq-server"),
    Part(("chromium", "chromium-browser", "google-chrome"), "chromium"),
)


def ensure() -> None:
    """Install what is missing where that is allowed; elsewhere name it.

    Raises:
        LauncherError: something is missing and stays so.
    """
    missing = [part.package for part in NEEDED if not part.present]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with console.step("system packages", " ".join(missing)):
            _apt(missing)
        missing = [part.package for part in NEEDED if not part.present]
    if missing:
        raise LauncherError(
            f"The tests need {' and '.join(missing)}, and this machine has not.",
            f"Install it, on Debian as root: apt-get install {' '.join(missing)}",
        )


def _apt(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _services_stay_off():
        for arguments in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *packages]):
            run = subprocess.run(
                ["apt-get", *arguments], env=environment, capture_output=True, text=True, check=False
            )
            if run.returncode:
                words = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
                raise LauncherError(
                    f"apt-get {arguments[0]} failed: {words}", "Install them by hand: " + " ".join(packages)
                )


@contextmanager
def _services_stay_off() -> Iterator[None]:
    """Debian starts a server when it is installed; the tests start their own."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink(missing_ok=True)
