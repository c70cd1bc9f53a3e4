"""The launcher's sample network, run for a test."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from svckit.testing.servers import ROOT, wait_until


class Network:
    """`python -m launcher.network --control` on a free port."""

    def __init__(self, folder: Path) -> None:
        self.secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
        self._folder = folder
        self._log = folder / "network.log"

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable, "-m", "launcher.network", "--port", "0", "--control",
                    "--data", str(self._folder / "network.sqlite"),
                ],
                env={**os.environ, "SAMPLE_NETWORK_SECRET": self.secret},
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        line: str = wait_until(self._announced, what="the sample network's start")
        self.url = line.rsplit(" ", 1)[1]
        self.host = self.url.removeprefix("http://")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _announced(self) -> str | None:
        text = self._log.read_text()
        if self._process.poll() is not None:
            raise AssertionError(text)
        return next((line for line in text.splitlines() if line.startswith("sample network on")), None)

    @property
    def inbox(self) -> str:
        return f"{self.url}/inbox"

    def behave(self, mode: str, **options: float) -> None:
        """From now on: normal, 500, 429, slow, hang or drop-after-store. `times`: then normal again."""
        httpx.post(f"{self.url}/_control", json={"mode": mode, **options}).raise_for_status()

    def mode(self) -> str:
        """What the next request meets."""
        return str(httpx.get(f"{self.url}/_control").raise_for_status().json()["mode"])

    def posts(self) -> list[dict[str, Any]]:
        """What arrived, once each, newest first."""
        items: list[dict[str, Any]] = httpx.get(f"{self.url}/api/posts").raise_for_status().json()["items"]
        return items
