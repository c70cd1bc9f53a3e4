"""Is this process well? ``/healthz``: it lives. ``/readyz``: what it needs answers, by name."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import redis
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from svckit import logging

log = logging.get(__name__)


@dataclass(frozen=True)
class Check:
    """A dependency: its name, and a probe that returns a short detail or raises."""

    name: str
    probe: Callable[[], str]


@dataclass(frozen=True)
class CheckResult:
    name: str
    ok: bool
    detail: str
    latency_ms: float


def run(checks: Sequence[Check]) -> list[CheckResult]:
    """Probe everything, one after the other. Never raises."""
    return [_probe(check) for check in checks]


def _probe(check: Check) -> CheckResult:
    started = time.perf_counter()
    try:
        detail, ok = check.probe(), True
    except Exception as error:  # noqa: BLE001 - whatever it raises, the dependency isn't well
        detail, ok = _say(error), False
        log.warning("health.failed", check=check.name, error=repr(error)[:300])
    return CheckResult(check.name, ok, detail, round((time.perf_counter() - started) * 1000, 1))


def _say(error: Exception) -> str:
    # The driver's text may name hosts and users; the class is enough here, the log has the rest.
    return f"doesn't answer ({type(error).__name__})"


def database(db: SQLAlchemy) -> Check:
    """Needs an app context when probed."""

    def probe() -> str:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        return db.engine.dialect.name

    return Check("database", probe)


def redis_server(name: str, url: str) -> Check:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def probe() -> str:
        client.ping()
        return "answers"

    return Check(name, probe)


def events_broker(url: str) -> Check:
    """The broker for events; imports kombu only when probed."""

    def probe() -> str:
        from svckit.events import topology

        with topology.connect(url) as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
            return "RabbitMQ" if not topology.is_redis(url) else "Redis transport"

    return Check("events", probe)


def as_dicts(results: Sequence[CheckResult]) -> list[dict[str, Any]]:
    return [{"name": r.name, "ok": r.ok, "detail": r.detail, "latency_ms": r.latency_ms} for r in results]
