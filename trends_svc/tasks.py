"""The worker's tasks: what to do stands in services/."""

from collections.abc import Callable
from uuid import UUID

from celery import Celery
from flask import Flask

from svckit import logging
from svckit.db import unit_of_work, utcnow
from trends_svc.bootstrap import runner_of
from trends_svc.models import db, outbox
from trends_svc.services import searches, watches
from trends_svc.services.queue_names import RUN_SEARCH, SWEEP

log = logging.get(__name__)


def register(celery: Celery, app_of: Callable[[], Flask]) -> None:
    """Name the tasks. ``app_of`` gives the app whose runner they use."""

    @celery.task(name=RUN_SEARCH)
    def run_search(search_id: str) -> None:
        runner_of(app_of()).run(UUID(search_id))

    @celery.task(name=SWEEP)
    def sweep() -> None:
        with unit_of_work(db) as session:
            count = searches.put_back(session, outbox, now=utcnow())
            watches.judge_ended(session, outbox, now=utcnow())
            watches.check_due(session, outbox, now=utcnow(), sample=runner_of(app_of()).sample)
        if count:
            log.warning("sweep.put_back", searches=count)
        runner_of(app_of()).call_next()
