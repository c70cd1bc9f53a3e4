"""Real servers on free ports, for tests: the same parts that the launcher runs."""

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import redis
from psycopg import sql

from launcher.layout import Layout
from launcher.parts import postgres, rabbitmq, valkey

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], Any], *, seconds: float = 20.0, what: str = "the condition") -> Any:
    """Wait for a condition to give something truthy, and return that.

    Raises:
        AssertionError: it didn't within ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds:g} s")
        time.sleep(0.05)


def make_layout(folder: Path) -> Layout:
    layout = Layout(root=ROOT, var=folder, env_file=folder / ".env")
    layout.prepare()
    return layout


def temporary_folder(prefix: str) -> Path:
    """A folder that an unprivileged PostgreSQL may enter when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    return folder


@dataclass
class Server:
    """A child process that tests may stop, kill and start again on the same port and data."""

    argv: list[str]
    log: Path
    ready: Callable[[], bool]
    env: dict[str, str] = field(default_factory=dict)
    user: int | None = None
    group: int | None = None
    process: "subprocess.Popen[bytes] | None" = None
    name: str = "server"

    def start(self) -> "Server":
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.argv,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.env},
                cwd="/" if self.user is not None else ROOT,
                user=self.user,
                group=self.group,
                extra_groups=[] if self.user is not None else None,
                start_new_session=True,
            )
        self.wait_ready()
        return self

    def wait_ready(self) -> None:
        def up() -> bool:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended at once:\n{self.log.read_text()[-3000:]}")
            try:
                return self.ready()
            except (OSError, psycopg.Error, redis.RedisError):
                return False

        wait_until(up, seconds=START_SECONDS, what=f"{self.name} being ready (see {self.log})")

    def send(self, number: int) -> None:
        """Signal the whole process group."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def stop(self, number: int = signal.SIGTERM, seconds: float = 15) -> None:
        if self.process is None:
            return
        self.send(number)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGKILL)
            self.process.wait(5)
        self.process = None

    def kill(self) -> None:
        """As the power cut would."""
        self.stop(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Postgres:
    """A cluster; ``new_database()`` gives the SQLAlchemy URL of an empty one."""

    def __init__(self, folder: Path) -> None:
        self.port, self.password = free_port(), secrets.token_urlsafe(16)
        cluster = postgres.prepare(make_layout(folder), (), self.password)
        owner = cluster.owner
        # The launcher's file lets each service's role in; tests make databases as they go.
        access = cluster.data / "pg_hba.conf"
        access.write_text("host all all 127.0.0.1/32 scram-sha-256\n")
        if owner:
            os.chown(access, owner.uid, owner.gid)
        self.server = Server(
            argv=[*cluster.argv(self.port), "-c", "fsync=off", "-c", "max_connections=300"],
            log=folder / "log" / "postgres.log",
            ready=self._ready,
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            name="PostgreSQL",
        )

    @property
    def admin_url(self) -> str:
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/postgres"

    def _ready(self) -> bool:
        with psycopg.connect(self.admin_url, connect_timeout=2):
            return True

    def new_database(self, hint: str = "test") -> str:
        name = f"{hint}_{secrets.token_hex(4)}"
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://postgres:{self.password}@127.0.0.1:{self.port}/{name}"


class Valkey:
    def __init__(self, folder: Path) -> None:
        self.port, self.password = free_port(), secrets.token_urlsafe(16)
        argv = valkey.prepare(make_layout(folder), self.port, self.password)
        self.server = Server(
            argv=[*argv, "--maxmemory", "128mb", "--databases", "200"],
            log=folder / "log" / "valkey.log",
            ready=self._ready,
            name="Valkey",
        )

    def url(self, database: int = 0) -> str:
        return valkey.url(self.port, self.password, database)

    def _ready(self) -> bool:
        client = redis.Redis.from_url(self.url(), socket_connect_timeout=1)
        try:
            return bool(client.ping())
        finally:
            client.close()


class RabbitMq:
    """A private node. Where ``rabbitmq-server`` isn't installed, ``make test`` installs it or says so."""

    def __init__(self, folder: Path) -> None:
        program = rabbitmq.find()
        if program is None:
            raise AssertionError(
                "rabbitmq-server is missing. Install it (Debian: apt-get install rabbitmq-server)."
            )
        self.port, self.password = free_port(), secrets.token_urlsafe(16)
        self.epmd_port = free_port()
        node = rabbitmq.prepare(
            make_layout(folder),
            program,
            port=self.port,
            dist_port=free_port(),
            epmd_port=self.epmd_port,
            password=self.password,
        )
        log = folder / "log" / "rabbitmq.log"
        self.epmd = Server(
            argv=list(node.epmd), log=log, env=node.env, ready=lambda: listening(self.epmd_port), name="epmd"
        )
        self.server = Server(argv=list(node.argv), log=log, env=node.env, ready=self._ready, name="RabbitMQ")

    def url(self) -> str:
        return rabbitmq.url(self.port, self.password)

    def _ready(self) -> bool:
        from kombu import Connection

        if not listening(self.port):
            return False
        try:
            with Connection(self.url(), connect_timeout=2) as connection:
                connection.ensure_connection(max_retries=1, timeout=2)
        except Exception:  # noqa: BLE001 - kombu raises its own families; all mean "not yet"
            return False
        return True

    def empty(self) -> None:
        """Forget every queue, so that a test finds nothing of the one before."""
        from kombu import Connection

        from svckit.events import topology

        with Connection(self.url(), connect_timeout=3) as connection:
            channel: Any = connection.channel()
            for name in topology.routing():
                channel.queue_delete(name)
                channel.queue_delete(name + topology.DEAD_SUFFIX)

    def start(self) -> "RabbitMq":
        self.epmd.start()
        self.server.start()
        return self

    def stop(self) -> None:
        self.server.stop(seconds=20)
        self.epmd.stop()
