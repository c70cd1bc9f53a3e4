"""A mail catcher, a database with the real migrations, and notify_svc over both."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, text, update

from notify_svc.bootstrap import create_app, make_parts
from notify_svc.config import Settings
from notify_svc.models import Base, Delivery, db
from notify_svc.services.mailing import Mailings
from notify_svc.services.sending import Sender
from svckit.db import unit_of_work, utcnow
from svckit.testing.servers import Postgres, free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Catcher:
    """The launcher's mail catcher, which tests make misbehave."""

    smtp_port: int
    http: httpx.Client
    process: subprocess.Popen[bytes] | None
    start: Callable[[], subprocess.Popen[bytes]]

    def mode(self, mode: str) -> None:
        self.http.post("/_control", json={"mode": mode}).raise_for_status()

    def messages(self, to: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/api/messages", params={"to": to}).json()["items"]
        return [self.http.get(f"/api/messages/{item['id']}").json() for item in found]

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
        self.process = None

    def back(self) -> None:
        self.process = self.start()


@pytest.fixture(scope="session")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catcher]:
    smtp, http, data = free_port(), free_port(), tmp_path_factory.mktemp("mail") / "mail.sqlite"
    command = [sys.executable, "-m", "launcher.mail", "--smtp-port", str(smtp), "--http-port", str(http)]

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*command, "--data", str(data), "--control"], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        wait_until(lambda: _answers(f"http://127.0.0.1:{http}/healthz"), what="the mail catcher")
        return process

    with httpx.Client(base_url=f"http://127.0.0.1:{http}") as client:
        made = Catcher(smtp, client, start(), start)
        yield made
        made.stop()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(autouse=True)
def _well_behaved(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "catcher" in request.fixturenames:
        request.getfixturevalue("catcher").mode("normal")


def environment(database: str, events: str, redis: str, jwks: str, smtp_port: int) -> dict[str, str]:
    return {
        "PUBLIC_URL": "https://trends.example.org",
        "DATABASE_URL": database,
        "EVENTS_URL": events,
        "STREAM_REDIS_URL": redis,
        "JWKS_URL": jwks,
        "LINK_SIGNING_KEY": "k" * 40,
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(smtp_port),
        "MAIL_USE_TLS": "false",
        "MAIL_SENDER": "Trends <trends@example.org>",
        "MAIL_TIMEOUT": "0.5",
        "TEAM_NAME": "Hartwell Bakeries",
    }


def migrate(database: str) -> None:
    variables = os.environ | {"DATABASE_URL": database, "PUBLIC_URL": "http://127.0.0.1"}
    command = [sys.executable, "-m", "svckit.migrate", "notify_svc", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def migrated_sqlite(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite file for all tests of a module and parameter."""
    return f"sqlite:///{shutil.copy(empty_sqlite, tmp_path_factory.mktemp('shared') / 'notify.sqlite3')}"


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of its own."""
    return f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'notify.sqlite3')}"


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    url = postgres.new_database()
    migrate(url)
    return url


@pytest.fixture
def postgres_url(migrated_postgres: str) -> str:
    """A migrated PostgreSQL database, emptied."""
    engine = create_engine(migrated_postgres, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)}"))
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both stores this service may have."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@dataclass
class Notify:
    """notify_svc in this process, with nothing running by itself."""

    app: Flask
    mailings: Mailings
    sender: Sender

    def rows(self) -> list[Delivery]:
        with unit_of_work(db) as session:
            found = session.query(Delivery).order_by(Delivery.id).populate_existing().all()
            session.expunge_all()
            return found

    def row(self) -> Delivery:
        [row] = self.rows()
        return row

    def hurry(self) -> None:
        """As if the delay had passed."""
        with unit_of_work(db) as session:
            session.execute(update(Delivery).values(next_attempt_at=utcnow()))


@contextmanager
def notify_over(database: str, smtp_port: int, jwks: str = "http://127.0.0.1:9/jwks") -> Iterator[Notify]:
    unused = "redis://127.0.0.1:9/0"
    values = environment(database, unused, unused, jwks, smtp_port)
    settings = Settings(**{name.lower(): value for name, value in values.items()})  # type: ignore[arg-type] # as from the environment
    app = create_app(settings)
    mailings, sender = make_parts(app, settings)
    with app.app_context():
        yield Notify(app, mailings, sender)
        db.session.remove()
        db.engine.dispose()


class Process:
    """notify-serv as it runs in production: gunicorn, one worker, its threads."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.port = free_port()
        self._variables = os.environ | variables | {"BIND": f"127.0.0.1:{self.port}", "WEB_THREADS": "4"}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "svckit/gunicorn_conf.py", "notify_svc.wsgi:app"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._variables, start_new_session=True, stdout=subprocess.DEVNULL
        )
        wait_until(lambda: _answers(f"http://127.0.0.1:{self.port}/readyz"), what="notify-serv")

    def kill(self) -> None:
        """kill -9, master and worker at once."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20)
