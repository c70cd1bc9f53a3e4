"""The real nginx with the real template, in front of servers that say what reached them."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from launcher.parts import nginx
from nginx.tests.integration.upstreams import Upstream
from svckit.testing.servers import free_port, make_layout, temporary_folder, wait_until

NAMES = ("portal", "users", "trends", "thinker", "tweeter", "notify", "flower")
FLOWER_AUTH = base64.b64encode(b"flower:a secret of this test").decode()
ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Edge:
    """A running nginx and what stands behind it."""

    url: str
    http: httpx.Client
    upstreams: dict[str, Upstream]
    log: Path

    def seen(self, name: str) -> dict[str, str]:
        """Headers of the last request that reached this upstream."""
        headers = self.upstreams[name].seen[-1]["headers"]
        assert isinstance(headers, dict)
        return headers


@pytest.fixture(scope="module")
def edge() -> Iterator[Edge]:
    folder = temporary_folder("nginx-test-")
    upstreams = {name: Upstream(name) for name in NAMES}
    port = free_port()
    static = folder / "web" / "static"
    for name, text in {
        "css/site.css": "body { color: black }\n" * 60,
        "js/site.js": "export const one = 1;\n",
        "img/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "package.json": "{}",
        "vendor/.stamp": "hidden",
    }.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(text)
    (folder / "web" / "nginx").mkdir()
    (folder / "web" / "nginx" / "errors").symlink_to(ROOT / "nginx" / "errors")
    values = {f"{name.upper()}_UPSTREAM": upstream.address for name, upstream in upstreams.items()}
    values |= {"NGINX_LISTEN": f"127.0.0.1:{port}", "STATIC_ROOT": str(static), "FLOWER_AUTH": FLOWER_AUTH}
    command = nginx.prepare(make_layout(folder / "var"), values)
    log = folder / "nginx.log"
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, timeout=10) as http:
        try:
            wait_until(lambda: _answers(http), what=f"nginx ({log})")
            yield Edge(url, http, upstreams, log)
        finally:
            process.terminate()
            process.wait(10)
            for upstream in upstreams.values():
                upstream.stop()


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(autouse=True)
def _nobody_signed_in(edge: Edge) -> None:
    edge.upstreams["portal"].flower_auth = 401
