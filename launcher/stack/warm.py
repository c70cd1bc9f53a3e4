"""Imports once what most processes import, so that what is forked afterwards shares those pages.

Measured: importing a service after the fork makes 34 MB of pages private, having imported it before 8 MB.
Nothing here may start a thread or read settings at import. pandas stays out: one worker needs it.
"""

from __future__ import annotations

import gc
import importlib
import os

COMMON = (
    "svckit.service",
    "svckit.celery",
    "svckit.events.consumer",
    "svckit.events.publisher",
    "svckit.http",
    "svckit.idempotency",
    "sqlalchemy.dialects.postgresql.psycopg",
    "psycopg_pool",
    "celery.bin.celery",
    "celery.apps.worker",
    "celery.apps.beat",
    "celery.worker.consumer",
    "celery.concurrency.prefork",
    "celery.fixups.django",
    "celery.app.amqp",
    "celery.app.control",
    "celery.app.events",
    "celery.app.log",
    "kombu.transport.redis",
    "kombu.transport.pyamqp",
    "cryptography.fernet",
    "pydantic_settings",
    "tenacity",
    "gunicorn.app.wsgiapp",
    "gunicorn.arbiter",
    "gunicorn.workers.gthread",
    "werkzeug.serving",
    "email.mime.multipart",
)

OWN = (
    "users_svc.bootstrap",
    "trends_svc.bootstrap",
    "trends_svc.tasks",
    "thinker_svc.bootstrap",
    "thinker_svc.tasks",
    "tweeter_svc.bootstrap",
    "tweeter_svc.tasks",
    "notify_svc.bootstrap",
    "portal.bootstrap",
)


def warm(*groups: tuple[str, ...]) -> None:
    # NumPy, should anything import it, would start a thread per core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in (name for group in groups for name in group):
        try:
            importlib.import_module(name)
        except (Exception, SystemExit):  # noqa: BLE001, S112 - the process that needs it says so in its own log
            continue
    gc.collect()
    # The collector writes into every object it looks at; frozen ones it leaves alone, and their pages shared.
    gc.freeze()
    os.register_at_fork(before=gc.freeze)
