"""users-serv as it runs: gunicorn, PostgreSQL and a broker of each kind."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg

from svckit.events import topology
from svckit.signing import make_token
from svckit.testing.servers import ROOT, Server, free_port, wait_until
from users_svc.tests.factories import LINK_KEY, PASSWORD


@contextmanager
def _serving(environment: dict[str, str], folder: Path) -> Iterator[httpx.Client]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        try:
            return httpx.get(f"{url}/healthz").status_code == 200
        except httpx.HTTPError:
            return False

    server = Server(
        argv=[sys.executable, "-m", "gunicorn", "-c", "svckit/gunicorn_conf.py", "users_svc.wsgi:app"],
        log=folder / "users.log",
        env={**environment, "BIND": f"127.0.0.1:{port}", "WEB_THREADS": "96"},
        ready=ready,
        name="users-serv",
    )

    limits = httpx.Limits(max_connections=100)
    try:
        server.start()
        with httpx.Client(base_url=f"{url}/api/v1", timeout=30, limits=limits) as client:
            yield client
    finally:
        server.stop()


def _join(client: httpx.Client, database_url: str, email: str) -> str:
    """Register, verify and sign in; the access token."""
    body = {"email": email, "name": "Ada", "password": PASSWORD}
    assert client.post("/auth/register", json=body).status_code == 202
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        row = connection.execute(
            "SELECT t.id FROM one_time_tokens t JOIN users u ON u.id = user_id WHERE email = %s", [email]
        ).fetchone()
    assert row is not None
    token = make_token(LINK_KEY, "verify-email", row[0])
    assert client.post("/auth/verify-email", json={"token": token}).status_code == 200
    answer = client.post("/auth/token", json={"email": email, "password": PASSWORD})
    return str(answer.json()["access_token"])


def test_what_happens_to_accounts_reaches_the_queues_of_whoever_asked(
    environment: dict[str, str], events_url: str, tmp_path: Path
) -> None:
    environment["EVENTS_URL"] = events_url
    got: list[str] = []
    with _serving(environment, tmp_path) as client:
        _join(client, environment["DATABASE_URL"], "ada@team.example")
        with topology.connect(events_url) as connection:
            queue = topology.queue("notify.events", events_url)(connection.channel())

            def three() -> bool:
                message = queue.get(no_ack=True)
                if message is not None:
                    got.append(message.payload["type"])
                return len(got) == 3

            wait_until(three, what="three events on the queue")
    assert sorted(got) == ["user.registered", "user.verification_requested", "user.verified"]


def test_others_are_served_while_sixty_four_people_sign_in(
    environment: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    environment["EVENTS_URL"] = redis_url
    with _serving(environment, tmp_path) as client:
        token = _join(client, environment["DATABASE_URL"], "ada@team.example")
        headers = {"Authorization": f"Bearer {token}"}

        def sign_in(_: int) -> int:
            body = {"email": "ada@team.example", "password": PASSWORD}
            return client.post("/auth/token", json=body).status_code

        with ThreadPoolExecutor(64) as pool:
            sign_ins = [pool.submit(sign_in, n) for n in range(64)]
            took: list[float] = []
            while not all(done.done() for done in sign_ins):
                started = time.perf_counter()
                assert client.get("/users/me", headers=headers).status_code == 200
                took.append(time.perf_counter() - started)
        assert [done.result() for done in sign_ins] == [200] * 64
        assert len(took) > 10
        assert statistics.quantiles(took, n=100)[98] < 0.3


def test_without_its_settings_it_does_not_start_and_names_each(environment: dict[str, str]) -> None:
    values = {name: value for name, value in os.environ.items() if name not in environment}
    ran = subprocess.run(
        [sys.executable, "-c", "import users_svc.wsgi"],
        env=values,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 78
    for name in environment:
        assert f"{name} is missing" in ran.stderr
