"""The demo's Celery app: ``python -m svckit.run worker svckit.tests.demo``."""

import os
import threading
from functools import lru_cache
from pathlib import Path

from flask import Flask

from svckit.celery import make_celery
from svckit.db import unit_of_work
from svckit.tests.demo import SERVICE, create_app
from svckit.tests.demo.models import db, leave

STUCK = os.environ.get("DEMO_STUCK_ONCE")
"""A file: the first task writes its process id there and then hangs, as if it worked for long."""


@lru_cache(maxsize=1)
def app() -> Flask:
    return create_app(process="demo-worker")


celery = make_celery(SERVICE, os.environ["REDIS_URL"], app)
if "DEMO_VISIBILITY" in os.environ:
    celery.conf.broker_transport_options["visibility_timeout"] = int(os.environ["DEMO_VISIBILITY"])


@celery.task(name="demo.handle")
def handle(note_id: str) -> None:
    if STUCK and not Path(STUCK).exists():
        partial = Path(f"{STUCK}.partial")
        partial.write_text(str(os.getpid()))
        partial.rename(STUCK)
        threading.Event().wait()
    with unit_of_work(db) as session:
        leave(session, "task", note_id)
