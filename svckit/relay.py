"""The relay: publishes what waits in the outbox.

A thread in each process that writes; woken by the commit, and sweeping for what a dead process left
behind. Rows are claimed ``FOR UPDATE SKIP LOCKED``, so that any number of relays share the work, and
marked after the broker confirmed: at least once.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import Celery
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from prometheus_client import Counter
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from svckit import logging, outbox
from svckit.db import utcnow
from svckit.events.publisher import Publisher

log = logging.get(__name__)

SWEEP_SECONDS = 2.0
BATCH = 50
KEEP_SENT = timedelta(days=3)
MAX_DELAY_SECONDS = 30
SENT = Counter("outbox_sent_total", "Outbox rows published", ["kind", "name"])
FAILED = Counter("outbox_failed_total", "Tries to publish that failed", ["kind"])

TaskSender = Callable[[str, str, dict[str, Any], dict[str, Any]], None]


def celery_sender(celery: Celery) -> TaskSender:
    """Sends a task by name, queue, keyword arguments and headers."""

    def send(name: str, queue: str, kwargs: dict[str, Any], headers: dict[str, Any]) -> None:
        celery.send_task(
            name,
            kwargs=kwargs,
            queue=queue,
            headers=headers,
            retry=True,
            retry_policy={"max_retries": 1, "interval_start": 0.1},
        )

    return send


class Relay:
    """Publishes one service's outbox.

    Args:
        app, db: for the engine.
        model: the outbox table.
        events_url: broker for events.
        send_task: sends Celery tasks; None where the service has none.
    """

    def __init__(
        self,
        app: Flask,
        db: SQLAlchemy,
        model: type[Any],
        events_url: str,
        send_task: TaskSender | None = None,
    ) -> None:
        self._app, self._db, self._model = app, db, model
        self._publisher = Publisher(events_url)
        self._send_task = send_task
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._purge_at = utcnow()

    def start(self) -> None:
        """Start the thread; after a fork, never before one."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="outbox-relay", daemon=True)
            outbox.on_written(self._wake.set)
            self._thread.start()

    def stop(self) -> None:
        """Publish what is there, then end the thread."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            self._wake.wait(SWEEP_SECONDS)
            self._wake.clear()
            try:
                with self._app.app_context():
                    while self.drain():
                        pass
                    self._purge()
            except Exception as error:  # noqa: BLE001 - the thread must outlive any failure of a store
                log.warning("outbox.relay_failed", error=repr(error))
            if self._stop.is_set():
                self._publisher.close()
                return

    def drain(self) -> bool:
        """Publish one batch; True when more may wait. Needs an app context."""
        with Session(self._db.engine) as session, session.begin():
            rows = session.execute(self._due()).scalars().all()
            down: set[str] = set()
            for row in rows:
                # Two brokers: while one is down the other's rows still leave.
                if row.kind not in down and not self._send(row):
                    down.add(row.kind)
            return len(rows) == BATCH and not down

    def _due(self) -> Any:
        model = self._model
        return (
            select(model)
            .where(model.sent_at.is_(None), model.not_before <= utcnow())
            .order_by(model.not_before, model.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )

    def _send(self, row: Any) -> bool:
        try:
            if row.kind == outbox.EVENT:
                self._publisher.publish_event(row.payload, row.headers)
            else:
                self._require_tasks()(row.name, row.queue, row.payload, row.headers)
        except Exception as error:  # noqa: BLE001 - brokers raise their own families; all mean "try later"
            row.attempts += 1
            row.last_error = f"{type(error).__name__}: {error}"[:500]
            row.not_before = utcnow() + timedelta(seconds=min(MAX_DELAY_SECONDS, 2 ** min(row.attempts, 5)))
            FAILED.labels(row.kind).inc()
            log.warning("outbox.publish_failed", name=row.name, attempts=row.attempts, error=row.last_error)
            return False
        row.sent_at = utcnow()
        SENT.labels(row.kind, row.name).inc()
        return True

    def _require_tasks(self) -> TaskSender:
        if self._send_task is None:
            raise RuntimeError("this service has no task queue: give the relay a send_task")
        return self._send_task

    def _purge(self) -> None:
        if utcnow() < self._purge_at:
            return
        self._purge_at = utcnow() + timedelta(hours=1)
        with Session(self._db.engine) as session, session.begin():
            session.execute(delete(self._model).where(self._model.sent_at < utcnow() - KEEP_SENT))


def backlog(session: Session, model: type[Any]) -> dict[str, Any]:
    """``{"waiting", "oldest_seconds"}`` of what is due and not sent."""
    now = utcnow()
    count, oldest = session.execute(
        select(func.count(), func.min(model.created_at)).where(
            model.sent_at.is_(None), model.not_before <= now
        )
    ).one()
    return {"waiting": count, "oldest_seconds": round((now - oldest).total_seconds(), 1) if oldest else 0}
