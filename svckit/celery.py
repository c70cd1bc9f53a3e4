"""Celery with the settings that were measured to survive ``kill -9`` of worker or child.

A message is a hint: the task looks at the database, does what is still to be done, and may run twice.
"""

import sys
from collections.abc import Callable
from typing import Any

from celery import Celery, Task, signals
from flask import Flask

from svckit import background, context, logging

VISIBILITY_SECONDS = 240
"""Redis gives an unacknowledged task to somebody else after this; longer than any task may take."""

HARD_LIMIT_SECONDS = 200
SOFT_LIMIT_SECONDS = 180


def make_celery(
    service: str,
    redis_url: str,
    app_factory: Callable[[], Flask] | None = None,
    *,
    log_level: str = "INFO",
    beat: dict[str, tuple[str, float]] | None = None,
) -> Celery:
    """A service's Celery app.

    Args:
        service: also the name of its queue.
        redis_url: the broker.
        app_factory: makes the Flask app in whose context tasks run; left out where tasks are only
            sent (a web process).
        beat: ``{entry: (task name, every seconds)}``.
    """
    celery = Celery(service, broker=redis_url, set_as_current=False)
    celery.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_SECONDS,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 3,
            "socket_timeout": 15,
        },
        task_time_limit=HARD_LIMIT_SECONDS,
        task_soft_time_limit=SOFT_LIMIT_SECONDS,
        worker_soft_shutdown_timeout=10,
        worker_max_tasks_per_child=500,
        worker_hijack_root_logger=False,
        worker_send_task_events=True,
        task_send_sent_event=True,
        task_ignore_result=True,
        task_default_queue=service,
        task_create_missing_queues=True,
        task_serializer="json",
        accept_content=["json"],
        enable_utc=True,
        timezone="UTC",
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        beat_schedule={
            entry: {
                "task": task,
                "schedule": every,
                # A tick that nobody took before the next one is due is worth nothing.
                "options": {"queue": service, "expires": max(every * 2, 5)},
            }
            for entry, (task, every) in (beat or {}).items()
        },
    )
    if app_factory is not None:
        celery.task_cls = _task_class(app_factory)  # type: ignore[assignment] # the stubs know names only
        _connect_signals(service, app_factory, log_level)
    return celery


def _task_class(app_factory: Callable[[], Flask]) -> "type[Task[Any, Any]]":
    class ContextTask(Task):  # type: ignore[type-arg] # generic in the stubs only
        """Runs inside the Flask app context, with the request id its message carries."""

        abstract = True

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            headers = dict(getattr(self.request, "headers", None) or {})
            for name in (context.REQUEST_ID_HEADER, context.TRACEPARENT_HEADER):
                value = getattr(self.request, name, None)
                if value:
                    headers.setdefault(name, value)
            with context.bound(*context.adopt(headers)), app_factory().app_context():
                return self.run(*args, **kwargs)

    return ContextTask


def _connect_signals(service: str, app_factory: Callable[[], Flask], log_level: str) -> None:
    def configure_logs(**_kwargs: Any) -> None:
        process = "beat" if "beat" in sys.argv else "worker"
        logging.configure(service, f"{service}-{process}", log_level)

    def start_in_child(**_kwargs: Any) -> None:
        background.start(app_factory())

    def start_heart(**_kwargs: Any) -> None:
        background.heartbeat(app_factory(), f"{service}-worker")

    # weak=False: nobody else holds these functions.
    signals.setup_logging.connect(configure_logs, weak=False)
    signals.worker_process_init.connect(start_in_child, weak=False)
    signals.worker_ready.connect(start_heart, weak=False)
    signals.beat_init.connect(
        lambda **_kwargs: background.heartbeat(app_factory(), f"{service}-beat"), weak=False
    )
